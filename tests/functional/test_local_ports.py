"""A port that cannot be had is told at once, with the variable to set."""

import socket

import pytest

from tools.local.ports import PortError, claim_ports

FREE = {f"CIVICLINE_PORT_{name}": "0" for name in ("AWS", "CONSOLE", "PHONE", "SMTP", "LOGIN")}


def test_zero_means_any_free_port() -> None:
    ports = claim_ports(FREE)
    try:
        assert len(set(ports.numbers.values())) == 5
        assert ports.url("console") == f"http://127.0.0.1:{ports.numbers['console']}"
    finally:
        ports.close()


@pytest.mark.parametrize("wish", ["taken", "many", "99999"])
def test_a_port_that_cannot_be_had_names_the_variable_to_set(wish: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        value = str(other.getsockname()[1]) if wish == "taken" else wish
        with pytest.raises(PortError, match="set CIVICLINE_PORT_SMTP to another port"):
            claim_ports(FREE | {"CIVICLINE_PORT_SMTP": value})
