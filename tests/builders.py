"""Values with sensible defaults, so that a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from civicline.domain import ids
from civicline.domain.approved.approval import written
from civicline.domain.approved.approved_message import MessageName, MessageVersion, Signatory, Step, VersionStatus
from civicline.domain.approved.approved_text import ApprovedText, approved_text
from civicline.domain.approved.composing import Occasion, compose
from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.channel import Channel
from civicline.domain.going_live.judgement import Judgement
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import CampaignId, ConversationId, OfficeId, TopicId
from civicline.domain.learning.head_comparison import HeadComparison, Measures, Verdict
from civicline.domain.learning.office_head import HeadFiles, HeadVersion, Promotion
from civicline.domain.office import Office, Topic, TopicGroup, TopicMode
from civicline.domain.opting_out.suppression import Suppression, SuppressionReason
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.conversation import Contact, ContactSituation, NamedConversation
from civicline.domain.received.message import InboundMessage, MailHeaders, MessageText
from civicline.domain.received.screening import Gate, Screening
from civicline.domain.replies.decision import Action, Decision, Reason
from civicline.domain.replies.reply import Reply, ReplyStatus
from civicline.domain.replies.reply_facts import Facts
from civicline.domain.topics.classification import Classification, GroupScore, TopicScore
from civicline.ports.records import Receipt
from functions.inbound.arrival import Arrival

NOW = datetime(2026, 11, 22, 17, 5, 3, 123456, tzinfo=UTC)
RIVERBEND = OfficeId("riverbend")
OFFICE_NUMBER = ContactPoint.phone("+12025550143")
OFFICE_ADDRESS = ContactPoint.mail("help@riverbend.example")
MARIA = ContactPoint.phone("+12025550188")
MARIAS_MAIL = ContactPoint.mail("maria.lopez@example.net")
POTHOLE = TopicId("pothole")
STREETS = "streets"


def an_office(**changes: Any) -> Office:
    office = Office(
        office_id=RIVERBEND,
        name="City of Riverbend 311",
        short_name="Riverbend 311",
        numbers=(OFFICE_NUMBER.value,),
        addresses=(OFFICE_ADDRESS.value,),
        phone="(202) 555-0143",
        url="riverbend.example/311",
        time_zone="America/New_York",
        languages=("en", "es"),
    )
    return replace(office, **changes)


def a_topic(topic_id: TopicId = POTHOLE, **changes: Any) -> Topic:
    topic = Topic(topic_id=topic_id, group_id=STREETS, names={"en": "Potholes", "es": "Baches"}, mode=TopicMode.LIVE)
    return replace(topic, **changes)


def a_group(**changes: Any) -> TopicGroup:
    names = {"en": "Streets and sidewalks", "es": "Calles y aceras"}
    return replace(TopicGroup(group_id=STREETS, names=names, mode=TopicMode.LIVE), **changes)


AUTHOR = Signatory(name="Rosa Diaz")
APPROVER = Signatory(name="Sam Okafor")


def a_draft(**changes: Any) -> MessageVersion:
    """A version that nobody has approved."""
    name = MessageName(topic_id=POTHOLE, channel=Channel.SMS, language="en")
    text = "{office_short_name}: thanks, a crew will look at the pothole."
    draft = written(name, wordings=(text,), author=AUTHOR, at=NOW - timedelta(days=40))
    return replace(draft, **changes)


def an_approved_message(
    *, approved_at: datetime = NOW - timedelta(days=30), approver: str = APPROVER.name, **changes: Any
) -> MessageVersion:
    draft = a_draft(**changes)
    step = Step(
        status=VersionStatus.APPROVED,
        by=Signatory(name=approver),
        at=approved_at,
        fingerprint=draft.fingerprint,
    )
    return replace(draft, steps=(step,))


def an_approved_text(version: MessageVersion | None = None, **office_changes: Any) -> ApprovedText:
    """The words of a version, as they leave to somebody of whom nothing is known."""
    version = version or an_approved_message()
    occasion = Occasion(office=an_office(**office_changes), message=None, about=a_topic())
    return approved_text(compose(version, occasion).text, version.fingerprint, version, occasion, NOW)


def a_message(channel: Channel = Channel.SMS, **changes: Any) -> InboundMessage:
    sender = MARIA if channel is Channel.SMS else MARIAS_MAIL
    provider_id = changes.get("provider_id", "provider-1")
    message_id = changes.get("message_id", ids.message_id(RIVERBEND, channel, provider_id))
    message = InboundMessage(
        office_id=RIVERBEND,
        message_id=message_id,
        conversation_id=ids.conversation_id(RIVERBEND, message_id),
        constituent_id=ids.constituent_id(RIVERBEND, changes.get("sender", sender)),
        sender=sender,
        sender_name="" if channel is Channel.SMS else "Maria Lopez",
        destination=OFFICE_NUMBER if channel is Channel.SMS else OFFICE_ADDRESS,
        received_at=NOW,
        provider_id=provider_id,
        preview="There is a pothole on Elm St",
        raw_location="record",
        mail=None if channel is Channel.SMS else MailHeaders(subject="Pothole", message_id="<1@example.net>"),
    )
    return replace(message, **changes)


def a_classification(topic_id: str = POTHOLE, confidence: float = 0.97, **changes: Any) -> Classification:
    classification = Classification(
        ranking=(
            TopicScore(topic_id=topic_id, confidence=confidence),
            TopicScore(topic_id="graffiti", confidence=0.01),
        ),
        threshold=0.8,
        language="en",
        model_version="city-311-0123456789ab",
    )
    return replace(classification, **changes)


def sure_of_the_group(confidence: float = 0.96, **changes: Any) -> Classification:
    """A message between two topics of a group."""
    said = a_classification(
        ranking=(
            TopicScore(topic_id=POTHOLE, confidence=0.55),
            TopicScore(topic_id="sinkhole", confidence=0.41),
            TopicScore(topic_id="graffiti", confidence=0.01),
        ),
        group=GroupScore(group_id=STREETS, confidence=confidence),
        group_threshold=0.9,
    )
    return replace(said, **changes)


def about_two_things(second: str = "graffiti", **changes: Any) -> Classification:
    """A message that is surely about potholes, and about a second topic besides."""
    topics = (TopicScore(topic_id=POTHOLE, confidence=0.97), TopicScore(topic_id=second, confidence=0.96))
    return a_classification(topics=topics, **changes)


def in_an_untaught_language(language: str = "zh", **changes: Any) -> Classification:
    """Nothing was learnt in the language: the topics are listed in some order, without confidence."""
    ranking = tuple(TopicScore(topic_id=topic, confidence=0.0) for topic in ("snow_removal", POTHOLE))
    return a_classification(ranking=ranking, language=language, **changes)


def a_membership(people: int = 1, similarity: float = 1.0, campaign: str = "campaign-1") -> CampaignMembership:
    return CampaignMembership(campaign_id=CampaignId(campaign), people=people, similarity=similarity)


def a_person(number: int) -> ContactPoint:
    return ContactPoint.mail(f"person-{number}@example.net")


def a_letter(
    number: int, sender: ContactPoint | None = None, received_at: datetime = NOW, **changes: Any
) -> InboundMessage:
    """Letter `number` of many, by default each from another person."""
    sender = sender or a_person(number)
    return a_message(Channel.EMAIL, provider_id=f"letter-{number}", sender=sender, received_at=received_at, **changes)


def a_screening(gate: Gate = Gate.NONE, **changes: Any) -> Screening:
    return replace(Screening(gate=gate), **changes)


def a_suppression(**changes: Any) -> Suppression:
    suppression = Suppression(
        contact_point=MARIA, reason=SuppressionReason.OPT_OUT, evidence="STOP", since=NOW - timedelta(days=3)
    )
    return replace(suppression, **changes)


def some_facts(**changes: Any) -> Facts:
    facts = Facts(
        office=an_office(),
        topics={POTHOLE: a_topic()},
        message=a_message(),
        screening=a_screening(),
        classification=a_classification(),
        suppression=None,
        approved=(an_approved_message(),),
        now=NOW,
    )
    return replace(facts, **changes)


GROUP_WORDS = an_approved_message(topic_id=TopicId(STREETS), text="{office_short_name}: {topic_name}, thanks.")


def neighbours(**changes: Any) -> dict[TopicId, Topic]:
    """Two topics of one group; the changes are to the second."""
    return {POTHOLE: a_topic(), TopicId("sinkhole"): a_topic(TopicId("sinkhole"), **changes)}


def facts_of_a_sure_group(**changes: Any) -> Facts:
    """Facts of a message whose topic is unsure, and whose group is sure, live and has an approved message."""
    facts = some_facts(
        classification=sure_of_the_group(),
        topics=neighbours(),
        groups={STREETS: a_group()},
        group_approved=(GROUP_WORDS,),
    )
    return replace(facts, **changes)


def a_decision(action: Action = Action.SEND, reason: Reason = Reason.CONFIDENT, **changes: Any) -> Decision:
    decision = Decision(
        action=action,
        reason=reason,
        decided_at=NOW + timedelta(seconds=1),
        topic_id=POTHOLE,
        message_key="pothole/sms/en/v1",
        approver="Sam Okafor",
        fingerprint=an_approved_message().fingerprint,
        text="Riverbend 311: thanks, a crew will look at the pothole.",
        needs_staff=action is Action.SUGGEST,
    )
    return replace(decision, **changes)


def a_judgement(topic_id: TopicId | None = POTHOLE, **changes: Any) -> Judgement:
    judgement = Judgement(topic_id=topic_id, judged_by="staff-1", judged_at=NOW + timedelta(hours=1))
    return replace(judgement, **changes)


def some_measures(version: str = "city-311-0123456789ab", **changes: Any) -> Measures:
    measures = Measures(version=version, accuracy=0.75, macro_f1=0.7, answered=12, answered_right=11, answered_wrong=1)
    return replace(measures, **changes)


def a_comparison(**changes: Any) -> HeadComparison:
    comparison = HeadComparison(
        messages=30,
        out_of_scope=4,
        old=some_measures(),
        new=some_measures("riverbend-abcdef012345", answered=22, answered_right=21),
        verdict=Verdict.ANSWERS_MORE,
        probability=0.003,
    )
    return replace(comparison, **changes)


def some_head_files(letter: str = "a") -> HeadFiles:
    return HeadFiles(description_sha256=letter * 64, numbers_sha256=letter.upper() * 64)


def a_head_version(version: str = "riverbend-abcdef012345", **changes: Any) -> HeadVersion:
    head = HeadVersion(
        office_id=RIVERBEND,
        version=version,
        files=some_head_files(),
        pack="city-311",
        trained_at=NOW,
        trained_by="operator:ada",
        examples=700,
        corrections=70,
        learnt_until=NOW - timedelta(days=9),
        threshold=0.81,
        out_of_scope_share=0.18,
        comparison=a_comparison(),
    )
    return replace(head, **changes)


def a_promotion(number: int = 1, head: str | None = "riverbend-abcdef012345", **changes: Any) -> Promotion:
    promotion = Promotion(
        office_id=RIVERBEND,
        number=number,
        head=head,
        files=some_head_files() if head else None,
        promoted_at=NOW + timedelta(minutes=number),
        promoted_by="operator:ada",
    )
    return replace(promotion, **changes)


def a_reply(status: ReplyStatus = ReplyStatus.CLAIMED, **changes: Any) -> Reply:
    reply = Reply(
        reply_id=ids.reply_id(a_message().message_id),
        message_key="pothole/sms/en/v1",
        approver="Sam Okafor",
        fingerprint=an_approved_message().fingerprint,
        text="Riverbend 311: thanks, a crew will look at the pothole.",
        status=status,
        claimed_at=NOW + timedelta(seconds=1),
    )
    if status is ReplyStatus.SENT:
        reply = reply.sent("provider-reply-1", NOW + timedelta(seconds=2))
    return replace(reply, **changes)


def a_record(**changes: Any) -> MessageRecord:
    return replace(MessageRecord(message=a_message(), screening=a_screening()), **changes)


def an_answered_record(**changes: Any) -> MessageRecord:
    record = a_record(classification=a_classification(), decision=a_decision(), reply=a_reply(ReplyStatus.SENT))
    return replace(record, **changes)


def a_text(words: str = "There is a pothole on Elm St", **changes: Any) -> MessageText:
    return replace(MessageText(full=words, new=words), **changes)


def a_receipt(record: MessageRecord | None = None, known: Contact | None = None, **changes: Any) -> Receipt:
    """The arrival of a record; by default of a stranger's first message."""
    record = record or a_record()
    message = record.message
    contact = Contact(
        contact_point=message.sender,
        constituent_id=message.constituent_id,
        first_seen_at=known.first_seen_at if known else message.received_at,
        latest_conversation_id=message.conversation_id,
        latest_message_at=message.received_at,
        version=known.version + 1 if known else 1,
    )
    receipt = Receipt(
        record=record, text=a_text(), known_contact=known, contact=contact, opens_conversation=known is None
    )
    return replace(receipt, **changes)


def a_contact(**changes: Any) -> Contact:
    return replace(a_receipt().contact, **changes)


def a_situation(conversation: str | None = None, **changes: Any) -> ContactSituation:
    named = NamedConversation(conversation_id=ConversationId(conversation)) if conversation else None
    return replace(ContactSituation(named=named), **changes)


def an_arrival(channel: Channel = Channel.SMS, words: str = "There is a pothole on Elm St", **changes: Any) -> Arrival:
    mail = MailHeaders(subject="Pothole", message_id="<1@example.net>") if channel is Channel.EMAIL else None
    arrival = Arrival(
        provider_id="provider-1",
        sender=MARIA if channel is Channel.SMS else MARIAS_MAIL,
        is_authenticated=True,
        is_to_office_alone=True,
        sender_name="" if channel is Channel.SMS else "Maria Lopez",
        destinations=(OFFICE_NUMBER if channel is Channel.SMS else OFFICE_ADDRESS,),
        text=a_text(words),
        raw_location="record",
        mail=mail,
    )
    return replace(arrival, **changes)
