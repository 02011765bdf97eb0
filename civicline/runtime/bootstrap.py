"""The ports of each function on their real adapters, built on the first call and kept for the life of the process.

This module and the adapters are the only ones that know boto3. Nothing is built at import.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civicline.domain.channel import Channel
from civicline.identity import IdentityProvider, SessionKeys
from civicline.ports.approved import ApprovedMessages
from civicline.ports.arrivals import JobQueue, Quarantine, RawMail
from civicline.ports.classifying import Campaigns, Classifiers, Heads, Judgements
from civicline.ports.going_live import Clearances
from civicline.ports.offices import Offices
from civicline.ports.people import Constituents, Suppressions
from civicline.ports.records import Inbox, Journals, Messages, ReplyLedger, StaffPresence, ThreadKeys
from civicline.ports.reports import Aggregates, RecordChanges
from civicline.ports.sending import Sender
from civicline.runtime import settings

if TYPE_CHECKING:
    from botocore.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundPorts:
    """What `inbound` is put together from."""

    offices: Offices
    messages: Messages
    constituents: Constituents
    raw_mail: RawMail
    quarantine: Quarantine
    thread_keys: ThreadKeys
    to_classify: JobQueue
    to_reply: JobQueue
    sms_topic_arn: str
    mail_topic_arn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyPorts:
    """What `classify` is put together from."""

    messages: Messages
    campaigns: Campaigns
    classifiers: Classifiers
    to_reply: JobQueue


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPorts:
    """What `reply` is put together from."""

    offices: Offices
    messages: Messages
    senders: Mapping[Channel, Sender]
    to_reply: JobQueue


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPorts:
    """What `delivery` is put together from."""

    messages: Messages


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPorts:
    """What `report` is put together from."""

    offices: Offices
    aggregates: Aggregates
    clearances: Clearances
    read_batch: Callable[[dict[str, Any]], RecordChanges]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolePorts:
    """What the console and the API are put together from."""

    offices: Offices
    clearances: Clearances
    heads: Heads
    approved_messages: ApprovedMessages
    inbox: Inbox
    judgements: Judgements
    journals: Journals
    ledger: ReplyLedger
    presence: StaffPresence
    constituents: Constituents
    suppressions: Suppressions
    quarantine: Quarantine
    raw_mail: RawMail
    aggregates: Aggregates
    session_keys: SessionKeys
    identity: IdentityProvider
    public_url: str


@cache
def inbound() -> InboundPorts:
    """The ports of `inbound`."""
    from civicline.adapters.job_queue import SqsJobQueue
    from civicline.adapters.mail_store import S3RawMail

    given = settings.InboundSettings.from_environment()
    sqs, s3 = _client("sqs"), _client("s3")
    return InboundPorts(
        offices=_offices(given),
        messages=_messages(given.records_table),
        constituents=_constituents(given.records_table),
        raw_mail=S3RawMail(s3),
        quarantine=_quarantine(given.mail_bucket, given.records_table),
        thread_keys=_thread_keys(given.thread_secret_id),
        to_classify=SqsJobQueue(sqs, given.classify_queue_url),
        to_reply=SqsJobQueue(sqs, given.reply_queue_url),
        sms_topic_arn=given.inbound_sms_topic_arn,
        mail_topic_arn=given.inbound_mail_topic_arn,
    )


@cache
def classify() -> ClassifyPorts:
    """The ports of `classify`. Raises ModelArtefactError if the layer is not what it should be."""
    from civicline.adapters.bundled_classifier import BundledClassifier
    from civicline.adapters.dynamo.campaigns import DynamoCampaigns
    from civicline.adapters.dynamo.heads import DynamoHeads
    from civicline.adapters.head_store import S3HeadStore
    from civicline.adapters.job_queue import SqsJobQueue
    from civicline.adapters.office_classifiers import OfficeClassifiers
    from civicline.runtime.refusals import head_refused

    given = settings.ClassifySettings.from_environment()
    classifiers = OfficeClassifiers(
        BundledClassifier.load(Path(given.model_path), given.model_head),
        promoted=DynamoHeads(_client("dynamodb"), given.records_table),
        store=S3HeadStore(_client("s3"), given.models_bucket),
        clock=time.monotonic,
        refused=head_refused,
    )
    return ClassifyPorts(
        messages=_messages(given.records_table),
        campaigns=DynamoCampaigns(_client("dynamodb"), given.records_table),
        classifiers=classifiers,
        to_reply=SqsJobQueue(_client("sqs"), given.reply_queue_url),
    )


@cache
def reply() -> ReplyPorts:
    """The ports of `reply`."""
    from civicline.adapters.job_queue import SqsJobQueue
    from civicline.adapters.ses import SesSender

    given = settings.ReplySettings.from_environment()
    senders: dict[Channel, Sender] = {
        Channel.EMAIL: SesSender(
            _client("sesv2", _send_once()), given.ses_configuration_set, _thread_keys(given.thread_secret_id), now
        ),
        Channel.SMS: _text_sender(given.sms_transport),
    }
    return ReplyPorts(
        offices=_offices(given),
        messages=_messages(given.records_table),
        senders=senders,
        to_reply=SqsJobQueue(_client("sqs"), given.reply_queue_url),
    )


@cache
def delivery() -> DeliveryPorts:
    """The ports of `delivery`."""
    return DeliveryPorts(messages=_messages(settings.DeliverySettings.from_environment().records_table))


@cache
def report() -> ReportPorts:
    """The ports of `report`."""
    from civicline.adapters.dynamo.aggregates import DynamoAggregates
    from civicline.adapters.dynamo.stream import read_batch

    given = settings.ReportSettings.from_environment()
    return ReportPorts(
        offices=_offices(given),
        aggregates=DynamoAggregates(_client("dynamodb"), given.aggregates_table),
        clearances=_clearances(given.records_table),
        read_batch=read_batch,
    )


@cache
def console() -> ConsolePorts:
    """The ports of the console and the API."""
    from civicline.adapters.dynamo.aggregates import DynamoAggregates
    from civicline.adapters.dynamo.approved_messages import DynamoApprovedMessages
    from civicline.adapters.dynamo.heads import DynamoHeads
    from civicline.adapters.dynamo.inbox import DynamoInbox
    from civicline.adapters.dynamo.journals import DynamoJournals
    from civicline.adapters.dynamo.judgements import DynamoJudgements
    from civicline.adapters.dynamo.staff_presence import DynamoStaffPresence
    from civicline.adapters.dynamo.suppressions import DynamoSuppressions
    from civicline.adapters.mail_store import S3RawMail
    from civicline.adapters.open_id import OpenIdProvider
    from civicline.adapters.secrets import SecretsManagerSessionKeys

    given = settings.ConsoleSettings.from_environment()
    return ConsolePorts(
        offices=_offices(given),
        clearances=_clearances(given.records_table),
        heads=DynamoHeads(_client("dynamodb"), given.records_table),
        approved_messages=DynamoApprovedMessages(_client("dynamodb"), given.records_table),
        inbox=DynamoInbox(_client("dynamodb"), given.records_table),
        judgements=DynamoJudgements(_client("dynamodb"), given.records_table),
        journals=DynamoJournals(_client("dynamodb"), given.records_table),
        ledger=_messages(given.records_table),
        presence=DynamoStaffPresence(_client("dynamodb"), given.records_table),
        constituents=_constituents(given.records_table),
        suppressions=DynamoSuppressions(_client("dynamodb"), given.records_table),
        quarantine=_quarantine(given.mail_bucket, given.records_table),
        raw_mail=S3RawMail(_client("s3")),
        aggregates=DynamoAggregates(_client("dynamodb"), given.aggregates_table),
        session_keys=SecretsManagerSessionKeys(_client("secretsmanager"), given.session_secret_id, now),
        identity=OpenIdProvider(
            issuer=given.oidc_issuer,
            client_id=given.oidc_client_id,
            groups_claim=given.oidc_groups_claim,
            now=now,
        ),
        public_url=given.console_url,
    )


def forget() -> None:
    """Drop what was built, so that the next call builds it from the environment as it is then."""
    for build in (inbound, classify, reply, delivery, report, console):
        build.cache_clear()
    _clients.clear()


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def _offices(given: settings.OfficesSettings) -> Offices:
    from civicline.adapters.cached_offices import CachedOffices
    from civicline.adapters.dynamo.offices import DynamoOffices

    offices = DynamoOffices(_client("dynamodb"), given.records_table, refuses_declared=given.stage == "prod")
    return CachedOffices(offices, time.monotonic)


def _clearances(table: str) -> Clearances:
    from civicline.adapters.dynamo.clearances import DynamoClearances

    return DynamoClearances(_client("dynamodb"), table)


def _messages(table: str) -> Messages:
    from civicline.adapters.dynamo.messages import DynamoMessages

    return DynamoMessages(_client("dynamodb"), table)


def _constituents(table: str) -> Constituents:
    from civicline.adapters.dynamo.constituents import DynamoConstituents

    return DynamoConstituents(_client("dynamodb"), table)


def _quarantine(bucket: str, table: str) -> Quarantine:
    from civicline.adapters.quarantine import StoredQuarantine

    return StoredQuarantine(_client("s3"), bucket, _client("dynamodb"), table)


def _thread_keys(secret_id: str) -> ThreadKeys:
    from civicline.adapters.secrets import SecretsManagerThreadKeys

    return SecretsManagerThreadKeys(_client("secretsmanager"), secret_id, now)


_clients: dict[str, Any] = {}


def _client(service: str, config: Config | None = None) -> Any:
    """One client a service and process; boto3 costs a third of a second to import, so it is imported here."""
    if service not in _clients:
        import boto3

        _clients[service] = boto3.client(service, config=config)  # type: ignore[call-overload]
    return _clients[service]


def _text_sender(transport: str) -> Sender:
    if transport == "end_user_messaging":
        from civicline.adapters.end_user_messaging import EndUserMessagingSender

        return EndUserMessagingSender(_client("pinpoint-sms-voice-v2", _send_once()))
    from civicline.adapters.sms import SnsSmsSender

    return SnsSmsSender(_client("sns", _send_once()))


def _send_once() -> Config:
    """Settings of the clients that send: no retry by themselves, since a retry after a lost answer sends twice."""
    from botocore.config import Config

    return Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=15)
