"""The files of a stack: who may write them, and what is kept between starts."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.functional.laptop import load_sample
from tools.local.addresses_file import FolderTakenError, addresses, remove_addresses, taken, write_addresses
from tools.local.ports import claim_ports
from tools.local.preparation import unpacked
from tools.local.sample_office import read_sample


def test_a_folder_belongs_to_one_stack_at_a_time(tmp_path: Path) -> None:
    with taken(tmp_path), pytest.raises(FolderTakenError, match="start this one with --folder"), taken(tmp_path):
        pass
    with taken(tmp_path):
        pass


@pytest.mark.usefixtures("account")
def test_an_outsider_reads_addresses_by_the_templates_names_in_words(tmp_path: Path) -> None:
    ports = claim_ports({}, any_free=True)
    path = tmp_path / "local.json"
    write_addresses(addresses(load_sample(), ports, read_sample()), path)
    contents = json.loads(path.read_text(encoding="utf-8"))
    assert contents["tables"] == {"records": "office-Records"}
    assert set(contents["queues"]) == {"inbound", "inbound_dead"}
    assert contents["smtp"] == f"127.0.0.1:{ports.numbers['smtp']}"
    assert set(contents["sample_office"]) == {"id", "number", "address"}
    ports.close()
    remove_addresses(path)
    remove_addresses(path)
    assert not path.exists()


def test_unpacked_code_is_used_again_until_the_package_changes(tmp_path: Path) -> None:
    archive = tmp_path / "deployment.zip"
    folders = []
    for source in ("one = 1\n", "one = 1\n", "one = 2\n"):
        with zipfile.ZipFile(archive, "w") as package:
            package.writestr(zipfile.ZipInfo("office.py"), source)
        folders.append(unpacked(archive, tmp_path / "kept"))
        assert (folders[-1] / "office.py").read_text(encoding="utf-8") == source
    assert folders[0] == folders[1] != folders[2]
    assert sorted(tmp_path.glob("kept/*")) == sorted(set(folders))
