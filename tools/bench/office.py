"""The sample office on the packaged functions, where each message can be followed stage by stage."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

from civicline.domain.channel import Channel
from tools.bench.capacity import ItemKey
from tools.bench.errors import BenchmarkError
from tools.bench.wire import Exchange, RecordedAws, recorded_aws
from tools.local.clients import REGION, laptop_clients
from tools.local.lambdas.event_host import Source, source_of
from tools.local.lambdas.functions import Function, UnpackedCode, functions_of
from tools.local.lambdas.workers import Invocation, Worker
from tools.local.phone.writing import send_text
from tools.local.preparation import build_layer, build_package
from tools.local.receiving.listener import Receiving
from tools.local.receiving.notification import Arrival
from tools.local.receiving.receipt_rule import receipt_rule_of
from tools.local.sample_office import Sample, install_sample, read_sample, template_parameters
from tools.local.template.loader import LoadedTemplate, load
from tools.local.template.properties import Clients
from tools.packaging.translation import translate
from tools.sample_rules import limits_lifted

STAGES = ("Inbound", "Classify", "Reply")
REPORT = "Report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One call of a function on behalf of one message: the event, what it exchanged with AWS, what it logged."""

    stage: str
    event: dict[str, Any]
    exchanges: tuple[Exchange, ...]
    log: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One channel: the visits of the first message, which finds every function just started, and of the second."""

    channel: Channel
    cold: tuple[Visit, ...]
    warm: tuple[Visit, ...]


class Observed:
    """A worker whose visits are kept. Until `is_open`, events pass it by: what was there before is not its affair."""

    def __init__(self, worker: Worker, log: Path, aws: RecordedAws, visits: list[Visit]) -> None:
        self.function = worker.function
        self.is_stopped = False
        self.is_open = False
        self._worker = worker
        self._log = log
        self._aws = aws
        self._visits = visits

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        """Call, and keep what came of it. Raises BenchmarkError if a record failed: that is another path."""
        if not self.is_open:
            return Invocation(request_id="passed by", result={"batchItemFailures": []})
        exchanges_before = len(self._aws.exchanges)
        log_before = self._log.stat().st_size if self._log.exists() else 0
        invocation = self._worker.invoke(event)
        if invocation.error or (invocation.result or {}).get("batchItemFailures"):
            raise BenchmarkError(f"{self.function.logical_id} failed: see {self._log}")
        with self._log.open("rb") as log:
            log.seek(log_before)
            written = log.read().decode("utf-8", "replace")
        own = [one for one in self._aws.exchanges[exchanges_before:] if one.function == self.function.logical_id]
        stage = self.function.logical_id
        self._visits.append(Visit(stage=stage, event=dict(event), exchanges=tuple(own), log=written))
        return invocation


class PackagedOffice:
    """The sample office, its table and queues on moto, and its functions from the package."""

    def __init__(self, aws: RecordedAws, code: UnpackedCode, template: Mapping[str, Any], logs: Path) -> None:
        self.aws = aws
        self.sample: Sample = read_sample()
        self.clients: Clients = laptop_clients(aws.endpoint)
        self.code = code
        self.resource_types = Counter(resource["Type"] for resource in template["Resources"].values())
        self._logs = logs
        parameters = template_parameters(
            self.sample.office, console_url="http://console.bench", issuer="http://login.bench"
        )
        self.loaded: LoadedTemplate = load(
            dict(template), stack_name="civicline-dev", parameters=parameters, clients=self.clients, region=REGION
        )
        self.records_table: str = self.loaded.resources["RecordsTable"].created.reference
        install_sample(self.sample, self.clients, self.records_table)
        self.functions: Mapping[str, Function] = {
            # The access key tells the record which function called.
            one.logical_id: replace(one, environment={**one.environment, "AWS_ACCESS_KEY_ID": one.logical_id})
            for one in functions_of(self.loaded, code, endpoint=aws.endpoint, region=REGION)
        }

    def stored_items(self) -> dict[ItemKey, dict[str, Any]]:
        """Every item of both tables, as DynamoDB has it."""
        tables = [table.created.reference for table in self.loaded.of_type("AWS::DynamoDB::Table")]
        pages = self.clients("dynamodb").get_paginator("scan")
        return {
            (table, item["pk"]["S"], item["sk"]["S"]): item
            for table in tables
            for page in pages.paginate(TableName=table)
            for item in page["Items"]
        }

    def follow(self, channel: Channel) -> Followed:
        """Two messages of two people, one after the other, through functions that have just started."""
        visits: list[Visit] = []
        with ExitStack() as running:
            observed = self._observed(visits, running)
            sources = self._sources(observed)
            self._drain(sources[REPORT])
            for one in observed:
                one.is_open = True
            cold = self._one_message(channel, 1, sources, visits)
            warm = self._one_message(channel, 2, sources, visits)
        return Followed(channel=channel, cold=cold, warm=warm)

    def _observed(self, visits: list[Visit], running: ExitStack) -> list[Observed]:
        folder = Path(running.enter_context(TemporaryDirectory(dir=self._logs)))
        observed = []
        for name in (*STAGES, REPORT):
            worker = Worker(self.functions[name], folder)
            running.callback(worker.stop)
            worker.start()
            observed.append(Observed(worker, folder / f"{name}.log", self.aws, visits))
        return observed

    def _sources(self, observed: Sequence[Observed]) -> dict[str, Source]:
        by_name = {one.function.name: one for one in observed}
        mappings = self.loaded.of_type("AWS::Lambda::EventSourceMapping")
        return {
            mapping.logical_id.removesuffix("Source"): source_of(mapping, self.loaded, by_name, self.clients)
            for mapping in mappings
        }

    def _one_message(
        self, channel: Channel, number: int, sources: Mapping[str, Source], visits: list[Visit]
    ) -> tuple[Visit, ...]:
        """Changes are counted after each stage, as they are in an office where nobody else is writing."""
        before = len(visits)
        self._deliver(channel, number)
        for stage in STAGES:
            if not sources[stage].poll_once():
                raise BenchmarkError(f"nothing reached {stage}: the sample message was answered another way")
            self._drain(sources[REPORT])
        mine = tuple(visits[before:])
        if not any(one.operation in {"sns:Publish", "ses:SendEmail"} for visit in mine for one in visit.exchanges):
            raise BenchmarkError("the sample message got no automatic reply, so the calls are not those of a reply")
        return mine

    @staticmethod
    def _drain(source: Source) -> None:
        while source.poll_once():
            pass

    def _deliver(self, channel: Channel, number: int) -> None:
        office, text = self.sample.office, self.sample.examples[0]
        if channel is Channel.SMS:
            topic = self.loaded.resources["InboundSmsTopic"].created.reference
            sender = f"+1202555{100 + number:04d}"
            send_text(self.clients("sns"), topic, sender=sender, number=office.number, text=text)
            return
        sender = f"ada{number}@example.net"
        arrival = Arrival(
            message_id=uuid4().hex,
            peer="192.0.2.25",
            sender=sender,
            recipients=(office.address,),
            content=sample_mail(sender, office.address, "Pothole", text),
            received_at=datetime.now(UTC),
        )
        Receiving(receipt_rule_of(self.loaded), self.clients).receive(arrival)


def sample_mail(sender: str, recipient: str, subject: str, text: str) -> bytes:
    """A plain mail of one paragraph, as a mail program on a phone writes it."""
    mail = EmailMessage()
    mail["From"] = f"Ada Example <{sender}>"
    mail["To"] = recipient
    mail["Subject"] = subject
    mail["Date"] = datetime.now(UTC)
    mail["Message-ID"] = f"<{uuid4().hex}@example.net>"
    mail.set_content(text)
    return mail.as_bytes()


@contextmanager
def packaged_office(folder: Path, progress: Callable[[str], None]) -> Iterator[PackagedOffice]:
    """Package what is in the tree (again only if it changed), unpack a copy of its own, and open the office."""
    progress("layer")
    layer = build_layer()
    progress("package")
    made = build_package(layer)
    template = translate(made.template)
    with TemporaryDirectory(dir=folder) as unpacked:
        progress("unpacking")
        code = unpack(made.code, layer, Path(unpacked))
        with recorded_aws() as aws:
            office = PackagedOffice(aws, code, template, folder)
            with limits_lifted(office.clients("dynamodb"), office.records_table, office.sample.office.office_id):
                yield office


def unpack(archive: Path, layer: Path, folder: Path) -> UnpackedCode:
    """The code and the layer as Lambda mounts them: unpacked, and without compiled modules of earlier runs."""
    with ZipFile(archive) as contents:
        contents.extractall(folder / "code")
    copytree(layer, folder / "layer", ignore=ignore_patterns("__pycache__"))
    return UnpackedCode(code=folder / "code", layer=folder / "layer")
