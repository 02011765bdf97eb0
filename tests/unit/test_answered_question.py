"""What people say when they are asked "Did this answer you?", in ten languages."""

from datetime import timedelta

import pytest

from civicline.domain.ids import ConversationId, MessageId, TopicId
from civicline.domain.replies.answered_question import ANSWER_WINDOW, AskedQuestion, Said, answer_in, answer_to
from tests.builders import NOW, POTHOLE

CONVERSATION = ConversationId("conversation-1")


@pytest.mark.parametrize(
    "words",
    [
        "YES ",
        " yes ",
        " Yes. ",
        " Y ",
        " yep ",
        " Yes, thank you! ",
        " sí ",
        " SI ",
        " Sí, gracias ",
        " oui ",
        " Oui merci ",
        " sim ",
        " Sim, obrigada ",
        " wi\n    ",
        " Wi, mèsi ",
        " có ",
        " vâng ",
        " 是 ",
        " 是的 ",
        " 对 ",
        " 네 ",
        " 예 ",
        " да ",
        " Да, спасибо ",
        " نعم",
    ],
)
def test_yes_is_understood(words: str) -> None:
    assert answer_in(words) == (Said.YES, False)


@pytest.mark.parametrize(
    "words",
    [
        "NO ",
        " no ",
        " No. ",
        " n ",
        " Nope ",
        " no thanks ",
        " Not really ",
        " non ",
        " Non merci ",
        " não ",
        " Não, obrigado ",
        " không ",
        " 不 ",
        " 不是\n    ",
        " 没有 ",
        " 아니요 ",
        " 아니오 ",
        " нет ",
        " Нет, спасибо ",
        " لا",
    ],
)
def test_no_is_understood(words: str) -> None:
    assert answer_in(words) == (Said.NO, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("No, I meant the recycling", Said.NO),
        ("no i meant the recycling", Said.NO),
        ("No. The light is still out.", Said.NO),
        ("no it didn't", Said.NO),
        ("No, yo preguntaba por el reciclaje", Said.NO),
        ("Non, je parlais du recyclage", Said.NO),
        ("Нет, я про мусор", Said.NO),
        ("Yes. When will they come?", Said.YES),
        ("Yes, that's what I needed", Said.YES),
    ],
)
def test_more_than_the_answer_is_noticed(words: str, said: Said) -> None:
    assert answer_in(words) == (said, True)


@pytest.mark.parametrize(
    "words",
    [
        "No parking sign is missing on Elm",
        "No one picked up my trash",
        "no water since monday",
        "There is a pothole on Elm St",
        "Thanks!",
        "",
        "👍",
        "I said no",
        "STOP",
        "Yesterday it was still there",
        "Nobody came",
    ],
)
def test_anything_else_is_a_message_like_any_other(words: str) -> None:
    assert answer_in(words) is None


def a_question(**changes: object) -> AskedQuestion:
    values: dict[str, object] = {
        "message_id": MessageId("message-1"),
        "conversation_id": CONVERSATION,
        "topic_id": TopicId(POTHOLE),
        "asked_at": NOW,
    }
    return AskedQuestion(**(values | changes))  # type: ignore[arg-type]


def test_an_answer_names_the_message_whose_answer_it_is_about() -> None:
    answer = answer_to(a_question(), "no", CONVERSATION, NOW + ANSWER_WINDOW)
    assert answer
    assert (answer.about, answer.topic_id, answer.said, answer.has_more) == ("message-1", POTHOLE, Said.NO, False)


@pytest.mark.parametrize(
    ("question", "conversation", "later"),
    [
        pytest.param(None, CONVERSATION, timedelta(), id="nobody asked"),
        pytest.param(a_question(), ConversationId("other"), timedelta(), id="in another conversation"),
        pytest.param(a_question(), CONVERSATION, ANSWER_WINDOW + timedelta(seconds=1), id="days later"),
        pytest.param(a_question(answered_by=MessageId("m-2")), CONVERSATION, timedelta(), id="answered already"),
    ],
)
def test_yes_and_no_are_answers_only_to_a_question_that_is_open(
    question: AskedQuestion | None, conversation: ConversationId, later: timedelta
) -> None:
    assert answer_to(question, "yes", conversation, NOW + later) is None
