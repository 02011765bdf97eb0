"""The journal of a message through the API."""

from civicline.journal_chain import read_entry
from civicline.journal_proof import proof
from functions.console.access import admit
from functions.console.find_message import find_message
from functions.console.parts import Console
from functions.console.web import WebRequest, WebResponse, json_response


def journal(console: Console, request: WebRequest, message_id: str) -> WebResponse:
    """`GET /api/v1/messages/{message_id}/journal`: every entry in order, and whether the chain holds."""
    access = admit(console, request)
    record, text = find_message(console, access, message_id)
    entries = console.journals.entries(record.message.ref)
    broken = proof(record, text, entries)
    return json_response(
        {
            "message_id": record.message.message_id,
            "office_id": record.message.office_id,
            "holds": broken is None,
            "broken_at": {"sequence": broken.sequence, "problem": broken.problem} if broken else None,
            "entries": [{**read_entry(entry), "sha256": entry.sha256} for entry in entries],
        }
    )
