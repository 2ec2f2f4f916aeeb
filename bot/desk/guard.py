"""Who may do what at the desk: the session, its CSRF token, the origin, and errors in one shape."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.conversations.store import Store
from bot.desk import accounts
from bot.desk.accounts import Session
from bot.errors import NotOwner, RefusedMessage, UnknownConversation

Handler = Callable[[Request, Session], Awaitable[Response]]


class Guard:
    """Stands before every page and call of the desk. `secure` when the desk is on https."""

    def __init__(self, store: Store, *, secure: bool) -> None:
        self._store = store
        self._secure = secure
        self._cookie = "__Host-farled-desk" if secure else "farled-desk"

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
            if request.method != "GET" and not await _meant(request, session):
                return failure("forbidden", "the CSRF token or the origin is wrong", 403)
            try:
                return await handler(request, session)
            except NotOwner as error:
                return failure("not_owner", str(error), 409)
            except UnknownConversation as error:
                return failure("unknown_conversation", str(error), 404)
            except RefusedMessage as error:
                return failure(error.code, str(error), 422)

        return signed

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


def failure(code: str, message: str, status: int) -> JSONResponse:
    """An error in the one shape that all our APIs have."""
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)


def same_origin(request: Request) -> bool:
    """True unless a browser says that the request comes from another site."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


async def body_of(request: Request) -> dict[str, Any]:
    """The request's JSON object. Raises: RefusedMessage."""
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise RefusedMessage("invalid", "a JSON object")
    return body


async def _meant(request: Request, session: Session) -> bool:
    given = request.headers.get("x-csrf-token")
    if given is None and "form" in request.headers.get("content-type", ""):
        given = str((await request.form()).get("csrf", ""))
    return hmac.compare_digest(given or "", session.csrf) and same_origin(request)
