"""The packaged zip and layer answer people by themselves, in an interpreter that has nothing else."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.infra.documents import Template, as_list
from tests.infra.recorded_aws import RecordedAws, recorded_aws
from tools.local.clients import REGION, laptop_clients
from tools.local.lambdas.event_host import Source, source_of
from tools.local.lambdas.functions import UnpackedCode, functions_of
from tools.local.lambdas.workers import Worker
from tools.local.phone.outbox import Outbox, Sent, read_moto
from tools.local.preparation import unpacked
from tools.local.sample_office import install_sample, read_sample, template_parameters
from tools.local.template.loader import LoadedTemplate, load
from tools.local.template.properties import Clients
from tools.packaging.assembly import Package
from tools.packaging.translation import translate
from tools.sample_rules import limits_lifted

EVENTS = Path(__file__).parents[1] / "events"
STACK = "civicline-dev"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The sample office on the packaged code, with moto for AWS; nothing runs unless a test says so."""

    aws: RecordedAws
    clients: Clients
    loaded: LoadedTemplate
    workers: Mapping[str, Worker]
    sources: Mapping[str, Source]

    def invoke(self, function: str, event: Mapping[str, Any]) -> Any:
        invocation = self.workers[function].invoke(event)
        assert invocation.error is None, invocation.error
        return invocation.result

    def waiting(self) -> int:
        """The messages in any queue, seen or unseen: what failed stays in its queue."""
        names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        queues = [queue.created.reference for queue in self.loaded.of_type("AWS::SQS::Queue")]
        asked = [
            self.clients("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=list(names))["Attributes"]
            for url in queues
        ]
        return sum(int(attributes[name]) for attributes in asked for name in names)

    def sent(self) -> Sent:
        """What left through SNS and SES."""
        return Outbox(read_moto(self.aws.endpoint)).sent()


def _event(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


@pytest.fixture(scope="module")
def deployed(for_this_machine: Package) -> Template:
    return Template(translate(for_this_machine.template))


@pytest.fixture(scope="module")
def office(
    deployed: Template, for_this_machine: Package, built_layer: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    code = UnpackedCode(code=unpacked(for_this_machine.code), layer=built_layer)
    sample = read_sample()
    with recorded_aws() as aws:
        clients = laptop_clients(aws.endpoint)
        loaded = load(
            deployed.document,
            stack_name=STACK,
            parameters=template_parameters(
                sample.office, console_url="http://console.test", issuer="http://login.test"
            ),
            clients=clients,
            region=REGION,
        )
        records = loaded.resources["RecordsTable"].created.reference
        install_sample(sample, clients, records)
        workers = {}
        for function in functions_of(loaded, code, endpoint=aws.endpoint, region=REGION):
            # The access key tells moto's record which function called.
            signed = replace(function, environment={**function.environment, "AWS_ACCESS_KEY_ID": function.logical_id})
            workers[function.logical_id] = Worker(signed, tmp_path_factory.mktemp("logs"))
        by_name = {worker.function.name: worker for worker in workers.values()}
        sources = {
            mapping.logical_id: source_of(mapping, loaded, by_name, clients)
            for mapping in loaded.of_type("AWS::Lambda::EventSourceMapping")
        }
        mail = (EVENTS / "mail.eml").read_bytes()
        bucket = loaded.resources["MailBucket"].created.reference
        clients("s3").put_object(Bucket=bucket, Key="mail/recorded", Body=mail)
        try:
            with limits_lifted(clients("dynamodb"), records, sample.office.office_id):
                yield Office(aws=aws, clients=clients, loaded=loaded, workers=workers, sources=sources)
        finally:
            for worker in workers.values():
                worker.stop()


def test_every_function_of_the_template_starts_from_the_package(office: Office, deployed: Template) -> None:
    for worker in office.workers.values():
        worker.start()

    assert office.workers.keys() == deployed.of_type("AWS::Lambda::Function").keys()


def test_a_recorded_request_for_help_is_answered_by_the_packaged_functions(office: Office) -> None:
    assert office.invoke("Inbound", _event("inbound_help")) == {"batchItemFailures": []}
    assert office.sources["ReplySource"].poll_once()

    (sent,) = office.sent().texts
    assert sent.number == "+12065550100"
    assert "Riverbend" in sent.text


def test_a_recorded_text_is_classified_and_decided_by_the_packaged_functions(office: Office) -> None:
    assert office.invoke("Inbound", _event("inbound_text")) == {"batchItemFailures": []}
    assert office.sources["ClassifySource"].poll_once()
    assert office.sources["ReplySource"].poll_once()

    assert office.waiting() == 0


def test_a_recorded_mail_on_a_clear_matter_is_answered_by_the_packaged_functions(office: Office) -> None:
    assert office.invoke("Inbound", _event("inbound_mail")) == {"batchItemFailures": []}
    assert office.sources["ClassifySource"].poll_once()
    assert office.sources["ReplySource"].poll_once()

    (sent,) = office.sent().mails
    assert set(sent.addresses) == {"ada@example.net"}
    assert sent.sender.endswith("help@riverbend.example>")


def test_what_was_recorded_is_counted_by_the_packaged_function(office: Office) -> None:
    while office.sources["ReportSource"].poll_once():
        pass

    aggregates = office.loaded.resources["AggregatesTable"].created.reference
    assert office.clients("dynamodb").scan(TableName=aggregates)["Count"] > 0


def test_drift_is_measured_by_the_packaged_function(office: Office) -> None:
    assert office.invoke("Drift", _event("schedule")) == {"offices": 1, "drifting": 0}


def test_what_cannot_be_read_is_kept_in_quarantine(office: Office) -> None:
    assert office.invoke("Inbound", _event("inbound_unreadable")) == {"batchItemFailures": []}

    assert "s3:PutObject" in office.aws.actions["Inbound"]


def test_a_recorded_request_gets_a_page_of_the_packaged_console(office: Office) -> None:
    response = office.invoke("APIHandler", _event("console_health"))

    assert response["statusCode"] == 200


def test_a_stranger_at_the_packaged_console_is_asked_to_sign_in(office: Office) -> None:
    response = office.invoke("APIHandler", _event("console_front_page"))

    assert response["statusCode"] in {302, 303}


def test_every_action_that_was_called_is_one_its_function_may_use(office: Office, deployed: Template) -> None:
    assert {"Inbound", "Classify", "Reply", "Report", "Drift"} <= office.aws.actions.keys()

    for function in office.workers:
        allowed = {
            action
            for statement in deployed.statements_of(function)
            if statement["Effect"] == "Allow"
            for action in as_list(statement["Action"])
        }
        assert office.aws.actions.get(function, set()) <= allowed, function
