"""Tables of phrases are read as their notation says."""

import pytest

from civicline.domain.phrases import READ_LIMIT, PhraseBook, listed, read


def found_in(text: str, *phrases: str, **vocabulary: list[str]) -> list[str]:
    reading = read(text)
    book = PhraseBook(((phrase, None) for phrase in phrases), vocabulary)
    return [reading.quote(found.first, found.end) for found in book.find(reading)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        pytest.param("stop texting", "Please STOP  texting.", "STOP  texting", id="words in order, any case and space"),
        pytest.param("stop texting", "stop the texting", None, id="no word between"),
        pytest.param("stop texting/calling me", "stop calling me", "stop calling me", id="a slash between words"),
        pytest.param("stop it? now", "stop now", "stop now", id="a word left out"),
        pytest.param("stop it? now", "stop it now", "stop it now", id="a word not left out"),
        pytest.param("he ... gun", "he has got a gun", "he has got a gun", id="a gap of three words"),
        pytest.param("he ... gun", "he has got a new gun", None, id="a gap of four words"),
        pytest.param("he ... gun", "he ran. A gun", None, id="a gap ends with the clause"),
        pytest.param("умира~", "дед умирает", "умирает", id="a stem"),
        pytest.param("no me envíen", "No me envien", "No me envien", id="accents are not needed"),
        pytest.param("不要发", "请不要发了", "不要发", id="Chinese without spaces"),
        pytest.param("đừng", "dung", "dung", id="Vietnamese without marks"),
        pytest.param("dont", "don’t", "don’t", id="apostrophes of all kinds"),
        pytest.param("stop", "s\u200bto\u202ep", "s\u200bto\u202ep", id="invisible characters"),
        pytest.param("stop", "stopping", None, id="no part of a word"),
    ],
)
def test_a_phrase_is_found_as_it_is_written(phrase: str, text: str, found: str | None) -> None:
    assert found_in(text, phrase) == ([found] if found else [])


def test_a_vocabulary_holds_single_words_and_runs_of_words() -> None:
    assert found_in("stop text messages", "stop {messages}", messages=["texts/emails", "text messages"])
    assert found_in("stop emails", "stop {messages}", messages=["texts/emails", "text messages"])


@pytest.mark.parametrize("phrase", ["", "now? stop", "... stop", "stop {nothing}"])
def test_a_phrase_that_cannot_be_looked_up_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"phrase|vocabulary"):
        PhraseBook([(phrase, None)])


def test_a_table_may_be_written_as_text() -> None:
    assert listed("stop, quit\n  end the texts\n\n") == ("stop", "quit", "end the texts")


def test_a_clause_ends_at_marks_blank_lines_and_short_lines_but_not_where_a_line_was_wrapped() -> None:
    wrapped = "I have moved to another state and would be very glad to be\ntaken off"
    assert [word.clause for word in read("one, two. three\nfour\n\nfive six").words] == [0, 1, 2, 3, 4, 4]
    assert {word.clause for word in read(wrapped).words} == {0}


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    words = read("first " + "x" * READ_LIMIT * 40 + " last").words
    assert (words[0].form, words[-1].form) == ("first", "last")
    assert sum(word.end - word.start for word in words) <= READ_LIMIT
