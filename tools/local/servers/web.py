"""A WSGI application served by threads of the stack itself."""

import logging
import socket
import threading
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


class _QuietHandler(WSGIRequestHandler):
    """Keeps connections open, and says nothing about requests, whose paths may name people."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class WebServer:
    """Serves an application on a socket that is already bound."""

    def __init__(self, application: Any, listening: socket.socket) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        host, port = listening.getsockname()
        self._server: BaseWSGIServer = make_server(
            host, port, application, threaded=True, request_handler=_QuietHandler, fd=listening.fileno()
        )

    def start(self) -> None:
        """Begin to serve, in a thread."""
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()
