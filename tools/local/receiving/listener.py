"""The SMTP listener: any mail program can write to the office through it."""

import asyncio
import json
import logging
import secrets
import socket
import string
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.controller import BaseThreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session
from botocore.exceptions import BotoCoreError, ClientError

from tools.local.receiving.notification import Arrival, received_notification, stored_content
from tools.local.receiving.receipt_rule import ReceiptRule
from tools.local.template.properties import Clients

LOG = logging.getLogger(__name__)
LARGEST_MAIL_BYTES = 40 * 1024 * 1024  # what SES receives at most
LONGEST_LINE_BYTES = 4 * 1024 * 1024
ID_LETTERS = string.ascii_lowercase + string.digits
ID_LENGTH = 40


class Receiving:
    """Takes mail that the receipt rule accepts, stores it, announces it, and only then says that it has it."""

    def __init__(self, rule: ReceiptRule, clients: Clients) -> None:
        self._rule = rule
        self._clients = clients

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient of the rule; another is told that there is no such mailbox."""
        del server, session
        if not self._rule.accepts(address):
            return "550 5.1.1 mailbox unavailable"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Store and announce; if that fails the sender is asked to come again, so nothing is lost."""
        del server
        arrival = _arrival(session, envelope)
        try:
            await asyncio.get_running_loop().run_in_executor(None, self.receive, arrival)
        except (BotoCoreError, ClientError) as error:
            LOG.warning("a mail could not be taken: %s", error)
            return "451 4.3.0 local error in processing, try again later"
        return f"250 2.0.0 OK {arrival.message_id}"

    def receive(self, arrival: Arrival) -> None:
        """Store a mail and announce it."""
        key = self._rule.prefix + arrival.message_id
        s3, sns = self._clients("s3"), self._clients("sns")
        s3.put_object(Bucket=self._rule.bucket, Key=key, Body=stored_content(arrival))
        note = received_notification(arrival, self._rule, key, announced_at=datetime.now(UTC))
        sns.publish(
            TopicArn=self._rule.topic_arn,
            Message=json.dumps(note),
            Subject="Amazon SES Email Receipt Notification",
        )


def _arrival(session: Session, envelope: Envelope) -> Arrival:
    content = envelope.original_content or b""
    return Arrival(
        message_id="".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH)),
        peer=str(session.peer[0]) if session.peer else "unknown",
        sender=envelope.mail_from or "",
        recipients=tuple(envelope.rcpt_tos),
        content=content,
        received_at=datetime.now(UTC),
    )


class _Session(SMTP):
    """One connection. Programs write headers and HTML of any length into one line; RFC 5321 4.5.3.1 allows it."""

    line_length_limit = LONGEST_LINE_BYTES


class SmtpListener(BaseThreadedController):
    """Serves SMTP on a socket that is already bound, in a thread of its own."""

    def __init__(self, receiving: Receiving, listening: socket.socket) -> None:
        super().__init__(
            receiving,
            data_size_limit=LARGEST_MAIL_BYTES,
            server_hostname="inbound-smtp.laptop",
            ident="Civicline laptop",
            decode_data=False,
        )
        self._listening = listening

    def factory(self) -> SMTP:
        """A session for a new connection."""
        return _Session(self.handler, **self.SMTP_kwargs)

    def _create_server(self) -> Coroutine[Any, Any, asyncio.Server]:
        return self.loop.create_server(self._factory_invoker, sock=self._listening)

    def _trigger_server(self) -> None:
        """Make the server build its first session, which shows whether it can."""
        with socket.create_connection(self._listening.getsockname(), timeout=self.ready_timeout) as probe:
            probe.recv(1024)
