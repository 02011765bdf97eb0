"""Every key pattern of the two tables, in one place. docs/data-model.md says which access pattern each serves."""

from datetime import UTC, datetime
from hashlib import sha256

from civicline.domain.approved.approved_message import MessageName
from civicline.domain.channel import Channel
from civicline.domain.going_live.counted_evidence import EvidenceSlice
from civicline.domain.ids import CampaignId, ConstituentId, ConversationId, ImportId, OfficeId, QuarantineId, TopicId
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MessageRef
from civicline.domain.reports.measures import Period, Slice

STATE = "STATE"
TEXT = "TEXT"
OFFICES = "OFFICES"
VERSION = "VERSION"
PROMOTION = "PROMOTION"

Key = dict[str, str]


def message(ref: MessageRef, part: str) -> Key:
    """One part of a message: its STATE, which stages fill in, or its TEXT, which never changes."""
    return {"pk": f"OFFICE#{ref.office_id}#MESSAGE#{ref.message_id}", "sk": part}


def journal_entry(ref: MessageRef, sequence: int) -> Key:
    """One entry of a message's journal, in a partition of its own: what no function may update or delete."""
    return {"pk": journal_partition(ref), "sk": f"ENTRY#{sequence:06d}"}


def journal_partition(ref: MessageRef) -> str:
    """The partition of a message's journal; policies name it by its middle, `#JOURNAL#`."""
    return f"OFFICE#{ref.office_id}#JOURNAL#{ref.message_id}"


def contact(office_id: OfficeId, point: ContactPoint) -> Key:
    """A contact point as the office knows it."""
    return {"pk": _contact_partition(office_id, point), "sk": "CONTACT"}


def suppression(office_id: OfficeId, point: ContactPoint) -> Key:
    """The suppression of a contact point, beside its contact so that one call reads both."""
    return {"pk": _contact_partition(office_id, point), "sk": "SUPPRESSION"}


def question(office_id: OfficeId, point: ContactPoint) -> Key:
    """The latest question to a contact point whether an answer helped."""
    return {"pk": _contact_partition(office_id, point), "sk": "QUESTION"}


def lifted_suppression(office_id: OfficeId, point: ContactPoint, lifted_at: str) -> Key:
    """A suppression that no longer holds, beside its contact, in the order of time."""
    return {"pk": _contact_partition(office_id, point), "sk": f"LIFTED#{lifted_at}"}


def suppressed_partition(office_id: OfficeId) -> str:
    """The partition of an office's suppressions in the sparse index `waiting`."""
    return f"OFFICE#{office_id}#SUPPRESSED"


def recent_replies(office_id: OfficeId, point: ContactPoint) -> Key:
    """The log of automatic replies to a contact point."""
    return {"pk": _contact_partition(office_id, point), "sk": "REPLIES"}


def repeats(office_id: OfficeId, text_id: str) -> Key:
    """The log of one text; a partition each."""
    return {"pk": f"OFFICE#{office_id}#SAME_TEXT#{text_id}", "sk": "REPEATS"}


def provider_id(channel: Channel, value: str) -> Key:
    """Which message a reply answered, by the provider's id of the reply."""
    return {"pk": f"REPLY#{channel}#{value}", "sk": "REPLY"}


def staff_presence(office_id: OfficeId, conversation_id: ConversationId) -> Key:
    """When staff took up a conversation, beside the conversation."""
    return {"pk": conversation_partition(office_id, conversation_id), "sk": "STAFF"}


def reference(office_id: OfficeId, point: ContactPoint, mail_message_id: str) -> Key:
    """A Message-ID of a mail from or to a contact point.

    It stands in the contact's own partition, so that nobody joins another person's conversation by naming its mail.
    """
    return {
        "pk": _contact_partition(office_id, point),
        "sk": f"REFERENCE#{sha256(mail_message_id.encode()).hexdigest()}",
    }


def said(office_id: OfficeId, point: ContactPoint, body: str) -> Key:
    """The latest message of a contact point with words of that hash; expires."""
    return {"pk": _contact_partition(office_id, point), "sk": f"SAID#{body}"}


def constituent(office_id: OfficeId, constituent_id: ConstituentId) -> Key:
    """A constituent; only those who were joined, imported or asked have one."""
    return {"pk": f"OFFICE#{office_id}#CONSTITUENT#{constituent_id}", "sk": "CONSTITUENT"}


def constituent_member(office_id: OfficeId, point: ContactPoint) -> Key:
    """Which constituent a contact point leads to, beside its contact so that one call reads both."""
    return {"pk": _contact_partition(office_id, point), "sk": "MEMBER"}


def constituent_name(office_id: OfficeId, name: str, point: ContactPoint) -> Key:
    """A plain name that leads to a contact point."""
    return {"pk": names_partition(office_id, name), "sk": f"{name}#{point.channel}#{point.value}"}


def names_partition(office_id: OfficeId, name: str) -> str:
    """The partition of plain names with the same first letter."""
    return f"OFFICE#{office_id}#NAMES#{name[:1]}"


def constituent_external_id(office_id: OfficeId, external_id: str, point: ContactPoint) -> Key:
    """An id of the office's own lists that leads to a contact point."""
    return {"pk": external_id_partition(office_id, external_id), "sk": f"{point.channel}#{point.value}"}


def external_id_partition(office_id: OfficeId, external_id: str) -> str:
    """The partition of the contact points that a list names by the same id."""
    return f"OFFICE#{office_id}#EXTERNAL_ID#{external_id}"


def constituent_import(office_id: OfficeId, import_id: ImportId) -> Key:
    """What is known of an import of a list."""
    return {"pk": import_partition(office_id, import_id), "sk": "IMPORT"}


def imported_row(office_id: OfficeId, import_id: ImportId, line: int) -> Key:
    """What became of one row of a list."""
    return {"pk": import_partition(office_id, import_id), "sk": f"ROW#{line:09d}"}


def import_partition(office_id: OfficeId, import_id: ImportId) -> str:
    """The partition of an import and its rows."""
    return f"OFFICE#{office_id}#IMPORT#{import_id}"


def conversation(office_id: OfficeId, conversation_id: ConversationId) -> Key:
    """The conversation itself; its messages are found by the index `by_conversation`."""
    return {"pk": conversation_partition(office_id, conversation_id), "sk": "CONVERSATION"}


def office(office_id: OfficeId) -> Key:
    """The office's profile."""
    return {"pk": f"OFFICE#{office_id}", "sk": "PROFILE"}


def listed_office(office_id: OfficeId) -> Key:
    """An office's place on the list of all."""
    return {"pk": OFFICES, "sk": f"OFFICE#{office_id}"}


def topic(office_id: OfficeId, topic_id: TopicId) -> Key:
    """A topic, beside the office's profile."""
    return {"pk": f"OFFICE#{office_id}", "sk": f"TOPIC#{topic_id}"}


def head(office_id: OfficeId) -> Key:
    """Which head speaks for the office, beside its profile."""
    return {"pk": f"OFFICE#{office_id}", "sk": "HEAD"}


def head_version(office_id: OfficeId, version: str) -> Key:
    """What is known of a head that the office trained."""
    return {"pk": heads_partition(office_id), "sk": f"{VERSION}#{version}"}


def promotion(office_id: OfficeId, number: int) -> Key:
    """One step in which head spoke for the office."""
    return {"pk": heads_partition(office_id), "sk": f"{PROMOTION}#{number:06d}"}


def heads_partition(office_id: OfficeId) -> str:
    """The partition of an office's heads and their promotions."""
    return f"OFFICE#{office_id}#HEADS"


def judged_partition(office_id: OfficeId, month: str) -> str:
    """The partition of the messages of one UTC month (`2026-11`) in the sparse index `judged`."""
    return f"OFFICE#{office_id}#JUDGED#{month}"


def topic_group(office_id: OfficeId, group_id: str) -> Key:
    """A group of topics, beside the office's profile."""
    return {"pk": f"OFFICE#{office_id}", "sk": f"GROUP#{group_id}"}


def destination(point: ContactPoint) -> Key:
    """Which office owns a number or address."""
    return {"pk": f"DESTINATION#{point.channel}#{point.value}", "sk": "DESTINATION"}


def approved_message(office_id: OfficeId, name: MessageName, version: int) -> Key:
    """One version of an approved message."""
    return {
        "pk": approved_partition(office_id, name.topic_id),
        "sk": f"{name.channel}#{name.language}#{version:06d}",
    }


def approved_partition(office_id: OfficeId, topic_id: TopicId) -> str:
    """The partition of all approved messages of one topic."""
    return f"OFFICE#{office_id}#APPROVED#{topic_id}"


def listed_approved_message(office_id: OfficeId, name: MessageName) -> Key:
    """An approved message's place on the office's list of them."""
    return {
        "pk": approved_list_partition(office_id),
        "sk": f"APPROVED#{name.topic_id}#{name.channel}#{name.language}",
    }


def approved_list_partition(office_id: OfficeId) -> str:
    """The partition of the list of an office's approved messages."""
    return f"OFFICE#{office_id}#APPROVED"


def conversation_partition(office_id: OfficeId, conversation_id: ConversationId) -> str:
    """The partition of a conversation, also its partition in the index `by_conversation`."""
    return f"OFFICE#{office_id}#CONVERSATION#{conversation_id}"


def day_partition(office_id: OfficeId, day: str) -> str:
    """The partition of one UTC day in the index `by_day`."""
    return f"OFFICE#{office_id}#DAY#{day}"


def waiting_partition(office_id: OfficeId) -> str:
    """The partition of the staff's queue in the sparse index `waiting`."""
    return f"OFFICE#{office_id}#WAITING"


def audit_partition(office_id: OfficeId) -> str:
    """The partition of the sent replies that staff have yet to audit in the sparse index `waiting`."""
    return f"OFFICE#{office_id}#AUDIT"


def office_pause(office_id: OfficeId) -> Key:
    """The switch that stops the office's automatic replies, beside its profile so that one call reads both."""
    return {"pk": f"OFFICE#{office_id}", "sk": "PAUSE"}


def pause_of_everything() -> Key:
    """The switch that stops the automatic replies of all offices."""
    return {"pk": "EVERYTHING", "sk": "EVERYTHING"}


def clearance_step(office_id: OfficeId | None, subject_id: str, number: int) -> Key:
    """One step with a topic, a group or a switch, which never changes."""
    return {"pk": clearance_steps_partition(office_id, subject_id), "sk": f"STEP#{number:06d}"}


def clearance_steps_partition(office_id: OfficeId | None, subject_id: str) -> str:
    """The partition of the steps with a topic or group; with "" as subject of the office's switch, for None of all."""
    return f"OFFICE#{office_id}#STEPS#{subject_id}" if office_id else "EVERYTHING#STEPS"


def evidence(part: EvidenceSlice) -> Key:
    """What is known of the replies on one topic, or of one group, from one day and one head."""
    return {
        "pk": evidence_partition(part.office_id, part.subject_id),
        "sk": f"{part.day}#{part.model_version}",
    }


def evidence_partition(office_id: OfficeId, subject_id: str) -> str:
    """The partition of the evidence on a topic or group."""
    return f"OFFICE#{office_id}#EVIDENCE#{subject_id}"


def quarantined(item_id: QuarantineId) -> Key:
    """What is known of an original that could not be read."""
    return {"pk": f"QUARANTINE#{item_id}", "sk": "QUARANTINED"}


def quarantine_partition(office_id: OfficeId | None) -> str:
    """The partition of an office's quarantine in the sparse index `waiting`; of None, that of no known office."""
    return f"OFFICE#{office_id}#QUARANTINE" if office_id else "QUARANTINE"


def likeness_bucket(office_id: OfficeId, name: str) -> Key:
    """A bucket of the index of campaigns; a partition each, so that a blast of one letter meets many."""
    return {"pk": f"OFFICE#{office_id}#LIKENESS#{name}", "sk": f"BUCKET#{name}"}


def crowd(office_id: OfficeId, campaign_id: CampaignId) -> Key:
    """How many people are in a campaign."""
    return {"pk": f"OFFICE#{office_id}#CAMPAIGN#{campaign_id}", "sk": "CROWD"}


def moment(value: datetime) -> str:
    """A moment as a string that sorts by time."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def aggregate(part: Slice) -> Key:
    """The counters of one slice: a partition a month, so that a year of days is twelve queries."""
    return {
        "pk": aggregate_partition(part.office_id, part.period, part.start[:7]),
        "sk": f"{part.start}#{part.channel}#{part.topic_id}#{part.outcome}",
    }


def aggregate_partition(office_id: OfficeId, period: Period, month: str) -> str:
    """The partition of one month (`2026-11`) of hours or days."""
    return f"OFFICE#{office_id}#{period.upper()}#{month}"


def counted_change(change_id: str) -> Key:
    """The marker that a change of the record has been counted."""
    return {"pk": f"CHANGE#{change_id}", "sk": "CHANGE"}


def _contact_partition(office_id: OfficeId, point: ContactPoint) -> str:
    return f"OFFICE#{office_id}#CONTACT#{point.channel}#{point.value}"
