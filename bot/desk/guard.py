"""Who may do what at the desk: the session, its CSRF token, the origin, and errors in one shape."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from bot.conversations.store import Store, Transaction
from bot.desk import accounts, audit
from bot.desk.accounts import Session
from bot.desk.rights import AUDITED, Act, may
from bot.desk.scope import scope_of
from bot.errors import NotOwner, RefusedMessage, UnknownConversation, failure

MAX_BODY_BYTES = 64 * 1024
"""More than any form or reply of the desk needs."""
MAX_FIELDS = 45
"""An account's form has one for each municipality and language."""

T = TypeVar("T")
Handler = Callable[[Request, Session], Awaitable[Response]]


class Guard:
    """Stands before every page and call of the desk, which others see at `public_url`."""

    def __init__(self, store: Store, public_url: str) -> None:
        self._store = store
        self._public = urlsplit(public_url)
        self._secure = self._public.scheme == "https"
        self._cookie = "__Host-farled-desk" if self._secure else "farled-desk"
        self._half = f"{self._cookie}-half"
        self._away = f"{self._cookie}-away"

    async def session(self, request: Request) -> Session | None:
        """The session of the browser that asks, if it is signed in."""
        token = request.cookies.get(self._cookie, "")
        return await self._store.run(lambda tx: accounts.session(tx, token)) if token else None

    def signed(
        self, handler: Handler, act: Act | None = None
    ) -> Callable[[Request], Awaitable[Response]]:
        """The handler for signed-in lotsar only who may do `act`, and only in their own cases.

        A change must come from the desk's own page. Without an act nobody is let in.
        """

        async def signed(request: Request) -> Response:
            session = await self.session(request)
            if session is None and _shown(request):
                return RedirectResponse("/desk", status_code=303)
            if session is None:
                return failure("signed_out", "sign in at /desk", 401)
            request.state.act = act
            try:
                if not await self._meant(request, session):
                    return failure("forbidden", "the CSRF token or the origin is wrong", 403)
                refused = await self._store.run(partial(_refused, request, session, act))
                if refused:
                    return failure("not_allowed", refused, 403)
                answer = await handler(request, session)
                if answer.status_code < 400:
                    # Before a word of the answer leaves: what is read is never read unnoted.
                    await self._store.run(partial(_note, request, session))
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

        signed.act = act  # type: ignore[attr-defined]  # for the test that walks the routes
        return signed

    async def run(self, request: Request, session: Session, work: Callable[[Transaction], T]) -> T:
        """What `work`, a change, returns; the audit log tells of it in the same transaction."""

        def noted(transaction: Transaction) -> T:
            result = work(transaction)
            _note(request, session, transaction)
            return result

        result = await self._store.run(noted)
        request.state.noted = True
        return result

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

    def address(self, request: Request) -> str:
        """Where the desk is reached, without a slash at the end."""
        if self._public.netloc:
            return f"{self._public.scheme}://{self._public.netloc}"
        return str(request.base_url).rstrip("/")

    def half_way(self, token: str) -> Response:
        """To the page that asks for the second factor; this token says whose."""
        answer = RedirectResponse("/desk/code", status_code=303)
        answer.set_cookie(
            self._half, token, httponly=True, samesite="lax", secure=self._secure, path="/"
        )
        return answer

    def half_way_token(self, request: Request) -> str:
        """The token of a sign-in that waits for its second factor; "" when there is none."""
        return request.cookies.get(self._half, "")

    def away(self, address: str, secret: str) -> Response:
        """To the identity provider; this secret knows the browser when it comes back."""
        answer = RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
        answer.set_cookie(
            self._away, secret, httponly=True, samesite="lax", secure=self._secure, path="/"
        )
        return answer

    def away_secret(self, request: Request) -> str:
        """The secret of a sign-in that went to the identity provider; "" when there is none."""
        return request.cookies.get(self._away, "")

    def here_again(self, answer: Response) -> Response:
        """The answer to a browser that came back: it forgets the secret."""
        answer.delete_cookie(self._away, httponly=True, secure=self._secure, path="/")
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


def _shown(request: Request) -> bool:
    """True when a browser asks for a page to show."""
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def _refused(request: Request, session: Session, act: Act | None, transaction: Transaction) -> str:
    """Why this account may not do this to the conversation in the path; "" when it may."""
    if act is None:
        return "no right is named for this route: signed(handler, Act.…), see bot/desk/rights.py"
    if not may(session.account.role, act):
        return "your role does not allow this; ask an administrator at /desk/accounts"
    conversation = request.path_params.get("conversation")
    if conversation is None:
        return ""
    scope = scope_of(transaction, session.account.id)
    if scope.sees(transaction.head(conversation).state):
        return ""
    return "this case belongs to another municipality; ask its lots or a coordinator"


def _note(request: Request, session: Session, transaction: Transaction) -> None:
    """Writes into the audit log what was done, once, if it is one of the acts kept there."""
    act: Act = request.state.act
    if getattr(request.state, "noted", False):
        return
    action = request.path_params["release"] if act is Act.RELEASE else AUDITED.get(act)
    if action:
        conversation = request.path_params.get("conversation", "")
        audit.write(transaction, session.account.id, action, conversation)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form. Raises: RefusedMessage when it is large."""
    if hasattr(request.state, "form"):
        return dict(request.state.form)
    text = (await _read(request)).decode("utf-8", "replace")
    try:
        request.state.form = dict(parse_qsl(text, max_num_fields=MAX_FIELDS))
    except ValueError:
        raise RefusedMessage("invalid", f"at most {MAX_FIELDS} fields") from None
    return dict(request.state.form)


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
