"""STOP works, and nobody is silenced for an opinion."""

import json
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.channel import Channel
from civicline.domain.opting_out.opt_out import Keyword, decide_keyword
from civicline.domain.phrases import READ_LIMIT

CASES: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_name("opt_out_cases.json").read_text("utf-8"))
"""What people write to an office, by what they ask of the sending, and then by kind or language."""


def listed(expected: str) -> list[str]:
    return list(chain.from_iterable(CASES[expected].values()))


def keyword_of(text: str, channel: Channel = Channel.SMS) -> Keyword:
    return decide_keyword(text, channel).keyword


@pytest.mark.parametrize("text", listed("opt out"), ids=str)
def test_a_constituent_who_wants_no_more_messages_is_opted_out(text: str) -> None:
    assert keyword_of(text) is Keyword.OPT_OUT


@pytest.mark.parametrize("text", listed("not an opt out"), ids=str)
def test_a_constituent_with_an_opinion_or_a_request_is_not_silenced(text: str) -> None:
    assert keyword_of(text) is Keyword.NONE


@pytest.mark.parametrize("text", listed("opt in"), ids=str)
def test_a_constituent_can_come_back(text: str) -> None:
    assert keyword_of(text) is Keyword.OPT_IN


@pytest.mark.parametrize("text", listed("not an opt in"), ids=str)
def test_a_message_that_begins_like_an_opt_in_is_none(text: str) -> None:
    assert keyword_of(text) is not Keyword.OPT_IN


@pytest.mark.parametrize("text", listed("help"), ids=str)
def test_a_constituent_who_sends_the_help_keyword_is_told_who_we_are(text: str) -> None:
    assert keyword_of(text) is Keyword.HELP


@pytest.mark.parametrize("text", listed("not help"), ids=str)
def test_a_constituent_who_asks_for_help_with_something_goes_to_the_office(text: str) -> None:
    assert keyword_of(text) is Keyword.NONE


@pytest.mark.parametrize(
    ("text", "channel", "scope"),
    [
        pytest.param("STOP", Channel.SMS, (Channel.SMS,), id="a keyword stops the channel it came by"),
        pytest.param("unsubscribe", Channel.EMAIL, (Channel.EMAIL,), id="unsubscribe by e-mail stops e-mail"),
        pytest.param(
            "Please stop texting me", Channel.EMAIL, (Channel.SMS,), id="stop texting me by e-mail stops texts"
        ),
        pytest.param("stop emailing me", Channel.SMS, (Channel.EMAIL,), id="stop e-mailing me by text stops e-mail"),
        pytest.param("Don't email me, text me", Channel.SMS, (Channel.EMAIL,), id="the other channel may go on"),
        pytest.param("remove my number", Channel.EMAIL, (Channel.SMS,), id="a number receives texts"),
        pytest.param("unsubscribe me from the newsletter", Channel.SMS, (Channel.EMAIL,), id="a newsletter is mail"),
        pytest.param("do not contact me", Channel.EMAIL, (Channel.EMAIL,), id="contact is the channel it came by"),
        pytest.param("Stop calling me", Channel.EMAIL, (Channel.SMS,), id="calls and texts are one for the FCC"),
        pytest.param(
            "do not text or email me", Channel.EMAIL, (Channel.EMAIL, Channel.SMS), id="two channels are named"
        ),
        pytest.param("no me manden más mensajes de texto", Channel.EMAIL, (Channel.SMS,), id="Spanish names texts"),
        pytest.param("I want to opt out of your emails", Channel.SMS, (Channel.EMAIL,), id="opting out of e-mails"),
    ],
)
def test_an_opt_out_stops_the_channel_it_speaks_of(text: str, channel: Channel, scope: tuple[Channel, ...]) -> None:
    decision = decide_keyword(text, channel)
    assert decision.keyword is Keyword.OPT_OUT
    assert decision.scope_channels == scope
    assert decision.scope_channel is scope[0]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Stop.", "Stop"),
        ("I moved away. Please take me off your list, thanks", "take me off your list"),
        ("Hola, no me envíen más mensajes por favor", "no me envíen más mensajes"),
        ("Hi STOP", "STOP"),
        ("s t o p", "s t o p"),
    ],
)
def test_the_words_that_an_opt_out_rests_on_are_kept_as_evidence(text: str, evidence: str) -> None:
    assert decide_keyword(text, Channel.SMS).evidence == evidence


def test_a_message_that_asks_nothing_of_the_sending_has_no_evidence() -> None:
    decision = decide_keyword("My street light is out", Channel.SMS)
    assert (decision.keyword, decision.evidence, decision.scope_channel) == (Keyword.NONE, "", Channel.SMS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("STOP\nJane Doe", id="a name"),
        pytest.param("Unsubscribe\n\nJane Doe\n555 010 0199", id="a name and a number"),
        pytest.param("stop\nSent from my iPhone", id="a phone's own line"),
        pytest.param(
            "Hello,\n\nplease take my address off your mailing list, I have\nmoved to another state.\n\nJane",
            id="a letter",
        ),
        pytest.param(
            "I have moved to another state and would be glad if you would please stop\nemailing me.",
            id="a wrapped line",
        ),
    ],
)
def test_an_opt_out_in_a_signed_letter_is_seen(text: str) -> None:
    assert keyword_of(text, Channel.EMAIL) is Keyword.OPT_OUT


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Stop\nthe rezoning on Elm", id="a sentence over two lines"),
        pytest.param(
            "Dear Senator,\n\nI am writing about HB 1234. We have got to STOP this bill. It would end school lunches, cancel "
            "the bus and quit on our children. Please start over, and help the families who need help.\n\nJane Doe",
            id="a letter full of keywords",
        ),
        pytest.param(
            "Spring news from the garden club!\n\nPlant sale on Saturday.\n\nUnsubscribe | View in browser\n"
            "If you no longer wish to receive these emails, click here to unsubscribe.",
            id="somebody else's newsletter",
        ),
    ],
)
def test_a_letter_with_keywords_in_it_is_read_as_a_letter(text: str) -> None:
    assert keyword_of(text, Channel.EMAIL) is Keyword.NONE


INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2069\ufeff\u00ad"


@given(st.lists(st.sampled_from(INVISIBLE), min_size=5, max_size=5))
def test_invisible_characters_hide_no_opt_out(marks: list[str]) -> None:
    assert keyword_of("".join(chain.from_iterable(zip("STOP ", marks, strict=True)))) is Keyword.OPT_OUT


@given(
    st.sampled_from(listed("opt out")),
    st.sampled_from(["", " ", "\n", "  \t"]),
    st.sampled_from(["", ".", "!", "!!!", " 🙏", "...", " 😡😡", " )"]),
    st.sampled_from([str, str.upper, str.lower, str.title]),
)
def test_case_space_and_marks_change_no_opt_out(
    text: str, before: str, after: str, cased: Callable[[str], str]
) -> None:
    assert keyword_of(before + cased(text) + after) is Keyword.OPT_OUT


@given(st.text(max_size=300), st.sampled_from(Channel))
def test_any_text_is_decided_with_evidence_from_the_text(text: str, channel: Channel) -> None:
    decision = decide_keyword(text, channel)
    assert bool(decision.evidence) is (decision.keyword is not Keyword.NONE)


def test_of_a_text_of_a_hundred_thousand_words_only_so_much_is_read() -> None:
    middle = "we are glad " * 100_000
    assert keyword_of(middle + "\n\nplease take me off your list") is Keyword.OPT_OUT
    assert keyword_of("x " * READ_LIMIT + "\n\ntake me off your list\n\n" + middle) is Keyword.NONE


@pytest.mark.data
def test_public_vectors_of_opt_outs_are_decided_as_they_say(shared_data: Path) -> None:
    lines = (shared_data / "sms" / "optout_vectors.jsonl").read_text(encoding="utf-8").splitlines()
    for vector in map(json.loads, lines):
        expected = {"not_opt_out": Keyword.NONE}.get(vector["expected"], vector["expected"])
        assert keyword_of(vector["text"]) == expected, vector


@pytest.mark.data
def test_hardly_any_ordinary_request_is_taken_for_an_opt_out(shared_data: Path) -> None:
    """CLINC150 asks a voice assistant to stop, cancel and start things; none of it is about an office's messages."""
    rows = (shared_data / "clinc150" / "data_full.csv").read_text(encoding="utf-8").splitlines()[1:]
    texts = [row.split(",", 1)[1].rsplit(",", 1)[0].strip('"') for row in rows]
    silenced = [text for text in texts if len(text.split()) > 2 and keyword_of(text) is Keyword.OPT_OUT]
    assert len(silenced) <= len(texts) * 0.001, silenced
