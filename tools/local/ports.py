"""The ports of the stack: claimed before anything starts, so that a port in use is told at once and by name."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass

HOST = "127.0.0.1"
DEFAULTS = {"aws": 5050, "console": 8000, "phone": 8001, "smtp": 2525, "login": 8002}
BACKLOG = 128


class PortError(Exception):
    """A port that cannot be had; the message names the variable to set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """A listening socket for each server of the stack, on the loopback interface, by the names of DEFAULTS."""

    sockets: Mapping[str, socket.socket]
    numbers: Mapping[str, int]

    def url(self, name: str) -> str:
        """The address of one of the web servers."""
        return f"http://{HOST}:{self.numbers[name]}"

    def close(self) -> None:
        """Give all ports back."""
        for listening in self.sockets.values():
            listening.close()


def variable_of(name: str) -> str:
    """The environment variable that sets a port."""
    return f"CIVICLINE_PORT_{name.upper()}"


def claim_ports(environment: Mapping[str, str], *, any_free: bool = False) -> Ports:
    """Bind every port of the stack, 0 meaning any free one; raises PortError for one that cannot be had."""
    claimed: dict[str, socket.socket] = {}
    try:
        for name, default in DEFAULTS.items():
            wish = "0" if any_free else environment.get(variable_of(name), str(default))
            claimed[name] = _claim(name, wish)
    except PortError:
        for listening in claimed.values():
            listening.close()
        raise
    numbers = {name: int(listening.getsockname()[1]) for name, listening in claimed.items()}
    return Ports(sockets=claimed, numbers=numbers)


def _claim(name: str, wish: str) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # A port whose last connections are still closing can be had again at once.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, int(wish)))
        listening.listen(BACKLOG)
    except (OSError, ValueError, OverflowError) as error:
        listening.close()
        variable = variable_of(name)
        raise PortError(
            f"port {wish} for {name} cannot be used ({error}): set {variable} to another port, or to 0 for any free one"
        ) from error
    return listening
