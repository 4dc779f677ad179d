"""The guard that keeps tests off the network must itself hold."""

import socket

import pytest

from tests.conftest import NetworkError


def test_a_test_that_reaches_for_the_network_fails() -> None:
    with socket.socket() as wire, pytest.raises(NetworkError, match=r"192\.0\.2\.1"):
        wire.connect(("192.0.2.1", 80))  # RFC 5737: an address for documentation


def test_a_server_on_this_machine_is_allowed() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
