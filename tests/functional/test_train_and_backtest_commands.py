"""`civicline train` and `civicline backtest` as an operator calls them, with the layer's encoder where one is needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from civicline.adapters.classifier_head import load_head
from tests.classifier_fakes import TOPICS, the_examples
from tools.cli import main

PROJECT = Path(__file__).resolve().parents[2]


def civicline(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "our-office"
    folder.mkdir()
    texts, topics = the_examples()
    entries = [
        {
            "id": topic,
            "name": {"en": topic},
            "examples": {"en": [text for text, its in zip(texts, topics, strict=True) if its == topic]},
        }
        for topic in TOPICS
    ]
    content = {"groups": [{"id": "all", "name": {"en": "All"}, "topics": entries}]}
    (folder / "topics.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.csv"
    rows = [
        f"{text},{topic},2026-01-{day:02}" for day, (text, topic) in enumerate(zip(*the_examples(), strict=True), 1)
    ]
    file.write_text("\n".join(["message,about,day", *rows[:31]]), encoding="utf-8")
    return file


def test_an_office_trains_its_own_head_and_reads_what_to_expect(pack: Path, tmp_path: Path) -> None:
    done = civicline("train", "--pack", pack, "--out", tmp_path / "head", "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    head, version = load_head(tmp_path / "head")
    assert report["version"] == version
    assert version.startswith("our-office-")
    assert (report["topics"], report["examples"], report["languages"]) == (5, 60, ["en"])
    assert (report["groups"], report["group_threshold"]) == (1, None)
    assert head.topic_ids == tuple(TOPICS)
    assert sorted(path.name for path in (tmp_path / "head").iterdir()) == ["head.json", "head.npz"]
    assert "training on" in done.stderr


def test_an_office_reads_what_to_expect_of_its_groups(pack: Path, tmp_path: Path) -> None:
    file = pack / "topics.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    (everything,) = content["groups"]
    content["groups"] = [
        {"id": f"about_{topic['id']}", "name": {"en": topic["id"]}, "topics": [topic]} for topic in everything["topics"]
    ]
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    done = civicline("train", "--pack", pack, "--out", tmp_path / "head", "--budget", "0.5")
    assert done.exit_code == 0, done.output
    assert "5, 100.0% right by cross-validation; threshold 0." in done.stdout


def test_training_twice_with_one_seed_gives_one_version(pack: Path, tmp_path: Path) -> None:
    versions = {
        json.loads(civicline("train", "--pack", pack, "--out", tmp_path / name, "--json").stdout)["version"]
        for name in ("first", "second")
    }
    assert len(versions) == 1


def test_a_pack_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    done = civicline("train", "--pack", tmp_path)
    assert done.exit_code == 1
    assert "city-311, legislator" in done.stderr


def test_a_pack_that_cannot_teach_is_answered_with_the_line(pack: Path) -> None:
    file = pack / "topics.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("id: noise", "id: trash"), encoding="utf-8")
    done = civicline("train", "--pack", pack)
    assert done.exit_code == 1
    assert "topic 'trash' is already on line" in done.stderr


def test_a_place_that_cannot_be_written_is_told_before_training(pack: Path) -> None:
    done = civicline("train", "--pack", pack, "--out", "/dev/null/head")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: /dev/null/head cannot be written (Not a directory): name another folder\n"


def test_a_budget_that_is_no_share_is_a_wrong_call(pack: Path) -> None:
    assert civicline("train", "--pack", pack, "--budget", "2").exit_code == 2


def test_an_office_measures_on_its_own_messages(export: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "report.html"
    done = civicline(
        "backtest",
        export,
        "--text",
        "message",
        "--topic",
        "about",
        "--time",
        "day",
        "--first-half",
        "--html",
        page,
        "--json",
    )
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["way"] == "the first half in time"
    assert report["first_at"].startswith("2026-01-01")
    assert "Backtest of export.csv" in page.read_text(encoding="utf-8")
    assert "judged" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "answer"),
    [
        pytest.param(
            ["--text", "words", "--topic", "about"], 2, "message, about, day", id="a column that is not there"
        ),
        pytest.param(["--text", "message"], 2, "--text and --topic", id="no topic column"),
        pytest.param(
            ["--text", "message", "--topic", "about", "--shots", "5", "--first-half"],
            2,
            "choose one",
            id="two ways to split",
        ),
        pytest.param(
            ["--text", "message", "--topic", "about", "--first-half"], 2, "--time", id="halves without a time"
        ),
        pytest.param(["--text", "message", "--topic", "about", "--shots", "1"], 2, "x>=2", id="one shot"),
        pytest.param(
            ["--text", "message", "--topic", "about", "--time", "about"],
            1,
            "line 2: 'pothole'",
            id="a time that is none",
        ),
        pytest.param(
            ["--text", "message", "--topic", "day"],
            1,
            "export.csv: there is nothing to tell apart: no topic has 2 or more messages",
            id="a topic for each message",
        ),
        pytest.param(
            ["--text", "message", "--topic", "about", "--html", "/dev/null/report.html"],
            1,
            "/dev/null cannot be written",
            id="a report in a place that is no folder",
        ),
    ],
)
def test_a_call_that_cannot_be_followed_says_what_to_change(
    export: Path, arguments: list[str], code: int, answer: str
) -> None:
    done = civicline("backtest", export, *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert answer in done.stderr


def test_other_commands_do_not_wait_for_numeric_libraries() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, tools.cli; print({'numpy', 'onnxruntime', 'jinja2'} & sys.modules.keys())"],
        cwd=PROJECT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "set()"


@pytest.mark.data
def test_a_public_benchmark_is_told_apart(shared_data: Path) -> None:
    done = civicline(
        "backtest", shared_data / "banking77" / "test.csv",
        "--text", "text", "--topic", "category", "--shots", "4", "--tests", "200", "--json",
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert report["topics"] == 77
    assert report["accuracy"] > 0.6
    assert report["accuracy_of_three"] > 0.8
