"""What every test stands on: no network, and the evaluation folder where there is one."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import hypothesis
import pytest

# Tests never time: a shared machine may be slow at any moment.
hypothesis.settings.register_profile("farsakh", deadline=None)
hypothesis.settings.load_profile("farsakh")

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class NetworkError(AssertionError):
    """A test has reached for the network."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and (
            not isinstance(address, tuple) or address[0] not in LOOPBACK
        ):
            msg = f"a test has reached for the network: {address}"
            raise NetworkError(msg)
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what the user of this machine has imported out of the tests."""
    folder = tmp_path_factory.getbasetemp() / "no-imports"
    monkeypatch.setenv("FARSAKH_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of evaluation sets and reports beside the checkout, or skip."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the evaluation sets are not beside the checkout")
    return folder


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Give the root of the source checkout, or skip where the tests run without it."""
    if not (ROOT / "README.md").is_file():
        pytest.skip("the tests run without a source checkout")
    return ROOT


@pytest.fixture
def carried() -> None:
    """See that the build could bring what offline pages carry; else skip, and fail in CI."""
    from geo.errors import MissingDataError  # noqa: PLC0415 - of the packages under test
    from maps.pinned import content, pinned  # noqa: PLC0415

    try:
        for file in pinned().values():
            content(file)
    except MissingDataError as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
