"""A rasa that answers and reads everything alike and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@contextlib.contextmanager
def fake_rasa(
    url: str, answer: dict[str, Any], reading: dict[str, Any] | None = None
) -> Iterator[list[dict[str, Any]]]:
    """The bodies of all questions so far, while it listens at `url` on loopback.

    What it shall only read gets `reading`, or 404 without one.
    """
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            reads = self.path == "/webhooks/read/"
            if not reads:
                asked.append(body)
            said = json.dumps(reading if reads else [{"custom": answer}]).encode()
            self.send_response(404 if reads and reading is None else 200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", urlsplit(url).port or 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
