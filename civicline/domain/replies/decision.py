"""What the reply policy says of a message, and the reasons it may give."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civicline.domain.ids import TopicId


class Action(StrEnum):
    """What happens to a message."""

    SEND = "send"
    SUGGEST = "suggest"
    SILENT = "silent"


class Reason(StrEnum):
    """Why; the code is what records, metrics and tests speak of, `sentence` is what staff read."""

    EMERGENCY = "emergency"
    EMERGENCY_OF_FORGED_SENDER = "emergency_of_forged_sender"
    AUTOMATIC_MAIL = "automatic_mail"
    UNTRUSTED_SENDER = "untrusted_sender"
    OPTED_OUT = "opted_out"
    SUPPRESSED = "suppressed"
    OPT_OUT = "opt_out"
    ALREADY_OPTED_OUT = "already_opted_out"
    OPT_OUT_OF_OTHER_CHANNEL = "opt_out_of_other_channel"
    OPT_OUT_OF_KNOWN_PHONE = "opt_out_of_known_phone"
    OPT_IN = "opt_in"
    HELP = "help"
    DUPLICATE = "duplicate"
    ZIP_ANSWER = "zip_answer"
    SAID_YES = "said_yes"
    SAID_YES_AND_MORE = "said_yes_and_more"
    SAID_NO = "said_no"
    EMPTY = "empty"
    UNCLASSIFIED = "unclassified"
    UNTAUGHT_LANGUAGE = "untaught_language"
    UNKNOWN_TOPIC = "unknown_topic"
    SEVERAL_TOPICS = "several_topics"
    SENSITIVE_TOPIC = "sensitive_topic"
    LOW_CONFIDENCE = "low_confidence"
    OFFICE_PAUSED = "office_paused"
    TOPIC_PAUSED = "topic_paused"
    TOPIC_IN_SHADOW = "topic_in_shadow"
    NO_APPROVED_MESSAGE = "no_approved_message"
    EXPIRED_APPROVED_MESSAGE = "expired_approved_message"
    MISSING_PLACEHOLDER_VALUE = "missing_placeholder_value"
    TOO_MANY_SEGMENTS = "too_many_segments"
    UNKNOWN_OFFICE = "unknown_office"
    OUT_OF_SCOPE = "out_of_scope"
    QUIET_HOURS = "quiet_hours"
    TOO_LATE = "too_late"
    STAFF_IN_CONVERSATION = "staff_in_conversation"
    CAMPAIGN = "campaign"
    LOOP_BUDGET = "loop_budget"
    FLOOD = "flood"
    CONFIDENT = "confident"
    CONFIDENT_OF_GROUP = "confident_of_group"

    @property
    def sentence(self) -> str:
        """One sentence for staff."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.EMERGENCY: "The message reads like an emergency: 911 and 988 were named at once, a person must look now.",
    Reason.EMERGENCY_OF_FORGED_SENDER: (
        "The mail reads like an emergency and its sender is forged: nobody was written to, a person must look now."
    ),
    Reason.AUTOMATIC_MAIL: "The mail was written by a machine; answering it could start a loop.",
    Reason.UNTRUSTED_SENDER: "The mail may be forged or harmful; a person looks before anyone is answered.",
    Reason.OPTED_OUT: "This person asked not to be written to; a person decides what to do.",
    Reason.SUPPRESSED: "Messages to this contact point bounced or were complained about; a person decides.",
    Reason.OPT_OUT: "The person opted out: this is the one confirmation, nothing follows it.",
    Reason.ALREADY_OPTED_OUT: "The person opted out before and has had the one confirmation.",
    Reason.OPT_OUT_OF_OTHER_CHANNEL: "The person opts out of another channel than the one written on; staff do it.",
    Reason.OPT_OUT_OF_KNOWN_PHONE: "The mail opts out of texts; the telephone is known and gets no more; staff tell.",
    Reason.OPT_IN: "The person opted in again; this confirms it.",
    Reason.HELP: "The person asked who this is and how to reach the office.",
    Reason.DUPLICATE: "The person said the same minutes before; that message is dealt with, this one is counted apart.",
    Reason.ZIP_ANSWER: "The person gave the ZIP code that they were asked for; it is on record, and that is all.",
    Reason.SAID_YES: "The person says that our answer helped; nothing more is sent.",
    Reason.SAID_YES_AND_MORE: "The person says that our answer helped, and more; a person reads on.",
    Reason.SAID_NO: "The person says that our answer did not help; a person reads it with the message before.",
    Reason.EMPTY: "The message holds no words of the sender; a person looks at what came with it.",
    Reason.UNCLASSIFIED: "The model has not said anything about this message.",
    Reason.UNTAUGHT_LANGUAGE: "The model learnt nothing in this language; a person who reads it decides.",
    Reason.UNKNOWN_TOPIC: "The model named a topic that is not on the office's list.",
    Reason.SEVERAL_TOPICS: "The message is about more than one thing; one approved message would answer half of it.",
    Reason.SENSITIVE_TOPIC: "This topic is never answered automatically.",
    Reason.LOW_CONFIDENCE: "The model is not sure enough about the topic.",
    Reason.OFFICE_PAUSED: "Automatic replies of the office are paused.",
    Reason.TOPIC_PAUSED: "Automatic replies on this topic are paused.",
    Reason.TOPIC_IN_SHADOW: "The topic is in shadow: replies are recorded, not sent.",
    Reason.NO_APPROVED_MESSAGE: "No approved message for this topic, channel and language is in effect.",
    Reason.EXPIRED_APPROVED_MESSAGE: "The approved message for this topic has expired.",
    Reason.MISSING_PLACEHOLDER_VALUE: "The approved message needs a value that is not known.",
    Reason.TOO_MANY_SEGMENTS: "No wording of the approved message is short enough for a text message.",
    Reason.UNKNOWN_OFFICE: "The office that the message came to is no longer set up.",
    Reason.OUT_OF_SCOPE: "The message is about none of the office's topics.",
    Reason.QUIET_HOURS: "Nobody is written to unasked at this hour of the recipient's day.",
    Reason.TOO_LATE: "The message waited too long for an automatic reply; a person decides what is right now.",
    Reason.STAFF_IN_CONVERSATION: "Staff have taken up this conversation; nothing automatic comes between.",
    Reason.CAMPAIGN: "The message belongs to a campaign, and this office answers campaigns by hand.",
    Reason.LOOP_BUDGET: "This sender has had as many automatic replies as one person needs; it may be a machine.",
    Reason.FLOOD: "The same words keep coming in; a person looks before more of them are answered.",
    Reason.CONFIDENT: "The model is sure of the topic; the topic's approved message is the answer.",
    Reason.CONFIDENT_OF_GROUP: "The model is sure of the group of topics; the group's approved message is the answer.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do with a message. `text` is the filled approved message: to be sent, or suggested to staff.

    `fingerprint` is of the version as its approver signed it. `group_id` is there if that is the message of a group of
    topics. `also_topic_ids` are the topics that the message is about besides `topic_id`. `zip_question_key` names
    the approved line, the text's last, that asks for the ZIP code, `answered_question_key` the one that asks
    whether the answer helped. `is_drawn` says that the reply, if it leaves, is in the sample that staff audit.
    """

    action: Action
    reason: Reason
    decided_at: datetime
    topic_id: TopicId | None = None
    message_key: str | None = None
    approver: str | None = None
    fingerprint: str | None = None
    text: str | None = None
    needs_staff: bool = False
    group_id: str | None = None
    also_topic_ids: tuple[TopicId, ...] = ()
    zip_question_key: str | None = None
    answered_question_key: str | None = None
    is_drawn: bool = False
