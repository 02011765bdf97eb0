"""One message of the office at hand."""

from uuid import UUID

from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId
from civicline.domain.received.message import MessageText
from functions.console.access import Access, NotFoundError
from functions.console.parts import Console


def find_message(console: Console, access: Access, message_id: str) -> tuple[MessageRecord, MessageText]:
    """The record and the words of a message. Raises NotFoundError, also for what cannot be an id of ours."""
    try:
        known_form = str(UUID(message_id))
    except ValueError as error:
        raise NotFoundError("This is not the id of a message.") from error
    found = console.inbox.message(access.office.office_id, MessageId(known_form))
    if found is None:
        raise NotFoundError("This message does not exist in this office.")
    return found
