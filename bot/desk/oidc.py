"""Signing in with the municipality's identity provider: away to it, and back from it."""

from __future__ import annotations

from functools import partial

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.conversations.store import Store
from bot.desk import asked, identity
from bot.desk.guard import Guard
from bot.desk.own_pages import Render
from bot.desk.provider import Provider
from bot.errors import IdentityRefused

log = structlog.get_logger()

BEGIN, BACK = "/desk/oidc", "/desk/oidc/back"


class OidcPages:
    """The two addresses of it; without a provider both lead to the sign-in page."""

    def __init__(
        self, store: Store, guard: Guard, provider: Provider | None, render: Render
    ) -> None:
        self._store = store
        self._guard = guard
        self._provider = provider
        self._render = render

    def routes(self) -> list[Route]:
        """The routes."""
        return [Route(BEGIN, self.begin), Route(BACK, self.back)]

    async def begin(self, request: Request) -> Response:
        """To the provider, which the browser leaves with a code; 503 when it is away."""
        if self._provider is None:
            return RedirectResponse("/desk", status_code=303)
        secret = await self._store.run(asked.begin)
        back = self._guard.address(request) + BACK
        try:
            address = await self._provider.address(asked.asked(secret), back)
        except IdentityRefused as refused:
            return self._refused(request, refused.reason)
        return self._guard.away(address, secret)

    async def back(self, request: Request) -> Response:
        """To the desk with a session, or the sign-in page that says what to do."""
        if self._provider is None:
            return RedirectResponse("/desk", status_code=303)
        try:
            answer = self._guard.sign_in(await self._session(request, self._provider))
        except IdentityRefused as refused:
            answer = self._refused(request, refused.reason)
        return self._guard.here_again(answer)

    async def _session(self, request: Request, provider: Provider) -> str:
        """The token of a new session. Raises: IdentityRefused."""
        given, secret = request.query_params, self._guard.away_secret(request)
        state, code = given.get("state", ""), given.get("code", "")
        if not await self._store.run(partial(asked.came_back, secret=secret, state=state)):
            raise IdentityRefused("again")
        if not code:
            raise IdentityRefused("denied")
        back = self._guard.address(request) + BACK
        who = await provider.identity(code, asked.asked(secret), back, given.get("iss", ""))
        token, refused = await self._store.run(partial(identity.enter, identity=who))
        if refused:
            raise IdentityRefused(refused)
        return token

    def _refused(self, request: Request, reason: str) -> Response:
        log.info("desk.oidc_refused", reason=reason)
        status = 503 if reason == "away" else 403
        failed = f"desk.oidc_{reason}"
        return self._render(request, "sign_in.html", failed=failed, status=status)
