"""What a topics.yaml teaches, and what is said of one that cannot teach."""

from pathlib import Path

import pytest

from tools.pack_files import PackError
from tools.topic_examples import MOST_TOPICS, read_topic_examples

GOOD = """\
groups:
  - id: streets
    name: {en: Streets}
    topics:
      - id: pothole
        name: {en: Potholes, es: Baches}
        examples:
          en:
            - deep hole in the road
            - |-
              Good morning.
              There is a hole.
          es: [hay un bache enorme]
      - id: lights
        name: {en: Lights}
        examples:
          en:
            - the light is out
            - dark street
"""


def written(folder: Path, content: str) -> Path:
    file = folder / "topics.yaml"
    file.write_text(content, encoding="utf-8")
    return file


def test_examples_of_all_languages_are_read_with_their_lines(tmp_path: Path) -> None:
    found = read_topic_examples(written(tmp_path, GOOD))
    assert [(one.topic_id, one.language, one.line) for one in found.examples] == [
        ("pothole", "en", 9),
        ("pothole", "en", 10),
        ("pothole", "es", 13),
        ("lights", "en", 18),
        ("lights", "en", 19),
    ]
    assert found.languages == ("en", "es")
    assert found.names["pothole"] == ("Potholes", "Baches")
    assert found.groups == {"pothole": "streets", "lights": "streets"}


def test_topics_with_few_examples_are_learnt_with_a_warning(tmp_path: Path) -> None:
    assert read_topic_examples(written(tmp_path, GOOD)).notes == (
        "fewer than 8 examples, so that the threshold is a guess for: pothole, lights",
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            "id: lights", "id: pothole", "line 14: topic 'pothole' is already on line 5: give", id="an id twice"
        ),
        pytest.param(
            "            - dark street\n", "", "line 14: topic 'lights' has one example: write 8", id="one example"
        ),
        pytest.param(
            "dark street",
            "Deep hole, in the road!",
            "line 19: .* is also one of 'pothole' on line 9: keep",
            id="shared text",
        ),
        pytest.param("dark street", "'👍 123'", "line 19: .*'lights' has no words: remove it", id="no words"),
        pytest.param(
            "dark street",
            "'   '",
            "line 19: topic 'lights': an empty text under 'en': write it or remove",
            id="an empty text",
        ),
        pytest.param(
            "dark street",
            "no",
            "line 19: .*False under 'en' is no text: put it in quotation marks",
            id="a bare no, which YAML takes for false",
        ),
        pytest.param(
            "id: lights",
            "id: Lights!",
            "line 14: .*'Lights!' is not an id: write small letters",
            id="an id with capitals",
        ),
        pytest.param(
            "        name: {en: Lights}\n", "", "line 14: .*'name' is missing: add it", id="a topic without a name"
        ),
        pytest.param(
            "id: lights", "id: lights\n        id: lamps", "line 15: the key 'id' is written twice", id="a key twice"
        ),
        pytest.param(
            "id: streets",
            "id: lights",
            "line 2: group 'lights' has the id of the topic on line 14: give one of them another id",
            id="a group and a topic with one id",
        ),
        pytest.param(
            "groups:\n",
            "groups:\n  - {id: streets, name: {en: More}, topics: [{id: t, name: {en: T}, examples: {en: [a b, c d]}}]}\n",
            "line 3: group 'streets' is already on line 2: give each group an id of its own",
            id="two groups with one id",
        ),
        pytest.param(GOOD, "groups:\n  - id: [a\n", r"line 3: no valid YAML .*: look at indentation", id="no YAML"),
        pytest.param(
            GOOD, "groups: x\nno\0te: 1\n", "line 2: a character that YAML does not allow", id="a control sign"
        ),
        pytest.param(GOOD, "", "line 1: the file needs keys with values, and has nothing: write", id="an empty file"),
        pytest.param(GOOD, "- a\n", "line 1: the file needs keys with values, and has a list", id="a list alone"),
        pytest.param(GOOD, "groups: []\n", "line 1: 'groups' has no entry: write at least one", id="no group"),
        pytest.param(
            "es: [", "spanish: [", "line 13: .*'spanish' is not a language code: write", id="no language code"
        ),
        pytest.param(
            "id: lights", "id: lights\n        exampels: {}", "'exampels' is unknown: correct", id="a misspelt key"
        ),
        pytest.param("es: [hay un bache enorme]", "es: bache", "line 13: .*'es' is no list: write one", id="no list"),
    ],
)
def test_what_stands_in_the_way_is_told_with_file_line_and_remedy(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    file = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(PackError, match=problem) as refusal:
        read_topic_examples(file)
    assert str(file) in str(refusal.value)


def test_one_fault_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(PackError) as refusal:
        read_topic_examples(written(tmp_path, GOOD.replace("id: lights", "id: lights\n        colour: red")))
    assert len(refusal.value.problems) == 1


def test_a_file_in_another_charset_is_told_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "topics.yaml"
    file.write_bytes(b"groups:\n  - id: caf\xe9\n")
    with pytest.raises(PackError, match="line 2: not UTF-8: save the file as UTF-8"):
        read_topic_examples(file)


def test_a_single_topic_leaves_nothing_to_tell_apart(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="line 5: a single topic"):
        read_topic_examples(written(tmp_path, GOOD[: GOOD.index("      - id: lights")]))


def many_topics(count: int) -> str:
    topics = "".join(
        f"      - {{id: t{number}, name: {{en: T}}, examples: {{en: [text a{number}, text b{number}]}}}}\n"
        for number in range(count)
    )
    return "groups:\n  - id: all\n    name: {en: All}\n    topics:\n" + topics


def test_five_hundred_topics_can_be_taught(tmp_path: Path) -> None:
    assert len(read_topic_examples(written(tmp_path, many_topics(500))).groups) == MOST_TOPICS


def test_more_topics_than_a_head_can_have_are_refused_with_the_limit(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="line 5: 501 topics are more than the 500 that a head can have: merge"):
        read_topic_examples(written(tmp_path, many_topics(501)))


def test_the_starter_packs_can_be_learnt() -> None:
    packs = Path(__file__).resolve().parents[2] / "packs"
    for file in sorted(packs.glob("*/topics.yaml")):
        found = read_topic_examples(file)
        assert found.notes == ()
        assert found.languages == ("en", "es")
