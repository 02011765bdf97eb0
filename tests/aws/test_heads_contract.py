"""Heads of offices and their promotions, on the fake and on DynamoDB alike; and their files on S3."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from civicline.adapters.dynamo.heads import DynamoHeads
from civicline.adapters.head_store import S3HeadStore, key_of
from civicline.domain.errors import ConcurrentChangeError, ModelArtefactError
from civicline.domain.ids import OfficeId
from civicline.ports.classifying import Heads
from tests.builders import NOW, RIVERBEND, a_head_version, a_promotion
from tests.fakes import FakeHeads


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def heads(request: pytest.FixtureRequest) -> Heads:
    if request.param == "fake":
        return FakeHeads()
    client: Any = request.getfixturevalue(request.param)
    return DynamoHeads(client, "RecordsTable")


def test_an_office_that_never_promoted_has_the_layers_head(heads: Heads) -> None:
    assert heads.latest(RIVERBEND) is None
    assert heads.promotions(RIVERBEND) == ()
    assert heads.versions(RIVERBEND) == ()


def test_versions_are_kept_with_what_they_measured_and_never_change(heads: Heads) -> None:
    later, first = a_head_version("v-2", trained_at=NOW + timedelta(days=1)), a_head_version("v-1")
    assert heads.register(later)
    assert heads.register(first)
    assert not heads.register(replace(first, threshold=0.1))
    assert heads.versions(RIVERBEND) == (first, later)
    assert heads.versions(OfficeId("lakeside")) == ()


def test_the_latest_promotion_speaks_and_all_are_kept(heads: Heads) -> None:
    steps = [a_promotion(1, "v-1"), a_promotion(2, "v-2"), a_promotion(3, None, undoes=2)]
    for step in steps:
        heads.promote(step)
        assert heads.latest(RIVERBEND) == step
    assert heads.promotions(RIVERBEND) == tuple(steps)
    assert heads.latest(OfficeId("lakeside")) is None


def test_of_two_promotions_at_once_one_is_refused(heads: Heads) -> None:
    heads.promote(a_promotion(1, "v-1"))
    for number in (1, 3):
        with pytest.raises(ConcurrentChangeError):
            heads.promote(a_promotion(number, "v-2"))
    assert heads.promotions(RIVERBEND) == (a_promotion(1, "v-1"),)


@pytest.fixture
def bucket(aws: None) -> Any:
    client = boto3.client("s3", "us-east-1")
    client.create_bucket(Bucket="models")
    return client


def test_a_heads_files_come_back_as_they_were_kept(bucket: Any) -> None:
    store = S3HeadStore(bucket, "models")
    files = store.keep(RIVERBEND, "v-1", b"{}", b"numbers")
    assert files.numbers_sha256 == hashlib.sha256(b"numbers").hexdigest()
    assert store.fetch(RIVERBEND, "v-1", files) == (b"{}", b"numbers")


def test_a_file_that_was_changed_is_refused(bucket: Any) -> None:
    store = S3HeadStore(bucket, "models")
    files = store.keep(RIVERBEND, "v-1", b"{}", b"numbers")
    bucket.put_object(Bucket="models", Key=key_of(RIVERBEND, "v-1", "head.npz"), Body=b"others")
    with pytest.raises(ModelArtefactError, match="not what was promoted"):
        store.fetch(RIVERBEND, "v-1", files)


@pytest.mark.parametrize("name", ["models", "no-such-bucket"])
def test_a_file_or_bucket_that_is_not_there_is_told(bucket: Any, name: str) -> None:
    files = S3HeadStore(bucket, "models").keep(RIVERBEND, "v-1", b"{}", b"numbers")
    with pytest.raises(ModelArtefactError, match=r"NoSuch(Key|Bucket)"):
        S3HeadStore(bucket, name).fetch(RIVERBEND, "v-2", files)
