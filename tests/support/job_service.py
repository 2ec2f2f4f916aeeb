"""A stand-in for the job service (JobSearch 1.37), on loopback, with invented adverts.

As true to facts/jobtech.md as that is: places are OR-ed, unknown codes find nothing, wrong limits
are a 400, X-Fields masks the reply. By hand: `python -m tests.support.job_service --port 8099`.
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.support import job_faults as faults
from tests.support import job_mask, job_query
from tests.support.job_adverts import adverts

CONCEPTS = ("skill", "occupation", "location")
MOST_TYPED = 50


class JobService:
    """The service and what was asked of it; the next replies can be made to go wrong.

    `requests` has the parameters of each search, `headers` its headers, in order.
    """

    def __init__(self) -> None:
        self.adverts = adverts()
        self.requests: list[dict[str, list[str]]] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""
        self._faults: deque[faults.Fault] = deque()

    def fail(self, status: int, times: int = 1, retry_after: str | None = None) -> None:
        """The next `times` searches are answered with this status."""
        self._add(faults.status(status, retry_after), times)

    def hang(self, times: int = 1) -> None:
        """… get no reply while the caller waits."""
        self._add(faults.hang, times)

    def drip(self, times: int = 1) -> None:
        """… get a body that comes byte by byte and never ends."""
        self._add(faults.drip, times)

    def drip_head(self, times: int = 1) -> None:
        """… get headers that come byte by byte and never end."""
        self._add(faults.drip_head, times)

    def cut(self, times: int = 1) -> None:
        """… find the connection closed."""
        self._add(faults.cut, times)

    def garble(self, times: int = 1) -> None:
        """… get half of a JSON text."""
        self._add(faults.garbled(), times)

    def empty(self, times: int = 1) -> None:
        """… find no adverts."""
        self._add(faults.empty(), times)

    def redirect(self, to: str, times: int = 1) -> None:
        """… are sent elsewhere."""
        self._add(faults.redirect(to), times)

    def flood(self, size: int, times: int = 1) -> None:
        """… get that many bytes."""
        self._add(faults.flood(size), times)

    def mend(self) -> None:
        """Nothing goes wrong from now on."""
        self._faults.clear()

    def _add(self, fault: faults.Fault, times: int) -> None:
        self._faults.extend([fault] * times)

    def app(self) -> ASGIApp:
        """The whole service."""
        routes = [
            Route("/search", self._search),
            Route("/ad/{id}", self._advert),
            Route("/complete", self._complete),
        ]
        inner = Starlette(routes=routes)

        async def outer(scope: Scope, receive: Receive, send: Send) -> None:
            app: ASGIApp = inner
            if scope["path"] == "/search":
                request = Request(scope)
                self.requests.append(_parameters(request))
                self.headers.append(dict(request.headers))
                app = self._faults.popleft() if self._faults else inner
            await app(scope, receive, send)

        return outer

    def _search(self, request: Request) -> Response:
        asked = _parameters(request)
        if wrong := job_query.problems(asked):
            message = "Input payload validation failed"
            return JSONResponse({"errors": wrong, "message": message}, 400)
        every_word = request.headers.get("x-feature-freetext-bool-method") == "and"
        found = job_query.found(self.adverts, asked, every_word)
        return _masked(request, _reply(found, asked))

    def _advert(self, request: Request) -> Response:
        wanted = request.path_params["id"]
        found = [advert for advert in self.adverts if advert["id"] == wanted]
        if not found:
            return JSONResponse({"message": "Ad not found"}, 404)
        return _masked(request, found[0])

    def _complete(self, request: Request) -> Response:
        begun = request.query_params.get("q", "").lower()
        labels = [advert["occupation_group"]["label"].lower() for advert in self.adverts]
        fitting = sorted({label for label in labels if begun and label.startswith(begun)})
        typeahead = [
            {
                "value": label,
                "found_phrase": label,
                "type": "occupation",
                "occurrences": labels.count(label),
            }
            for label in fitting[:MOST_TYPED]
        ]
        times = {"time_in_millis": 5, "result_time_in_millis": 9}
        return JSONResponse({**times, "typeahead": typeahead})


def _parameters(request: Request) -> dict[str, list[str]]:
    parameters = request.query_params
    return {name: parameters.getlist(name) for name in parameters}


def _reply(found: list[dict[str, Any]], asked: dict[str, list[str]]) -> dict[str, Any]:
    limit, offset = job_query.number(asked, "limit"), job_query.number(asked, "offset")
    page = found[offset : offset + limit]
    posts = sum(hit["number_of_vacancies"] or 0 for hit in found)
    suffixes = ("", "_must", "_must_not")
    concepts = {kind + suffix: [] for kind in CONCEPTS for suffix in suffixes}
    return {
        **faults.EMPTY,
        "total": {"value": len(found)},
        "positions": posts if limit else 0,
        "stats": job_query.stats(found, asked),
        "freetext_concepts": concepts if asked.get("q") else {},
        "hits": [{"relevance": job_query.relevance(hit, asked), **hit} for hit in page],
    }


def _masked(request: Request, reply: dict[str, Any]) -> Response:
    header = request.headers.get("x-fields")
    try:
        mask = job_mask.parsed(header) if header else None
    except job_mask.BadMask as error:
        return JSONResponse({"message": str(error)}, 400)
    return JSONResponse(job_mask.applied(mask, reply))


@contextlib.contextmanager
def running(service: JobService | None = None, port: int = 0) -> Iterator[JobService]:
    """The service, on loopback in a thread of its own; `url` says where."""
    service = service or JobService()
    listener = socket.create_server(("127.0.0.1", port))
    service.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        service.app(), log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.should_exit = True
        thread.join(5)
        listener.close()


def main() -> None:
    """Serves until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    config = uvicorn.Config(
        JobService().app(),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
