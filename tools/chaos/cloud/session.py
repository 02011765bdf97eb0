"""The session that boto3 gives the functions' clients out of: ours, with the weather around every call."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3

from tools.chaos.faults import Sky

_CALLS_ONLY = {"meta", "exceptions"}


class Interposed:
    """A client whose every call goes through the weather. A paginator is one call."""

    def __init__(self, service: str, client: Any, sky: Sky, *, retries: bool) -> None:
        self._service = service
        self._client = client
        self._sky = sky
        self._retries = retries

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._client, name)
        if name in _CALLS_ONLY:
            return found
        place = f"{self._service}.{name}"
        if name == "get_paginator":
            return lambda operation: self._sky.around(
                place, {"operation_name": operation}, _named(found), retries=False
            )
        return lambda **request: self._sky.around(place, request, found, retries=self._retries)


class ChaosSession:
    """What `boto3.client` asks: the given clients, interposed."""

    def __init__(self, clients: Mapping[str, Any], sky: Sky) -> None:
        self._clients = clients
        self._sky = sky

    def client(self, service: str, config: Any = None, **_: Any) -> Interposed:
        """A client. One that is told to try once does not repeat a call when its answer is lost; others do."""
        tries_once = config is not None and (config.retries or {}).get("total_max_attempts") == 1
        return Interposed(service, self._clients[service], self._sky, retries=not tries_once)


@contextmanager
def given_to_boto3(session: ChaosSession) -> Iterator[None]:
    """Have boto3's own functions use a session."""
    library: Any = boto3
    before, library.DEFAULT_SESSION = library.DEFAULT_SESSION, session
    try:
        yield
    finally:
        library.DEFAULT_SESSION = before


def _named(call: Callable[[str], Any]) -> Callable[..., Any]:
    return lambda operation_name: call(operation_name)
