"""A resource on its way to being created, which notices what nobody looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tools.local.template.errors import UnknownPropertyError
from tools.local.template.intrinsics import Created

REQUIRED = object()


class Clients(Protocol):
    """boto3 clients by service name, all at the laptop's endpoint."""

    def __call__(self, service: str) -> Any:
        """The client of a service."""


class Properties:
    """The properties of one resource; a creator takes or leaves each, and `refuse_unread` finds the rest."""

    def __init__(self, owner: str, values: Mapping[str, Any]) -> None:
        self._owner = owner
        self._values = dict(values)
        self._read = {"Tags"}  # tags cost money and set permissions: neither exists on a laptop

    def take(self, name: str, default: Any = REQUIRED) -> Any:
        """The value of a property; raises UnknownPropertyError if it is required and absent."""
        self._read.add(name)
        value = self._values.get(name, default)
        if value is REQUIRED:
            raise UnknownPropertyError(f"{self._owner} has no {name}")
        return value

    def take_present(self, *names: str) -> dict[str, Any]:
        """Those of the named properties that the template gives."""
        self._read.update(names)
        return {name: self._values[name] for name in names if name in self._values}

    def leave(self, *names: str, because: str) -> None:
        """Leave properties out, for a reason that a reader of the creator sees."""
        if not because:
            raise ValueError("leaving a property out needs a reason")
        self._read.update(names)

    def take_rest(self) -> dict[str, Any]:
        """Everything not yet read, for resources that are kept whole for another part of the stack."""
        rest = {name: value for name, value in self._values.items() if name not in self._read}
        self._read.update(rest)
        return rest

    def refuse_unread(self) -> None:
        """Raise UnknownPropertyError naming every property that nobody read."""
        unread = sorted(set(self._values) - self._read)
        if unread:
            raise UnknownPropertyError(f"{self._owner}: the laptop stack does not know {', '.join(unread)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One resource to create: its properties are resolved, `name` is used where the template gives none."""

    logical_id: str
    name: str
    properties: Properties
    clients: Clients
    region: str
    account: str

    def arn(self, service: str, resource: str) -> str:
        """An Amazon resource name in the laptop's account and region."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


Creator = Callable[[Wanted], Created]
