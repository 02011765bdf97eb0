"""The whole stack: starts everything in order, and ends it in reverse."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen
from types import TracebackType
from typing import Self

from tools.local.children import base_environment, end_child, start_child
from tools.local.clients import REGION, laptop_clients
from tools.local.front.front import front_of
from tools.local.lambdas.event_host import Activity, EventHost, Watched, source_of
from tools.local.lambdas.functions import functions_of
from tools.local.lambdas.workers import Worker
from tools.local.phone.outbox import Outbox, read_sent
from tools.local.phone.page import PhonePage
from tools.local.ports import Ports
from tools.local.preparation import Prepared
from tools.local.receiving.listener import Receiving, SmtpListener
from tools.local.receiving.receipt_rule import receipt_rule_of
from tools.local.sample_office import Sample, template_parameters
from tools.local.servers.web import WebServer
from tools.local.template.loader import LoadedTemplate, load
from tools.packaging import folders

STACK_NAME = "civicline-dev"


class Stack:
    """Used in a `with` block, which ends every process and thread of the stack, however it is left."""

    def __init__(self, ports: Ports, logs: Path) -> None:
        self.ports = ports
        self.clients = laptop_clients(ports.url("aws"))
        self._logs = logs
        self._running = ExitStack()
        self._running.callback(ports.close)
        self._activity = Activity()
        self._functions: dict[str, Watched] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    def start_aws(self) -> None:
        """Start moto; its first answer comes when it is ready."""
        self._start_server("aws")

    def start_login(self, staff_json: str) -> None:
        """Start the login page for the sample staff."""
        self._start_server("login", staff_json)

    def load_template(self, prepared: Prepared, sample: Sample) -> LoadedTemplate:
        """Create everything that the template declares."""
        parameters = template_parameters(
            sample.office, console_url=self.ports.url("console"), issuer=self.ports.url("login")
        )
        return load(
            prepared.template,
            stack_name=STACK_NAME,
            parameters=parameters,
            clients=self.clients,
            region=REGION,
        )

    def start_functions(self, loaded: LoadedTemplate, prepared: Prepared) -> int:
        """Start a process for every function, and return how many there are; raises WorkerStartError."""
        functions = functions_of(loaded, prepared.code, endpoint=self.ports.url("aws"), region=REGION)
        workers = [Worker(function, self._logs) for function in functions]
        for worker in workers:
            self._running.callback(worker.stop)
        with ThreadPoolExecutor(max_workers=len(workers)) as pool:
            for started in [pool.submit(worker.start) for worker in workers]:
                started.result()
        self._functions = {worker.function.name: Watched(worker, self._activity) for worker in workers}
        return len(workers)

    def start_events(self, loaded: LoadedTemplate) -> None:
        """Begin to feed the functions from queues and streams."""
        mappings = loaded.of_type("AWS::Lambda::EventSourceMapping")
        sources = [source_of(mapping, loaded, self._functions, self.clients) for mapping in mappings]
        self._run(EventHost(sources, self._activity))

    def start_doors(self, loaded: LoadedTemplate, sample: Sample) -> None:
        """Open what people use: the console, the mail listener, the phone page."""
        self._run(WebServer(front_of(loaded, self._functions), self.ports.sockets["console"]))
        receiving = Receiving(receipt_rule_of(loaded), self.clients)
        listener = SmtpListener(receiving, self.ports.sockets["smtp"])
        self._run(listener)
        page = PhonePage(
            office=sample.office,
            examples=sample.examples,
            clients=self.clients,
            ports=self.ports,
            inbound_sms_topic=loaded.resources["InboundSmsTopic"].created.reference,
            outbox=Outbox(read_sent(self.ports.url("aws"))),
        )
        self._run(WebServer(page, self.ports.sockets["phone"]))

    def _start_server(self, name: str, *arguments: str) -> None:
        listening = self.ports.sockets[name]
        child: Popen[str] = start_child(
            [sys.executable, "-m", f"tools.local.servers.{name}_server", str(listening.fileno()), *arguments],
            log=self._logs / f"{name}.log",
            environment={**base_environment(), "PYTHONPATH": str(folders.PROJECT)},
            descriptors=[listening.fileno()],
        )
        # Only the child may hold the socket: if it dies, callers are refused instead of waiting for ever.
        listening.close()
        self._running.callback(end_child, child)

    def _run(self, part: "EventHost | WebServer | SmtpListener") -> None:
        part.start()
        stop: Callable[[], None] = part.stop
        self._running.callback(stop)
