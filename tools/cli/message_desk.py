"""What the commands of `civicline messages` have in common: the office, its messages, and how refusals are told."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from civicline.domain.approved.approval import ApprovalRefusedError
from civicline.domain.approved.approved_message import MessageName, MessageNameError, MessageVersion
from civicline.domain.errors import ConcurrentChangeError, CursorInvalidError, MessageVersionNotFoundError
from civicline.domain.office import Office
from functions.console.approve_messages import ApproveMessages, version_in
from tools.cli.deployment import Deployment

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An office of a deployment, with the means to write and approve its messages."""

    deployment: Deployment
    office: Office
    approving: ApproveMessages

    @classmethod
    def of(cls, stack_file: Path, aws_stack: str | None, office_id: str | None) -> Desk:
        """The desk of the office that the options name. Raises click.ClickException."""
        deployment = Deployment.find(stack_file, aws_stack)
        approving = ApproveMessages(
            offices=deployment.offices, messages=deployment.approved_messages, clock=lambda: datetime.now(UTC)
        )
        return cls(deployment=deployment, office=deployment.office(office_id), approving=approving)

    def versions(self, name: MessageName) -> tuple[MessageVersion, ...]:
        """All versions of a message. Raises click.ClickException where there are none."""
        versions = self.approving.versions(self.office, name)
        if not versions:
            raise click.ClickException(
                f"office {self.office.office_id} has no message {name}; see `civicline messages list`"
            )
        return versions

    def version(self, name: MessageName, number: int | None) -> MessageVersion:
        """One version, the newest for None."""
        return version_in(self.versions(name), number)


class NameOfMessage(click.ParamType[MessageName]):
    """An argument such as `pothole.sms.en`."""

    name = "message"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> MessageName:
        """The name that was typed."""
        if isinstance(value, MessageName):
            return value
        try:
            return MessageName.parse(str(value))
        except MessageNameError as error:
            self.fail(str(error), param, ctx)


message_argument = click.argument("message", type=NameOfMessage())
version_option = click.option(
    "--version", "number", type=click.IntRange(min=1), help="Its number; else the newest version."
)


def refusals_told(function: F) -> F:
    """What may not be done is told in a sentence, with exit code 1."""

    @functools.wraps(function)
    def telling(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (ApprovalRefusedError, MessageVersionNotFoundError) as error:
            raise click.ClickException(str(error)) from None
        except CursorInvalidError:
            raise click.ClickException("--cursor is not one of this list; begin without it") from None
        except ConcurrentChangeError:
            raise click.ClickException("somebody else changed the message at the same moment; look again") from None

    told: Any = telling
    return cast(F, told)
