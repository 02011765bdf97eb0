"""The starter packs say what constituents of a real office would receive, so they are held to account here."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import product
from math import ceil
from pathlib import Path
from typing import Any

import pytest
import yaml

from civicline.domain.approved_message import FIXED_TOPICS, ApprovedMessage
from civicline.domain.channel import Channel
from civicline.domain.emergency import detect_emergency
from civicline.domain.ids import TopicId
from civicline.domain.opt_out import Keyword, decide_keyword
from civicline.domain.segments import count_segments
from tools.packs import Pack, PackError, PackMessage, load_pack, normalised

PACKS = Path(__file__).resolve().parents[2] / "packs"

LONGEST_VALUES = {
    "first_name": "Maximiliano-Alejandro",
    "office_name": "Consolidated City and County of Northern Riverbend",
    "office_short_name": "North Riverbend County 311",
    "office_phone": "(202) 555-0143",
    "office_url": "www.northriverbend.example/311",
    "topic_name": "Unsafe buildings and housing conditions",
}
"""As long as a large county would fill them."""


@pytest.fixture(scope="module", params=["city-311", "legislator"])
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(PACKS / request.param)


def as_approved(message: PackMessage) -> ApprovedMessage:
    return ApprovedMessage(
        topic_id=TopicId(message.topic_id),
        channel=message.channel,
        language=message.language,
        version=1,
        text=message.text,
        author=message.author,
        approver=message.approver,
        approved_at=message.approved_at,
        expires_at=message.expires_at,
    )


def texts_by_topic(pack: Pack) -> list[tuple[str, str]]:
    listed = [(topic.topic_id, text) for topic in pack.topics for texts in topic.examples.values() for text in texts]
    return listed + [("out of scope", text) for texts in pack.out_of_scope.values() for text in texts]


def nearly_identical(texts: list[tuple[str, str]], *, share: float) -> Iterator[tuple[str, str]]:
    """Texts of two topics which have `share` or more of their words in common (Jaccard index).

    Two such texts must share one of their rarest words, so only those are compared, and not all pairs.
    """
    words = [frozenset(normalised(text).split()) for _, text in texts]
    frequency = Counter(word for one in words for word in one)
    met: dict[str, list[int]] = defaultdict(list)
    for number, mine in enumerate(words):
        rarest = sorted(mine, key=lambda word: (frequency[word], word))[: len(mine) - ceil(share * len(mine)) + 1]
        for other in {other for word in rarest for other in met[word]}:
            theirs = words[other]
            if texts[number][0] != texts[other][0] and len(mine & theirs) >= share * len(mine | theirs):
                yield texts[other][1], texts[number][1]
        for word in rarest:
            met[word].append(number)


class TestStarterPacks:
    def test_an_office_can_begin_with_thirty_topics_in_named_groups(self, pack: Pack) -> None:
        assert len(pack.topics) >= 30
        assert {topic.group_id for topic in pack.topics} == {group.group_id for group in pack.groups}
        assert len(pack.groups) >= 6

    def test_every_topic_is_taught_with_enough_english_and_spanish_messages(self, pack: Pack) -> None:
        thin = {
            topic.topic_id for topic in pack.topics if len(topic.examples["en"]) < 20 or len(topic.examples["es"]) < 10
        }
        assert not thin

    def test_what_belongs_to_no_topic_is_taught_too(self, pack: Pack) -> None:
        assert len(pack.out_of_scope["en"]) >= 120
        assert len(pack.out_of_scope["es"]) >= 40

    def test_no_message_is_an_example_twice(self, pack: Pack) -> None:
        places = defaultdict(list)
        for topic_id, text in texts_by_topic(pack):
            places[normalised(text) or text].append(topic_id)
        assert {text: topics for text, topics in places.items() if len(topics) > 1} == {}

    def test_no_two_topics_share_a_nearly_identical_example(self, pack: Pack) -> None:
        assert list(nearly_identical(texts_by_topic(pack), share=0.75)) == []

    def test_examples_differ_in_length_and_case_as_real_messages_do(self, pack: Pack) -> None:
        for topic in pack.topics:
            lengths = [len(text.split()) for text in topic.examples["en"]]
            assert min(lengths) <= 7, topic.topic_id
            assert max(lengths) >= 17, topic.topic_id
            assert any(text.isupper() for text in topic.examples["en"] + topic.examples["es"]), topic.topic_id

    def test_no_example_asks_to_be_left_alone(self, pack: Pack) -> None:
        """Such a message never reaches the classifier, so it would teach nothing."""
        silenced = [
            text for _, text in texts_by_topic(pack) if decide_keyword(text, Channel.SMS).keyword is Keyword.OPT_OUT
        ]
        assert silenced == []

    def test_hardly_an_example_is_taken_for_an_emergency(self, pack: Pack) -> None:
        """Recall comes first there, so a few false alarms are allowed; a word as common as the Spanish hay is not."""
        texts = [text for _, text in texts_by_topic(pack)]
        alarms = [text for text in texts if detect_emergency(text)]
        assert len(alarms) <= 0.005 * len(texts), alarms

    def test_some_topics_are_kept_for_people(self, pack: Pack) -> None:
        kept = {topic.topic_id for topic in pack.topics if topic.sensitive}
        assert kept
        assert not kept & {message.topic_id for message in pack.messages}


class TestStarterMessages:
    def test_every_topic_that_may_be_answered_has_an_answer_on_each_channel_in_each_language(self, pack: Pack) -> None:
        topics = [topic.topic_id for topic in pack.topics if not topic.sensitive] + list(FIXED_TOPICS)
        written = [(message.topic_id, message.channel, message.language) for message in pack.messages]
        assert sorted(written) == sorted(product(topics, Channel, pack.languages))

    def test_a_text_message_fits_two_segments_with_the_longest_names(self, pack: Pack) -> None:
        too_long = {
            as_approved(message).key: count
            for message in pack.messages
            if message.channel is Channel.SMS
            and (count := count_segments(as_approved(message).fill(LONGEST_VALUES))).segments > 2
        }
        assert too_long == {}

    def test_a_text_message_begins_with_the_name_of_the_office(self, pack: Pack) -> None:
        texts = [message.text for message in pack.messages if message.channel is Channel.SMS]
        assert [text for text in texts if not text.startswith("{office_short_name}: ")] == []

    def test_a_text_message_carries_no_name_that_would_change_its_alphabet(self, pack: Pack) -> None:
        """A María would turn two segments of GSM-7 into five of UCS-2."""
        texts = [message.text for message in pack.messages if message.channel is Channel.SMS]
        assert [text for text in texts if "{first_name" in text or "{topic_name" in text] == []

    def test_an_e_mail_greets_says_how_to_reach_a_person_and_is_signed(self, pack: Pack) -> None:
        openings = {"en": "Hello {first_name|neighbor},\n\n", "es": "Hola, {first_name|vecina o vecino}:\n\n"}
        for message in pack.messages:
            if message.channel is Channel.EMAIL:
                key = as_approved(message).key
                assert message.text.startswith(openings[message.language]), key
                assert message.text.endswith("\n\n{office_name}\n{office_phone}\n{office_url}"), key
                assert message.text.count("{office_phone}") >= 2, key
                assert message.text.count("\n\n") >= 4, key

    def test_a_constituent_whose_name_is_unknown_is_still_greeted(self, pack: Pack) -> None:
        office = pack.sample_office
        values = {
            "office_name": office.name,
            "office_short_name": office.short_name,
            "office_phone": office.phone,
            "office_url": office.url,
        }
        for message in pack.messages:
            filled = as_approved(message).fill(values)
            assert not set("{}|") & set(filled), filled

    @pytest.mark.parametrize(
        ("topic", "language", "words"),
        [
            pytest.param("system.opt_out", "en", ["START"], id="an opt-out is told how to come back"),
            pytest.param("system.opt_out", "es", ["START"], id="an opt-out in Spanish is told how to come back"),
            pytest.param("system.help", "en", ["STOP", "{office_phone}", "911"], id="help says who, how and STOP"),
            pytest.param("system.help", "es", ["ALTO", "{office_phone}", "911"], id="help in Spanish says so too"),
            pytest.param("system.opt_in", "en", ["STOP"], id="an opt-in is told how to leave"),
            pytest.param("system.opt_in", "es", ["ALTO"], id="an opt-in in Spanish is told how to leave"),
            pytest.param("system.emergency", "en", ["911", "988"], id="an emergency is sent to 911 and 988"),
            pytest.param("system.emergency", "es", ["911", "988", "AYUDA", "2"], id="in Spanish, 988 has its own line"),
        ],
    )
    def test_the_fixed_messages_say_what_they_must(
        self, pack: Pack, topic: str, language: str, words: list[str]
    ) -> None:
        texts = [one.text for one in pack.messages if (one.topic_id, one.language) == (topic, language)]
        assert len(texts) == len(Channel)
        assert [(word, text) for word, text in product(words, texts) if word not in text] == []

    @pytest.mark.parametrize("word", ["START", "STOP", "ALTO", "AYUDA", "HELP"])
    def test_every_keyword_that_the_messages_promise_is_understood(self, word: str) -> None:
        assert decide_keyword(word, Channel.SMS).keyword is not Keyword.NONE
        assert decide_keyword(word, Channel.EMAIL).keyword is not Keyword.NONE


Edit = Callable[[dict[str, Any]], object]


class TestBrokenPacks:
    """A small sound pack, broken in one place at a time."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "tiny"
        folder.mkdir()
        office = {
            "id": "riverbend",
            "name": "City of Riverbend 311",
            "short_name": "Riverbend 311",
            "number": "+12025550143",
            "address": "help@riverbend.example",
            "phone": "(202) 555-0143",
            "url": "riverbend.example/311",
            "time_zone": "America/New_York",
        }
        manifest = {"id": "tiny", "name": "Tiny", "description": "Two topics.", "languages": ["en"]}
        files = {
            "pack.yaml": {**manifest, "sample_office": office},
            "topics.yaml": {
                "groups": [
                    {"id": "streets", "name": {"en": "Streets"}, "topics": [a_topic("pothole"), a_topic("sign")]}
                ]
            },
            "messages.yaml": {
                "messages": [a_message(topic, channel) for topic in ["pothole", *FIXED_TOPICS] for channel in Channel]
            },
            "out_of_scope.yaml": {"examples": {"en": ["thanks"]}},
        }
        for name, content in files.items():
            (folder / name).write_text(yaml.safe_dump(content), encoding="utf-8")
        return folder

    def test_a_sound_pack_loads(self, folder: Path) -> None:
        pack = load_pack(folder)
        assert [topic.topic_id for topic in pack.topics] == ["pothole", "sign"]
        assert pack.topics[0].group_id == "streets"
        assert pack.messages[0].channel is Channel.SMS
        assert pack.messages[0].expires_at is None

    @pytest.mark.parametrize(
        ("name", "edit", "expected"),
        [
            pytest.param(
                "topics.yaml",
                lambda file: topics_of(file).append(a_topic("sign")),
                "topic 'sign': the id is used more than once",
                id="two topics with one id",
            ),
            pytest.param(
                "topics.yaml",
                lambda file: file["groups"].append({**file["groups"][0], "topics": [a_topic("tree")]}),
                "group 'streets': the id is used more than once",
                id="two groups with one id",
            ),
            pytest.param(
                "topics.yaml",
                lambda file: topics_of(file)[0]["examples"].update(en=["one", "two"]),
                "topic 'pothole': 2 examples in 'en': write at least 8",
                id="too few examples",
            ),
            pytest.param(
                "topics.yaml",
                lambda file: topics_of(file)[1]["examples"]["en"].append("POTHOLE message 1!!"),
                "is also an example of 'pothole': keep it in one",
                id="one example under two topics, in other letters",
            ),
            pytest.param(
                "topics.yaml",
                lambda file: topics_of(file)[0]["name"].pop("en"),
                "topic 'pothole': no name in 'en'",
                id="a topic without a name",
            ),
            pytest.param(
                "topics.yaml",
                lambda file: topics_of(file)[0]["examples"]["en"].append(False),
                "topic 'pothole': Input should be a valid string (at groups.0.topics.0.examples.en.8)",
                id="a bare no, which YAML reads as false",
            ),
            pytest.param(
                "topics.yaml",
                lambda file: topics_of(file)[0].update(sensitiv=True),
                "Extra inputs are not permitted (at groups.0.topics.0.sensitiv)",
                id="a misspelt key",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"][0].update(text="Hello {nickname}"),
                "message for 'pothole' (sms, en): unknown placeholder 'nickname': use one of first_name",
                id="an unknown placeholder",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"][0].update(text="Hello {first_name}"),
                "{first_name} has no fall-back",
                id="a name without a fall-back",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"][0].update(text="Call {office_phone"),
                "a brace is not part of a placeholder",
                id="an open brace",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"].append(a_message("potole", Channel.SMS)),
                "message for 'potole' (sms, en): topics.yaml has no such topic",
                id="a message for no topic",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"].append(a_message("pothole", Channel.SMS)),
                "message for 'pothole' (sms, en): written twice: keep one",
                id="two messages for one place",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"][0].update(language="fr"),
                "pack.yaml does not list this language",
                id="a message in a foreign language",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"][0].update(approver="ana silva "),
                "author and approver are both 'Ana Silva': a second person must approve it",
                id="a text approved by its own author",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"][0].update(expires_at="2026-01-01T00:00:00Z"),
                "expires_at is not after approved_at",
                id="a text that expired before it was approved",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"][0].update(approved_at="2026-09-14T10:00:00"),
                "message for 'pothole' (sms, en): Input should have timezone info",
                id="an approval without an offset",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"].pop(),
                "topic 'system.emergency': no email message in 'en'",
                id="no answer to an emergency",
            ),
            pytest.param(
                "pack.yaml",
                lambda file: file.update(languages=["en", "es"]),
                "topic 'pothole': no sms message in 'es': add a reviewed text",
                id="a language without its texts",
            ),
            pytest.param(
                "pack.yaml",
                lambda file: file["sample_office"].update(time_zone="Eastern"),
                "'Eastern' is no IANA time zone",
                id="an unknown time zone",
            ),
            pytest.param(
                "pack.yaml",
                lambda file: file.update(id="small"),
                "id 'small' is not the folder's name 'tiny'",
                id="an id that is not the folder's",
            ),
            pytest.param(
                "out_of_scope.yaml",
                lambda file: file["examples"]["en"].append("sign message 3"),
                "is also an example of topic 'sign'",
                id="out of scope, and in a topic",
            ),
            pytest.param(
                "out_of_scope.yaml",
                lambda file: file["examples"].clear(),
                "no examples in 'en'",
                id="nothing out of scope",
            ),
        ],
    )
    def test_a_contradiction_names_the_file_the_place_and_the_remedy(
        self, folder: Path, name: str, edit: Edit, expected: str
    ) -> None:
        path = folder / name
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        edit(content)
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        with pytest.raises(PackError) as caught:
            load_pack(folder)
        assert any(expected in problem for problem in caught.value.problems), caught.value
        assert all(problem.startswith(str(folder)) for problem in caught.value.problems)

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            pytest.param(
                "examples: {en: [a]}\nexamples: {en: [b]}\n", "line 2: the key 'examples' is written twice", id="twice"
            ),
            pytest.param("examples: {en: [a\n", "no valid YAML", id="no YAML"),
            pytest.param("", "Input should be a valid dictionary", id="empty"),
            pytest.param("examples: {en: [caf\xe9]}", "not UTF-8 at byte", id="Latin-1"),
            pytest.param("examples: !!python/object/apply:os.getcwd []", "no valid YAML", id="code in disguise"),
            pytest.param("examples: {[en]: [a]}", "line 1: a list or mapping cannot be a key", id="a list for a key"),
        ],
    )
    def test_a_malformed_file_is_refused_by_name(self, folder: Path, content: str, expected: str) -> None:
        path = folder / "out_of_scope.yaml"
        path.write_bytes(content.encode("latin-1"))
        with pytest.raises(PackError) as caught:
            load_pack(folder)
        assert str(caught.value).startswith(f"{path}: ")
        assert expected in str(caught.value)

    def test_a_missing_file_is_named(self, folder: Path) -> None:
        (folder / "messages.yaml").unlink()
        with pytest.raises(PackError, match=r"messages\.yaml: the file is missing"):
            load_pack(folder)

    def test_all_problems_are_told_at_once(self, folder: Path) -> None:
        path = folder / "messages.yaml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for message in content["messages"]:
            message["approver"] = message["author"]
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        with pytest.raises(PackError) as caught:
            load_pack(folder)
        assert len(caught.value.problems) == len(content["messages"])


def a_topic(topic_id: str) -> dict[str, Any]:
    examples = [f"{topic_id} message {number}" for number in range(8)]
    return {"id": topic_id, "name": {"en": topic_id.title()}, "examples": {"en": examples}}


def a_message(topic_id: str, channel: Channel) -> dict[str, Any]:
    return {
        "topic": str(topic_id),
        "channel": str(channel),
        "language": "en",
        "text": "{office_short_name}: we have your message.",
        "author": "Ana Silva",
        "approver": "Ben Okafor",
        "approved_at": "2026-09-14T10:00:00-04:00",
    }


def topics_of(file: dict[str, Any]) -> list[dict[str, Any]]:
    topics: list[dict[str, Any]] = file["groups"][0]["topics"]
    return topics
