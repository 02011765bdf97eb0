"""Ask the model about a stored message, see whose words and matter it shares, store both and hand the message on."""

from dataclasses import dataclass

from civicline.domain.campaigns.campaign import CampaignMembership
from civicline.domain.campaigns.likeness import Fingerprint, Likeness
from civicline.domain.campaigns.meaning import meaning_fingerprint
from civicline.domain.campaigns.near_duplicates import wording_fingerprint
from civicline.domain.errors import ConcurrentChangeError, MessageNotFoundError
from civicline.domain.history.record import MessageRecord
from civicline.domain.received.message import MessageRef, MessageText
from civicline.domain.topics.classification import Classification
from civicline.ports.arrivals import JobQueue
from civicline.ports.classifying import Campaigns, Classifier, Classifiers
from civicline.ports.records import Messages
from functions.classify.join_campaigns import JoinCampaigns

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """The model's answer and the message's campaign; `is_new` is False for a second delivery."""

    classification: Classification
    campaign: CampaignMembership | None
    concern: CampaignMembership | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyMessage:
    """The use case of the function `classify`."""

    messages: Messages
    campaigns: Campaigns
    classifiers: Classifiers
    to_reply: JobQueue

    def __call__(self, ref: MessageRef) -> Classified:
        """Store first, then hand on.

        Raises MessageNotFoundError if the table does not hold the message, and ConcurrentChangeError if others kept
        founding campaigns of the same words; the queue then delivers again.
        """
        record, text = self._read(ref)
        if record.classification:
            self.to_reply.put(ref)
            return Classified(
                classification=record.classification, campaign=record.campaign, concern=record.concern, is_new=False
            )
        classifier = self.classifiers.of(ref.office_id)
        classification = classifier.classify(text.for_model)
        fingerprints = _fingerprints(text, classification, classifier)
        memberships = JoinCampaigns(campaigns=self.campaigns)(record.message, fingerprints)
        campaign, concern = memberships.get(Likeness.WORDING), memberships.get(Likeness.MEANING)
        is_new = self._store(record, classification, campaign, concern)
        self.to_reply.put(ref)
        return Classified(classification=classification, campaign=campaign, concern=concern, is_new=is_new)

    def _read(self, ref: MessageRef) -> tuple[MessageRecord, MessageText]:
        stored = self.messages.read(ref)
        if stored is None:
            raise MessageNotFoundError(ref.message_id)
        return stored

    def _store(
        self,
        record: MessageRecord,
        classification: Classification,
        campaign: CampaignMembership | None,
        concern: CampaignMembership | None,
    ) -> bool:
        """Staff may judge a message or take it up while the model thinks: then its journal is read again."""
        for _ in range(_ATTEMPTS):
            try:
                return self.messages.classify(record, classification, campaign, concern)
            except ConcurrentChangeError:
                record, _ = self._read(record.message.ref)
        raise ConcurrentChangeError(f"the journal went on {_ATTEMPTS} times")


def _fingerprints(
    text: MessageText, classification: Classification, classifier: Classifier
) -> dict[Likeness, Fingerprint]:
    """What of the words can be compared. A subject is left out of the wording: people write their own."""
    found = (
        wording_fingerprint(text.new),
        meaning_fingerprint(text.new, classification.language, classifier.embed(text.for_model)),
    )
    return {fingerprint.likeness: fingerprint for fingerprint in found if fingerprint}
