"""The AWS services, played by moto in a process of its own.

Started as `python -m tools.local.servers.aws_server DESCRIPTOR`, the number of an inherited, listening socket.

Beside moto it answers at SENT_PATH with the mail and the texts that were sent, in the form of moto's own
`/moto-api/data.json`. That one lists everything that moto has ever held, which takes over a second once an office has
been set up, and stops every other request meanwhile.
"""

import json
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from tools.local.servers.lifeline import leave_with_the_stack
from tools.local.servers.transactions import one_at_a_time, write_without_copies

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

SENT_PATH = "/civicline/sent"
SENT: dict[str, dict[str, tuple[str, ...]]] = {
    "ses": {"RawMessage": ("id", "source", "destinations", "raw_data")},
    "sns": {"SMS": ("message_id", "phone_number", "message")},
}
"""What is sent, by moto's names of service, model and attributes."""


def main(descriptor: int) -> None:
    """Serve until the stack ends."""
    leave_with_the_stack()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    host, port = _address(descriptor)
    # Read when moto is imported: the URLs that it gives out, such as those of queues, carry this port.
    os.environ["MOTO_PORT"] = str(port)
    moto: Any = import_module("moto.moto_server.werkzeug_app")
    write_without_copies()
    application = with_sent(one_at_a_time(moto.DomainDispatcherApplication(moto.create_backend_app)))
    make_server(
        host, port, application, threaded=True, request_handler=moto.MotoRequestHandler, fd=descriptor
    ).serve_forever()


def with_sent(moto_application: WsgiApplication) -> WsgiApplication:
    """moto, and what was sent beside it."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != SENT_PATH:
            return moto_application(environ, start_response)
        return Response(json.dumps(_sent()), content_type="application/json")(environ, start_response)

    return application


def _sent() -> dict[str, Any]:
    tracked: Any = import_module("moto.core.model_instances").model_data
    return {
        service: {
            model: [
                {name: getattr(instance, name) for name in names}
                # A copy, since other threads may be sending.
                for instance in list(tracked[service][model].instances_tracked if service in tracked else ())
            ]
            for model, names in models.items()
        }
        for service, models in SENT.items()
    }


def _address(descriptor: int) -> tuple[str, int]:
    with socket.socket(fileno=os.dup(descriptor)) as listening:
        host, port = listening.getsockname()
        return host, port


if __name__ == "__main__":
    main(int(sys.argv[1]))
