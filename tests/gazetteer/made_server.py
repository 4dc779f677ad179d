"""A Nominatim server on this machine, which answers from a table and notes what it was asked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

# the form of Nominatim's /search?format=json&addressdetails=1, of a made village
QASR_MADE: dict[str, object] = {
    "place_id": 1, "osm_type": "node", "osm_id": 99, "lat": "34.5", "lon": "40.2",
    "class": "place", "type": "village", "addresstype": "village", "name": "Qasr Made",
    "display_name": "Qasr Made, Deir ez-Zor Governorate, Syria",
    "boundingbox": ["34.48", "34.52", "40.18", "40.22"], "address": {"country_code": "sy"},
}  # fmt: skip


class MadeServer(ThreadingHTTPServer):
    """Answers by name; a number instead of an answer is an HTTP error."""

    def __init__(self, answers: dict[str, list[dict[str, object]] | int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.asked: list[dict[str, str]] = []
        self.agents: list[str] = []

    @property
    def domain(self) -> str:
        """Give the address for geopy."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: MadeServer

    def do_GET(self) -> None:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append(asked)
        self.server.agents.append(self.headers["User-Agent"])
        answer = self.server.answers.get(asked["q"], [])
        status = answer if isinstance(answer, int) else 200
        body = json.dumps([] if isinstance(answer, int) else answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def serving(answers: dict[str, list[dict[str, object]] | int]) -> Iterator[MadeServer]:
    """Run a server while the block runs."""
    with MadeServer(answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
