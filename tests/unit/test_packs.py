"""The starter packs say what constituents of a real office would receive, so they are held to account here."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import product
from math import ceil
from pathlib import Path

import pytest

from civicline.domain.approved.approved_message import ASK_ANSWERED_TOPIC, ASK_ZIP_TOPIC, FIXED_TOPICS
from civicline.domain.approved.composing import Composed, Occasion, compositions
from civicline.domain.approved.message_checks import problems_of
from civicline.domain.channel import Channel
from civicline.domain.emergencies.emergency import detect_emergency
from civicline.domain.office import Office
from civicline.domain.opting_out.opt_out import Keyword, decide_keyword
from tests.builders import a_message, a_topic, an_office
from tools.pack_messages import draft_of
from tools.packs import Pack, PackMessage, load_pack, normalised

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


def office_with(values: dict[str, str]) -> Office:
    """An office whose names are these."""
    return an_office(
        name=values["office_name"],
        short_name=values["office_short_name"],
        phone=values["office_phone"],
        url=values["office_url"],
    )


def composed(pack: Pack, message: PackMessage, values: dict[str, str]) -> tuple[Composed, ...]:
    """All that a text of a pack may become in an office."""
    about = a_topic(names=dict.fromkeys(pack.languages, values["topic_name"]))
    sender_name = f"{values['first_name']} Lopez"
    inbound = a_message(message.channel, sender_name=sender_name)
    occasion = Occasion(
        office=office_with(values), message=inbound, about=None if message.topic_id in FIXED_TOPICS else about
    )
    return compositions(draft_of(message, pack), occasion)


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


def groups_without_sensitive_topics(pack: Pack) -> list[str]:
    kept = {topic.group_id for topic in pack.topics if topic.sensitive}
    return [group.group_id for group in pack.groups if group.group_id not in kept]


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
        assert [topic for topic in pack.topics if topic.sensitive]


def answers(pack: Pack) -> list[PackMessage]:
    """All but the lines that close an answer."""
    return [message for message in pack.messages if message.topic_id not in {ASK_ZIP_TOPIC, ASK_ANSWERED_TOPIC}]


class TestStarterMessages:
    def test_every_topic_has_a_text_on_each_channel_in_each_language_also_what_only_people_answer(
        self, pack: Pack
    ) -> None:
        topics = [topic.topic_id for topic in pack.topics]
        answered = [*topics, *groups_without_sensitive_topics(pack), *FIXED_TOPICS, ASK_ZIP_TOPIC, ASK_ANSWERED_TOPIC]
        written = [(message.topic_id, message.channel, message.language) for message in pack.messages]
        assert sorted(written) == sorted(product(answered, Channel, pack.languages))

    def test_what_staff_send_about_a_sensitive_topic_says_that_a_person_read_and_where_to_call(
        self, pack: Pack
    ) -> None:
        kept = {topic.topic_id for topic in pack.topics if topic.sensitive}
        by_hand = [message for message in pack.messages if message.topic_id in kept]
        assert len(by_hand) == 16
        assert [one.topic_id for one in by_hand if "{office_phone}" not in one.text] == []
        assert [
            one.topic_id for one in by_hand if one.language == "en" and "has read your message" not in one.text
        ] == []

    def test_what_staff_send_about_a_sensitive_topic_does_not_call_it_by_its_name(self, pack: Pack) -> None:
        """Somebody else may read over the shoulder of who wrote."""
        kept = {topic.topic_id for topic in pack.topics if topic.sensitive}
        by_hand = [message for message in pack.messages if message.topic_id in kept]
        drafts = [draft_of(message, pack) for message in by_hand]
        assert [one.key for one in drafts if "{topic_name" in "".join((*one.wordings, one.english_line))] == []

    def test_no_answer_stands_for_a_group_with_a_topic_that_is_kept_for_people(self, pack: Pack) -> None:
        kept = {topic.group_id for topic in pack.topics if topic.sensitive}
        assert kept
        assert not kept & {message.topic_id for message in pack.messages}

    def test_a_text_message_fits_two_segments_with_the_longest_names_and_three_with_its_english_line(
        self, pack: Pack
    ) -> None:
        too_long = {
            draft_of(message, pack).key: one.size
            for message in pack.messages
            if message.channel is Channel.SMS
            for one in composed(pack, message, LONGEST_VALUES)
            if one.segments > (3 if one.has_english_line else 2)
        }
        assert too_long == {}

    def test_a_text_in_another_language_has_an_english_line_and_every_text_stands_up_to_the_checks(
        self, pack: Pack
    ) -> None:
        office = office_with(LONGEST_VALUES)
        for message in pack.messages:
            draft = draft_of(message, pack)
            about = None if message.topic_id in FIXED_TOPICS else a_topic()
            assert problems_of(draft, Occasion(office=office, message=None, about=about)) == (), draft.key
            assert bool(draft.english_line) == (message.language != "en"), draft.key

    def test_a_text_message_begins_with_the_name_of_the_office(self, pack: Pack) -> None:
        texts = [message.text for message in answers(pack) if message.channel is Channel.SMS]
        assert [text for text in texts if not text.startswith("{office_short_name}: ")] == []

    def test_a_text_message_carries_no_name_that_would_change_its_alphabet(self, pack: Pack) -> None:
        """A María would turn two segments of GSM-7 into five of UCS-2."""
        texts = [message.text for message in pack.messages if message.channel is Channel.SMS]
        assert [text for text in texts if "{first_name" in text or "{topic_name" in text] == []

    def test_an_e_mail_greets_says_how_to_reach_a_person_and_is_signed(self, pack: Pack) -> None:
        openings = {"en": "Hello {first_name|neighbor},\n\n", "es": "Hola, {first_name|vecina o vecino}:\n\n"}
        for message in answers(pack):
            if message.channel is Channel.EMAIL:
                key = draft_of(message, pack).key
                assert message.text.startswith(openings[message.language]), key
                assert message.text.endswith("\n\n{office_name}\n{office_phone}\n{office_url}"), key
                assert message.text.count("{office_phone}") >= 2, key
                assert message.text.count("\n\n") >= 4, key

    def test_a_constituent_whose_name_is_unknown_is_still_greeted(self, pack: Pack) -> None:
        for message in pack.messages:
            for one in composed(pack, message, LONGEST_VALUES | {"first_name": "1"}):
                assert not set("{}|") & set(one.text), one.text

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
