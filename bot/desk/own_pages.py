"""Pages of one's own account: the invitation, the second factor, and asking for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.conversations.store import Store, Transaction
from bot.desk import audit, entrance, factor, one_time, staff
from bot.desk.accounts import Session
from bot.desk.entrance import Entered
from bot.desk.guard import Guard, form_of
from bot.desk.rights import Act
from bot.errors import RefusedMessage, SignInFailed

Render = Callable[..., Response]


class OwnPages:
    """What everybody at the desk does with the own account."""

    def __init__(self, store: Store, guard: Guard, content: Content, render: Render) -> None:
        self._store = store
        self._guard = guard
        self._content = content
        self._render = render

    def routes(self) -> list[Route]:
        """The pages' routes."""
        signed, own = self._guard.signed, Act.OWN_ACCOUNT
        return [
            Route("/desk/account", signed(self.account, own)),
            Route("/desk/account/on", signed(self.turn_on, own), methods=["POST"]),
            Route("/desk/account/off", signed(self.turn_off, own), methods=["POST"]),
            Route("/desk/code", self.code, methods=["GET", "POST"]),
            Route("/desk/welcome/{token}", self.welcome, methods=["GET", "POST"]),
        ]

    async def account(self, request: Request, session: Session) -> Response:
        """The own account, with a second factor to turn on or off."""
        return await self._show(request, session)

    async def turn_on(self, request: Request, session: Session) -> Response:
        """200 with recovery codes, shown only now, when the code fits; 422 when not."""
        code = (await form_of(request)).get("code", "")

        def work(transaction: Transaction) -> list[str]:
            codes = factor.confirm(transaction, session.account.id, code)
            if codes:
                audit.write(transaction, session.account.id, "second_factor_on")
            return codes

        codes = await self._store.run(work)
        if codes:
            return await self._show(request, session, codes=codes)
        return await self._show(request, session, failed="accounts.code_wrong", status=422)

    async def turn_off(self, request: Request, session: Session) -> Response:
        """Back to the account without a second factor; 422 unless a code of it fits."""
        code = (await form_of(request)).get("code", "")

        def work(transaction: Transaction) -> bool:
            if not entrance.code_is_right(transaction, session.account, code):
                return False
            factor.take_away(transaction, session.account.id)
            audit.write(transaction, session.account.id, "second_factor_off")
            return True

        if await self._store.run(work):
            return RedirectResponse("/desk/account", status_code=303)
        return await self._show(request, session, failed="accounts.code_wrong", status=422)

    async def code(self, request: Request) -> Response:
        """Asks for the second factor after the password, and opens the desk for a right one."""
        token = self._guard.half_way_token(request)
        if not await self._store.run(lambda tx: one_time.owner_of(tx, one_time.HALF_WAY, token)):
            return RedirectResponse("/desk", status_code=303)
        if request.method != "POST":
            return self._render(request, "code.html")
        if not self._guard.same_origin(request):
            return self._render(request, "code.html", status=403)
        code = (await _form(request)).get("code", "")
        entered = await self._store.run(partial(entrance.with_code, token=token, code=code))
        if entered is None:
            return RedirectResponse("/desk", status_code=303)
        if not entered:
            return self._render(request, "code.html", failed="accounts.code_wrong", status=403)
        return self._guard.sign_in(entered)

    async def welcome(self, request: Request) -> Response:
        """Sets the first password by an invitation, and signs in."""
        token = request.path_params["token"]
        good = await self._store.run(lambda tx: one_time.owner_of(tx, one_time.INVITATION, token))
        if not good:
            failed = "accounts.invitation_expired"
            return self._render(request, "sign_in.html", failed=failed, status=403)
        if request.method != "POST":
            return self._render(request, "welcome.html")
        if not self._guard.same_origin(request):
            return self._render(request, "welcome.html", status=403)
        password = (await _form(request)).get("password", "")

        def work(transaction: Transaction) -> Entered:
            return entrance.enter(transaction, staff.use_link(transaction, token, password))

        try:
            return entrance.answer(self._guard, await self._store.run(work))
        except SignInFailed:
            failed = "desk.password_rule"
            return self._render(request, "welcome.html", failed=failed, status=422)

    async def _show(
        self,
        request: Request,
        session: Session,
        *,
        codes: list[str] | None = None,
        failed: str = "",
        status: int = 200,
    ) -> Response:
        account = session.account

        def work(transaction: Transaction) -> tuple[factor.Factor, int]:
            left = one_time.left(transaction, one_time.RECOVERY, account.id)
            return factor.propose(transaction, account.id), left

        own, left = await self._store.run(work)
        places = {slug: one.name for slug, one in self._content.municipalities.items()}
        return self._render(
            request,
            "account.html",
            session=session,
            factor=own,
            link="" if own.on else factor.link_for(own, account),
            codes=codes or [],
            left=left,
            places=places,
            failed=failed,
            status=status,
        )


async def _form(request: Request) -> dict[str, str]:
    """The posted fields; none when there are too many."""
    try:
        return await form_of(request)
    except RefusedMessage:
        return {}
