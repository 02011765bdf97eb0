"""An office pays for a text message by the segment, so segments are counted as carriers do."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.approved.segments import GSM_BASIC, GSM_EXTENSION, Encoding, count_segments, transliterate


@pytest.mark.parametrize(
    ("text", "encoding", "segments", "units"),
    [
        pytest.param("", Encoding.GSM_7, 0, 0, id="nothing is not sent"),
        pytest.param("a" * 160, Encoding.GSM_7, 1, 160, id="160 plain letters fit one segment"),
        pytest.param("a" * 161, Encoding.GSM_7, 2, 161, id="the 161st letter costs a header in both"),
        pytest.param("a" * 306, Encoding.GSM_7, 2, 306, id="two full parts"),
        pytest.param("a" * 307, Encoding.GSM_7, 3, 307, id="one letter more than two parts"),
        pytest.param("€" * 80, Encoding.GSM_7, 1, 160, id="a euro sign takes two septets"),
        pytest.param("a" * 152 + "€" + "a" * 152, Encoding.GSM_7, 3, 306, id="a euro sign is not cut in two"),
        pytest.param("ñ" * 70, Encoding.GSM_7, 1, 70, id="ñ is in the default alphabet"),
        pytest.param("á" * 70, Encoding.UCS_2, 1, 70, id="á is not"),
        pytest.param("á" * 71, Encoding.UCS_2, 2, 71, id="71 units of UCS-2"),
        pytest.param("😀" * 35, Encoding.UCS_2, 1, 70, id="an emoji takes two units"),
        pytest.param("a" * 66 + "😀" + "a" * 66, Encoding.UCS_2, 3, 134, id="an emoji is not cut in two"),
        pytest.param("\ud800" * 70, Encoding.UCS_2, 1, 70, id="a lone surrogate is a unit"),
    ],
)
def test_a_text_message_is_counted_in_segments(text: str, encoding: Encoding, segments: int, units: int) -> None:
    counted = count_segments(text)
    assert (counted.encoding, counted.segments, counted.units) == (encoding, segments, units)


def test_the_default_alphabet_has_its_127_characters_and_ten_extensions() -> None:
    assert (len(GSM_BASIC), len(GSM_EXTENSION)) == (127, 10)
    assert not GSM_BASIC & GSM_EXTENSION


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("The city’s “new” park", 'The city\'s "new" park', id="curly quotes"),
        pytest.param("Mon–Fri, 9—5…", "Mon-Fri, 9-5...", id="dashes and an ellipsis"),
        pytest.param("5\u00a0PM\u200b", "5 PM", id="spaces that cannot be seen"),
        pytest.param("Nun\u0303ez", "Nuñez", id="a letter in two parts is joined"),
        pytest.param("María’s house", "María’s house", id="nothing is gained where a name needs UCS-2 anyway"),
        pytest.param("Zoë Łukasz", "Zoë Łukasz", id="letters of names are kept"),
        pytest.param("½ hour", "½ hour", id="a fraction is kept, since 1½ would read 11/2"),
    ],
)
def test_typography_becomes_plain_where_that_saves_segments(text: str, plain: str) -> None:
    assert transliterate(text) == plain


@given(st.text())
def test_making_plain_never_costs_and_happens_once(text: str) -> None:
    plain = transliterate(text)
    assert transliterate(plain) == plain
    if count_segments(plain).encoding is Encoding.GSM_7:
        assert count_segments(plain).segments <= max(1, count_segments(text).segments)


@given(st.text(), st.text())
def test_a_longer_text_never_takes_fewer_segments(start: str, more: str) -> None:
    assert count_segments(start).segments <= count_segments(start + more).segments


@given(st.text(alphabet=sorted(GSM_BASIC | GSM_EXTENSION)))
def test_segments_hold_every_unit_and_none_is_wasted_but_for_pairs(text: str) -> None:
    counted = count_segments(text)
    if counted.segments > 1:
        assert 152 * (counted.segments - 1) < counted.units <= 153 * counted.segments


@pytest.mark.data
def test_public_vectors_of_segments_are_counted_as_they_say(shared_data: Path) -> None:
    for line in (shared_data / "sms" / "segment_vectors.jsonl").read_text(encoding="utf-8").splitlines():
        vector = json.loads(line)
        counted = count_segments(vector["text"])
        expected = (vector["encoding"], vector["segments"], vector["units"])
        assert (counted.encoding, counted.segments, counted.units) == expected, vector["name"]
