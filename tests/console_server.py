"""The console on fakes behind a real port, for a real browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from civicline.domain.staff import StaffMember
from functions.console.session import Session
from tests.console_fakes import Browser, Stage


def session_of(stage: Stage, member: StaffMember) -> str:
    """The value of a session cookie."""
    now = stage.clock()
    session = Session(member=member, csrf_token="csrf-1", started_at=now, seen_at=now)
    return stage.console.cookies.seal_session(session)


@contextmanager
def serving_console(stage: Stage) -> Iterator[str]:
    """The address at which the console answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, body: str | None) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            browser = Browser(stage, prefix="", host=headers["host"])
            answer = browser.fetch(self.command, self.path, headers, body)
            data = answer.body.encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if isinstance(value, str):
                    self.send_header(name, value)
            for cookie in answer.cookies:
                self.send_header("Set-Cookie", cookie)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """The test's output has no room for an access log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
