"""Everything that can go wrong with a reply of the job service, each as an ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

Fault = Callable[[Scope, Receive, Send], Awaitable[None]]
DRIP_S = 0.1
EMPTY = {
    "total": {"value": 0},
    "positions": 0,
    "query_time_in_millis": 3,
    "result_time_in_millis": 12,
    "stats": [],
    "freetext_concepts": {},
    "hits": [],
}


def status(code: int, retry_after: str | None) -> Fault:
    """A reply with this status, and what to wait if that is said."""
    headers = {"retry-after": retry_after} if retry_after is not None else {}
    message = {500: "Failed to establish connection to database"}.get(code, "No")
    return JSONResponse({"message": message}, code, headers)


def garbled() -> Fault:
    """JSON that breaks off."""
    return Response(b'{"total": {"value": 3}, "hits": [{"id": "99', media_type="application/json")


def empty() -> Fault:
    """No adverts."""
    return JSONResponse(EMPTY)


def redirect(to: str) -> Fault:
    """A reply that sends the caller elsewhere."""
    return RedirectResponse(to)


def flood(size: int) -> Fault:
    """A list of that many bytes."""
    return Response(b"[" + b"1," * (size // 2) + b"1]", media_type="application/json")


async def hang(scope: Scope, receive: Receive, send: Send) -> None:
    """Says nothing until the caller goes away."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def drip(scope: Scope, receive: Receive, send: Send) -> None:
    """Sends a body byte by byte, for as long as the caller stays."""
    await receive()
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    while not await _gone(receive):
        await send({"type": "http.response.body", "body": b" ", "more_body": True})


async def drip_head(scope: Scope, receive: Receive, send: Send) -> None:
    """Sends a status line and a header without an end, byte by byte."""
    await receive()
    transport = _transport(receive)
    transport.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
    while not await _gone(receive):
        transport.write(b"a")


async def cut(scope: Scope, receive: Receive, send: Send) -> None:
    """Closes the connection without a reply."""
    _transport(receive).close()


async def _gone(receive: Receive) -> bool:
    """After a short wait: has the caller gone away?"""
    with contextlib.suppress(asyncio.TimeoutError):
        return (await asyncio.wait_for(receive(), DRIP_S))["type"] == "http.disconnect"
    return False


def _transport(receive: Receive) -> Any:
    """The connection below ASGI, which has no word for closing it: uvicorn's own."""
    cycle: Any = receive
    return cycle.__self__.transport
