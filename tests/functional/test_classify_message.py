"""Classify: the model is asked once, its answer stored once, and the message handed on."""

import pytest

from civicline.domain.errors import MessageNotFoundError
from civicline.domain.ids import MessageId
from civicline.domain.message import MessageRef
from functions.classify.classify_message import ClassifyMessage
from tests.builders import RIVERBEND, a_classification, a_receipt, a_text
from tests.fakes import FakeClassifier, FakeJobQueue, FakeMessages


@pytest.fixture
def messages() -> FakeMessages:
    return FakeMessages()


def test_the_model_reads_the_subject_and_the_new_words(messages: FakeMessages) -> None:
    receipt = a_receipt(text=a_text("It is deep.\n> quoted", subject="Pothole on Elm St"))
    messages.receive(receipt)
    classifier, queue = FakeClassifier(), FakeJobQueue()
    classified = ClassifyMessage(messages=messages, classifier=classifier, to_reply=queue)(receipt.record.message.ref)
    assert classifier.asked == ["Pothole on Elm St\nIt is deep.\n> quoted"]
    assert classified.is_new
    assert queue.jobs == [receipt.record.message.ref]


def test_a_redelivered_job_keeps_the_first_answer_and_hands_on_again(messages: FakeMessages) -> None:
    receipt = a_receipt()
    messages.receive(receipt)
    ref, queue = receipt.record.message.ref, FakeJobQueue()
    ClassifyMessage(messages=messages, classifier=FakeClassifier(), to_reply=queue)(ref)
    other = FakeClassifier(a_classification("graffiti"))
    assert not ClassifyMessage(messages=messages, classifier=other, to_reply=queue)(ref).is_new
    stored = messages.record(ref)
    assert stored
    assert stored.classification == a_classification()
    assert queue.jobs == [ref, ref]


def test_a_job_for_a_message_that_is_not_there_is_told(messages: FakeMessages) -> None:
    queue = FakeJobQueue()
    with pytest.raises(MessageNotFoundError):
        ClassifyMessage(messages=messages, classifier=FakeClassifier(), to_reply=queue)(
            MessageRef(office_id=RIVERBEND, message_id=MessageId("nowhere"))
        )
    assert queue.jobs == []
