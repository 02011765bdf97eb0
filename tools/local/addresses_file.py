"""build/local.json: what an outside client needs to drive the stack.

Present only while the stack is ready, and written in one piece, so that waiting for it is waiting for the stack. A
folder is one stack's at a time: another one would write its own addresses over those that somebody has just read.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.local.clients import REGION
from tools.local.ports import HOST, Ports
from tools.local.sample_office import Sample
from tools.local.template.loader import LoadedTemplate
from tools.packaging import folders

ADDRESSES_FILE = folders.BUILD / "local.json"


def addresses(loaded: LoadedTemplate, ports: Ports, sample: Sample) -> dict[str, Any]:
    """The contents of the file."""
    office = sample.office
    return {
        "aws_endpoint": ports.url("aws"),
        "region": REGION,
        "console": ports.url("console"),
        "phone": ports.url("phone"),
        "smtp": f"{HOST}:{ports.numbers['smtp']}",
        "login": ports.url("login"),
        "sample_office": {"id": office.office_id, "number": office.number, "address": office.address},
        "topics": _references(loaded, "AWS::SNS::Topic", "Topic"),
        "queues": _references(loaded, "AWS::SQS::Queue", "Queue"),
        "tables": _references(loaded, "AWS::DynamoDB::Table", "Table"),
        "buckets": _references(loaded, "AWS::S3::Bucket", "Bucket"),
        "pid": os.getpid(),
    }


class FolderTakenError(Exception):
    """Another stack runs in the folder."""


@contextmanager
def taken(folder: Path) -> Iterator[None]:
    """Hold a folder for this stack alone; raises FolderTakenError. A stack that is killed lets go of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".local.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderTakenError(
                f"another stack runs in {folder}: end it, or start this one with --folder and another folder"
            ) from error
        yield


def write_addresses(contents: dict[str, Any], path: Path = ADDRESSES_FILE) -> None:
    """Write the file so that nobody ever reads half of it."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(contents, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(path)


def remove_addresses(path: Path = ADDRESSES_FILE) -> None:
    """Remove the file; one that a killed stack left behind as well."""
    path.unlink(missing_ok=True)


def _references(loaded: LoadedTemplate, resource_type: str, suffix: str) -> dict[str, str]:
    """What Ref gives for each resource of a type, by its logical id in words: InboundSmsTopic is `inbound_sms`."""
    return {
        re.sub(r"(?<=[a-z])(?=[A-Z])", "_", resource.logical_id.removesuffix(suffix)).lower(): (
            resource.created.reference
        )
        for resource in loaded.of_type(resource_type)
    }
