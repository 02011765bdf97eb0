"""The AWS services, played by moto in a process of its own.

Started as `python -m tools.local.servers.aws_server DESCRIPTOR`, the number of an inherited, listening socket.
"""

import logging
import os
import socket
import sys
from importlib import import_module
from typing import Any

from werkzeug.serving import make_server

from tools.local.servers.lifeline import leave_with_the_stack


def main(descriptor: int) -> None:
    """Serve until the stack ends."""
    leave_with_the_stack()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    host, port = _address(descriptor)
    # Read when moto is imported: the URLs that it gives out, such as those of queues, carry this port.
    os.environ["MOTO_PORT"] = str(port)
    moto: Any = import_module("moto.moto_server.werkzeug_app")
    application = moto.DomainDispatcherApplication(moto.create_backend_app)
    make_server(
        host, port, application, threaded=True, request_handler=moto.MotoRequestHandler, fd=descriptor
    ).serve_forever()


def _address(descriptor: int) -> tuple[str, int]:
    with socket.socket(fileno=os.dup(descriptor)) as listening:
        host, port = listening.getsockname()
        return host, port


if __name__ == "__main__":
    main(int(sys.argv[1]))
