"""A pack that contradicts itself is refused, with the file, the place and the remedy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from civicline.domain.approved.approved_message import FIXED_TOPICS
from civicline.domain.channel import Channel
from tools.packs import PackError, load_pack

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
                "messages": [
                    a_message(topic, channel) for topic in ["pothole", "sign", *FIXED_TOPICS] for channel in Channel
                ]
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
                lambda file: file["groups"][0].update(id="sign"),
                "line 2: group 'sign' has the id of a topic: give one of them another id",
                id="a group and a topic with one id",
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
                "topic 'pothole': False under 'en' is no text: put it in quotation marks",
                id="a bare no, which YAML reads as false",
            ),
            pytest.param(
                "topics.yaml",
                lambda file: topics_of(file)[0].update(sensitiv=True),
                "topic 'pothole': the key 'sensitiv' is unknown: correct its spelling or remove it",
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
                "message for 'potole' (sms, en): topics.yaml has no such topic or group",
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
                "message for 'pothole' (sms, en): 'approved_at': Input should have timezone info",
                id="an approval without an offset",
            ),
            pytest.param(
                "messages.yaml",
                lambda file: file["messages"].pop(),
                "topic 'system.emergency': no email message in 'en'",
                id="no answer to an emergency",
            ),
            pytest.param(
                "topics.yaml",
                lambda file: topics_of(file).append(a_topic("tree")),
                "topic 'tree': no email message in 'en': add a reviewed text",
                id="a topic without its texts",
            ),
            pytest.param(
                "topics.yaml",
                lambda file: topics_of(file).append({**a_topic("eviction"), "sensitive": True}),
                "topic 'eviction': no sms message in 'en': add a reviewed text",
                id="a sensitive topic without the texts that staff send",
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
            pytest.param("", "line 1: the file needs keys with values, and has nothing", id="empty"),
            pytest.param("examples: {en: [caf\xe9]}", "line 1: not UTF-8: save the file as UTF-8", id="Latin-1"),
            pytest.param("examples: !!python/object/apply:os.getcwd []", "no valid YAML", id="code in disguise"),
            pytest.param("examples: {[en]: [a]}", "line 1: a list or mapping cannot be a key", id="a list for a key"),
        ],
    )
    def test_a_malformed_file_is_refused_by_name(self, folder: Path, content: str, expected: str) -> None:
        path = folder / "out_of_scope.yaml"
        path.write_bytes(content.encode("latin-1"))
        with pytest.raises(PackError) as caught:
            load_pack(folder)
        assert str(caught.value).startswith(f"{path}, line ")
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
