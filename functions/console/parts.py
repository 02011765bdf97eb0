"""What the console is made of. The edge puts it together; tests put in fakes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from civicline.identity import IdentityProvider
from civicline.ports.approved import ApprovedMessages
from civicline.ports.arrivals import Quarantine, RawMail
from civicline.ports.classifying import Heads, Judgements
from civicline.ports.going_live import Clearances
from civicline.ports.offices import Offices
from civicline.ports.people import Constituents, Suppressions
from civicline.ports.records import Inbox, Journals, ReplyLedger, StaffPresence
from civicline.ports.reports import Aggregates
from functions.console.session import CookieVault


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The ports that views ask, the clock, and a source of unguessable tokens.

    `public_url` is where browsers find the console; "" where each request tells it.
    """

    offices: Offices
    clearances: Clearances
    heads: Heads
    approved_messages: ApprovedMessages
    inbox: Inbox
    judgements: Judgements
    journals: Journals
    ledger: ReplyLedger
    presence: StaffPresence
    suppressions: Suppressions
    constituents: Constituents
    quarantine: Quarantine
    raw_mail: RawMail
    aggregates: Aggregates
    identity: IdentityProvider
    cookies: CookieVault
    now: Callable[[], datetime]
    new_token: Callable[[], str]
    public_url: str = ""
