"""Who may do what at the desk: the session, its CSRF token, the origin, and errors in one shape."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.conversations.store import Store
from bot.desk import accounts
from bot.desk.accounts import Session
from bot.errors import NotOwner, RefusedMessage, UnknownConversation

MAX_BODY_BYTES = 64 * 1024
"""More than any form or reply of the desk needs."""

Handler = Callable[[Request, Session], Awaitable[Response]]


class Guard:
    """Stands before every page and call of the desk, which others see at `public_url`."""

    def __init__(self, store: Store, public_url: str) -> None:
        self._store = store
        self._public = urlsplit(public_url)
        self._secure = self._public.scheme == "https"
        self._cookie = "__Host-farled-desk" if self._secure else "farled-desk"

    async def session(self, request: Request) -> Session | None:
        """The session of the browser that asks, if it is signed in."""
        token = request.cookies.get(self._cookie, "")
        return await self._store.run(lambda tx: accounts.session(tx, token)) if token else None

    def signed(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """The handler for signed-in lotsar only; a change must come from the desk's own page."""

        async def signed(request: Request) -> Response:
            session = await self.session(request)
            if session is None:
                return failure("signed_out", "sign in at /desk", 401)
            try:
                if not await self._meant(request, session):
                    return failure("forbidden", "the CSRF token or the origin is wrong", 403)
                answer = await handler(request, session)
            except NotOwner as error:
                return failure("not_owner", str(error), 409)
            except UnknownConversation as error:
                return failure("unknown_conversation", str(error), 404)
            except RefusedMessage as error:
                return failure(error.code, str(error), 422)
            except ClientDisconnect:
                return Response(status_code=499)
            answer.headers["Cache-Control"] = "no-store"
            return answer

        return signed

    def same_origin(self, request: Request) -> bool:
        """True unless a browser says that the request comes from another site."""
        origin = request.headers.get("origin")
        if origin is None:
            return True
        ours = {request.headers.get("host", ""), self._public.netloc} - {""}
        return urlsplit(origin).netloc in ours

    def sign_in(self, token: str) -> Response:
        """To the desk, signed in with this session token."""
        answer = RedirectResponse("/desk", status_code=303)
        answer.set_cookie(
            self._cookie, token, httponly=True, samesite="lax", secure=self._secure, path="/"
        )
        return answer

    def sign_out(self) -> Response:
        """To the sign-in page, without the cookie."""
        answer = RedirectResponse("/desk", status_code=303)
        answer.delete_cookie(self._cookie, httponly=True, secure=self._secure, path="/")
        return answer

    async def _meant(self, request: Request, session: Session) -> bool:
        """True for reading, and for a change that the desk's own page asks for."""
        if request.method in ("GET", "HEAD"):
            return True
        given = request.headers.get("x-csrf-token")
        if given is None and "form" in request.headers.get("content-type", ""):
            given = (await form_of(request)).get("csrf", "")
        same_token = hmac.compare_digest((given or "").encode(), session.csrf.encode())
        return same_token and self.same_origin(request)


def failure(code: str, message: str, status: int) -> JSONResponse:
    """An error in the one shape that all our APIs have."""
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form. Raises: RefusedMessage when it is large."""
    text = (await _read(request)).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text, max_num_fields=20))
    except ValueError:
        raise RefusedMessage("invalid", "at most 20 fields") from None


async def body_of(request: Request) -> dict[str, Any]:
    """The request's JSON object. Raises: RefusedMessage."""
    try:
        body = json.loads(await _read(request))
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise RefusedMessage("invalid", "a JSON object")
    return body


async def _read(request: Request) -> bytes:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MAX_BODY_BYTES:
            raise RefusedMessage("too_long", f"at most {MAX_BODY_BYTES} bytes")
    return bytes(raw)
