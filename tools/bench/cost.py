"""What an office costs on AWS: while nobody writes, and for a thousand messages, from what was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.bench import prices
from tools.bench.capacity import Units

MB_OF_ONE_CPU = 1769
"""Source: AWS Lambda Developer Guide, "Configure Lambda function memory": 1,769 MB have one vCPU; less has a share."""

WAIT_MS = {
    "dynamodb:GetItem": 4.0,
    "dynamodb:BatchGetItem": 5.0,
    "dynamodb:Query": 6.0,
    "dynamodb:UpdateItem": 6.0,
    "dynamodb:TransactWriteItems": 15.0,
    "sqs:SendMessage": 8.0,
    "s3:GetObject": 30.0,
    "secretsmanager:GetSecretValue": 10.0,
    "sns:Publish": 80.0,
    "ses:SendEmail": 100.0,
}
"""Milliseconds that a function waits for AWS, which bills them too. Assumed: typical within a region, not measured."""

POLLERS_A_QUEUE = 5
POLL_SECONDS = 20
"""Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS": five long polls at a time on an idle queue."""

QUEUES = 3
REQUESTS_A_QUEUE = 3
"""A message alone is sent, received and deleted; in batches of ten the last two are shared."""

KMS_REQUESTS_A_MESSAGE = 4
"""At most: tables, bucket and topics keep data keys for minutes and share them among messages."""

THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class StageUse:
    """What one stage uses for one message that comes alone."""

    invocations: int
    memory_mb: int
    processor_seconds: float
    cold_seconds: float
    calls: Mapping[str, int]
    units: Units
    log_bytes: int

    @property
    def billed_seconds(self) -> float:
        """The processor's time at the share of it that the memory buys, and the waiting."""
        share = min(1.0, self.memory_mb / MB_OF_ONE_CPU)
        waiting = sum(WAIT_MS[operation] * count for operation, count in self.calls.items()) / 1000
        return self.processor_seconds / share + waiting

    @property
    def gb_seconds(self) -> float:
        """What a warm function bills."""
        return self.billed_seconds * self.memory_mb / 1024

    @property
    def cold_gb_seconds(self) -> float:
        """What a start adds, which is billed like any run (AWS, "Lambda standardizes billing for INIT phase")."""
        return self.cold_seconds * self.memory_mb / 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a bill."""

    name: str
    quantity: float
    dollars: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """What stands there in a month without a message, counted in the template."""

    keys: int
    secrets: int
    alarms: int
    polled_queues: int
    numbers: int


def idle_month(idle: Idle) -> list[Line]:
    """A month in which nobody writes; storage is the office's own and not in here."""
    polls = idle.polled_queues * POLLERS_A_QUEUE * prices.HOURS_A_MONTH * 3600 / POLL_SECONDS
    billed_polls = max(0.0, polls - prices.FREE_SQS_REQUESTS_MONTH)
    billed_alarms = max(0, idle.alarms - prices.FREE_ALARMS)
    return [
        _line("encryption key", idle.keys, prices.KMS_KEY_MONTH),
        _line("secrets", idle.secrets, prices.SECRET_MONTH),
        _line("alarms beyond the free ten", billed_alarms, prices.ALARM_MONTH),
        _line("polls of idle queues beyond the free million", billed_polls, prices.SQS_REQUEST),
        _line("10DLC numbers", idle.numbers, prices.NUMBER_MONTH),
        _line("10DLC campaign", 1 if idle.numbers else 0, prices.CAMPAIGN_MONTH),
    ]


def thousand_messages(stages: Sequence[StageUse], *, is_mail: bool, sms_segments: int, cold: bool) -> list[Line]:
    """A thousand messages, each alone; `cold` if each meets functions that have to start, as in a quiet office."""
    units = sum((stage.units for stage in stages), Units())
    gb_seconds = sum(stage.gb_seconds + (stage.cold_gb_seconds if cold else 0) for stage in stages)
    per_message = [
        _line("Lambda requests", sum(stage.invocations for stage in stages), prices.LAMBDA_REQUEST),
        _line("Lambda GB-seconds", gb_seconds, prices.LAMBDA_GB_SECOND),
        _line("DynamoDB write units", units.write, prices.DYNAMO_WRITE_UNIT),
        _line("DynamoDB read units", units.read, prices.DYNAMO_READ_UNIT),
        _line("SQS requests", QUEUES * REQUESTS_A_QUEUE, prices.SQS_REQUEST),
        _line("SNS notifications", 1, prices.SNS_PUBLISH),
        _line("KMS requests, at most", KMS_REQUESTS_A_MESSAGE, prices.KMS_REQUEST),
        _line("log GB", sum(stage.log_bytes for stage in stages) / prices.BYTES_A_GB, prices.LOG_GB),
        *(_mail_lines() if is_mail else _sms_lines(sms_segments)),
    ]
    return [
        Line(name=one.name, quantity=one.quantity * THOUSAND, dollars=one.dollars * THOUSAND, source=one.source)
        for one in per_message
    ]


def total(lines: Sequence[Line]) -> float:
    """Dollars of a bill."""
    return sum(line.dollars for line in lines)


def _sms_lines(segments: int) -> list[Line]:
    return [
        _line("texts in", 1, prices.SMS_IN_SEGMENT),
        _line("texts out, segments", segments, prices.SMS_OUT_SEGMENT),
        _line("texts out, carrier fees", segments, prices.SMS_OUT_CARRIER_FEE),
    ]


def _mail_lines() -> list[Line]:
    """The receipt rule writes the mail and one function reads it."""
    return [
        _line("mails in", 1, prices.SES_IN),
        _line("mails out", 1, prices.SES_OUT),
        _line("S3 writes", 1, prices.S3_PUT),
        _line("S3 reads", 1, prices.S3_GET),
    ]


def _line(name: str, quantity: float, price: prices.Price) -> Line:
    return Line(name=name, quantity=quantity, dollars=price.of(quantity), source=price.source)
