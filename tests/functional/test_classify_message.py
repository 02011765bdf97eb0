"""Classify: the model is asked once, campaigns are met once, both are stored once, and the message is handed on."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from civicline.domain.campaigns.likeness import Bucket, Seed
from civicline.domain.campaigns.meaning import Embedding
from civicline.domain.campaigns.near_duplicates import wording_fingerprint
from civicline.domain.errors import ConcurrentChangeError, MessageNotFoundError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import CampaignId, MessageId
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MessageRef
from civicline.domain.topics.classification import Classification
from functions.classify.classify_message import ClassifyMessage
from tests.builders import NOW, RIVERBEND, a_classification, a_letter, a_person, a_receipt, a_record, a_text
from tests.fakes import FakeCampaigns, FakeClassifier, FakeClassifiers, FakeJobQueue, FakeMessages

FORM_LETTER = (
    "Please vote against the plan to close the Alder Street library. Children go there after school because it is "
    "warm, safe and quiet, and many of our neighbours have no other place to use a computer or to look for work. "
    "The saving is small and the loss would be great. I ask you to find the money elsewhere in the budget."
)
ANOTHER_LETTER = (
    "The new timetable of bus line 14 leaves no connection to the hospital in the evening. Nurses on the late shift "
    "now wait fifty minutes in the dark. Please ask the transit agency to bring back the departure at ten past nine."
)
OWN_WORDS = (
    "Our kids need the library on Alder. It would be a shame if the council shut it to save a little money, when so "
    "many people around here rely on its computers, its heating and its quiet rooms every day of the week."
)


class Office:
    """An office that receives letters and classifies them."""

    def __init__(self) -> None:
        self.messages, self.campaigns, self.queue = FakeMessages(), FakeCampaigns(), FakeJobQueue()
        self.classifier = FakeClassifier()
        self.classify = ClassifyMessage(
            messages=self.messages,
            campaigns=self.campaigns,
            classifiers=FakeClassifiers(self.classifier),
            to_reply=self.queue,
        )
        self._letters = 0

    def take(self, words: str, sender: ContactPoint | None = None, days: int = 0) -> MessageRecord:
        """A letter arrives, by default from somebody new, and is classified; its record afterwards."""
        ref = self.store(words, sender, days)
        self.classify(ref)
        return self.messages.records[ref]

    def store(self, words: str, sender: ContactPoint | None = None, days: int = 0) -> MessageRef:
        """A letter arrives and waits."""
        self._letters += 1
        letter = a_letter(self._letters, sender, NOW + timedelta(days=days))
        situation = self.messages.situation(RIVERBEND, letter.sender)
        self.messages.receive(a_receipt(a_record(message=letter), known=situation.contact, text=a_text(words)))
        return letter.ref


@pytest.fixture
def office() -> Office:
    return Office()


def test_the_model_reads_the_subject_and_the_new_words(office: Office) -> None:
    receipt = a_receipt(text=a_text("It is deep.\n> quoted", subject="Pothole on Elm St"))
    office.messages.receive(receipt)
    classified = office.classify(receipt.record.message.ref)
    assert office.classifier.asked == ["Pothole on Elm St\nIt is deep.\n> quoted"]
    assert classified.is_new
    assert office.queue.jobs == [receipt.record.message.ref]


def test_a_redelivered_job_keeps_the_first_answer_and_hands_on_again(office: Office) -> None:
    ref = office.store("There is a pothole on Elm St")
    office.classify(ref)
    office.classifier.opinion = a_classification("graffiti")
    again = office.classify(ref)
    assert not again.is_new
    assert again.classification == office.messages.records[ref].classification == a_classification()
    assert len(office.classifier.asked) == 1
    assert office.queue.jobs == [ref, ref]


def test_a_job_for_a_message_that_is_not_there_is_told(office: Office) -> None:
    with pytest.raises(MessageNotFoundError):
        office.classify(MessageRef(office_id=RIVERBEND, message_id=MessageId("nowhere")))
    assert office.queue.jobs == []


def test_the_third_person_with_the_same_letter_makes_it_a_campaign(office: Office) -> None:
    found = [office.take(FORM_LETTER).campaign for _ in range(4)]
    assert [(one.people, one.is_declared) for one in found if one] == [(1, False), (2, False), (3, True), (4, True)]
    assert len({one.campaign_id for one in found if one}) == 1


def test_one_person_who_writes_three_times_is_no_campaign(office: Office) -> None:
    found = [office.take(FORM_LETTER, sender=a_person(1)).campaign for _ in range(3)]
    assert [one.people for one in found if one] == [1, 1, 1]


def test_letters_on_other_matters_are_apart(office: Office) -> None:
    one, other = office.take(FORM_LETTER).campaign, office.take(ANOTHER_LETTER).campaign
    assert one
    assert other
    assert one.campaign_id != other.campaign_id
    assert other.people == 1


@pytest.mark.parametrize("words", ["STOP", "thanks", "There is a pothole on Elm St", "", "💧💧💧", "5551234"])
def test_what_everybody_writes_is_no_campaign(office: Office, words: str) -> None:
    assert [office.take(words).campaign for _ in range(3)] == [None, None, None]


def test_a_message_is_compared_with_one_lookup(office: Office) -> None:
    office.take(FORM_LETTER)
    office.take(FORM_LETTER)
    office.take(ANOTHER_LETTER)
    assert office.campaigns.lookups == 3


def test_a_job_that_died_before_it_was_stored_counts_its_sender_once(office: Office) -> None:
    office.take(FORM_LETTER)
    ref = office.store(FORM_LETTER)
    office.classify(ref)
    office.messages.records[ref] = replace(office.messages.records[ref], classification=None, campaign=None)
    again = office.classify(ref)
    assert again.campaign
    assert again.campaign.people == 2


def test_a_founder_whose_job_died_joins_its_own_campaign(office: Office) -> None:
    ref = office.store(FORM_LETTER)
    first = office.classify(ref)
    office.messages.records[ref] = replace(office.messages.records[ref], classification=None, campaign=None)
    assert office.classify(ref).campaign == first.campaign


def test_of_two_first_letters_at_the_same_moment_one_joins_the_other(office: Office) -> None:
    first, second = office.store(FORM_LETTER), office.store(FORM_LETTER)
    office.campaigns.overtaking.append(lambda: office.classify(first))
    joined = office.classify(second).campaign
    assert joined
    founded = office.messages.records[first].campaign
    assert founded
    assert (joined.campaign_id, joined.people) == (founded.campaign_id, 2)


def test_a_letter_that_loses_every_race_is_delivered_again(office: Office) -> None:
    ref = office.store(FORM_LETTER)
    office.campaigns.overtaking = [partial(_occupy, office, number) for number in range(3)]
    with pytest.raises(ConcurrentChangeError):
        office.classify(ref)
    assert office.messages.records[ref].classification is None
    assert office.queue.jobs == []


def _occupy(office: Office, number: int) -> None:
    """The seed of a quite different letter comes into all buckets of the form letter."""
    fingerprint = wording_fingerprint(FORM_LETTER)
    assert fingerprint
    seed = Seed(campaign_id=CampaignId(f"rival-{number}"), sketch=bytes(len(fingerprint.sketch)), founded_at=NOW)
    for name in fingerprint.homes:
        known = office.campaigns.index.get((RIVERBEND, name), Bucket(name=name))
        office.campaigns.index[RIVERBEND, name] = known.with_seed(seed)


def test_the_same_matter_in_other_words_is_a_concern_and_no_campaign(office: Office) -> None:
    office.classifier.embedding = Embedding(space="words-1", vector=(0.6, 0.8, 0.0, 0.1) * 8)
    first, second = office.take(FORM_LETTER), office.take(OWN_WORDS)
    assert first.concern
    assert second.concern
    assert second.concern.campaign_id == first.concern.campaign_id
    assert second.concern.people == 2
    assert first.campaign
    assert second.campaign
    assert second.campaign.campaign_id != first.campaign.campaign_id


@pytest.mark.parametrize(
    "opinion",
    [
        pytest.param(a_classification(language="ht"), id="a language that the encoder was not trained on"),
        pytest.param(a_classification(language="und"), id="a language that could not be told"),
    ],
)
def test_meaning_is_compared_only_where_it_was_measured(office: Office, opinion: Classification) -> None:
    office.classifier.opinion = opinion
    office.classifier.embedding = Embedding(space="words-1", vector=(0.6, 0.8, 0.0, 0.1) * 8)
    record = office.take(FORM_LETTER)
    assert record.concern is None
    assert record.campaign


def test_after_its_window_a_campaign_begins_anew(office: Office) -> None:
    first, inside, outside = (office.take(FORM_LETTER, days=days).campaign for days in (0, 29, 30))
    assert first
    assert inside
    assert outside
    assert (inside.campaign_id, inside.people) == (first.campaign_id, 2)
    assert outside.campaign_id != first.campaign_id
    assert outside.people == 1
