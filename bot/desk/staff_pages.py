"""Pages of the administrator: the accounts, and who did what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.conversations.store import Store, Transaction
from bot.desk import accounts, audit, factor, identity, staff
from bot.desk.accounts import Account, Session
from bot.desk.guard import Guard, form_of
from bot.desk.own_pages import Render
from bot.desk.rights import ADMINISTRATOR, ROLES, Act
from bot.desk.staff import Duty
from bot.errors import LastAdministrator, SignInFailed
from bot.locales import LOCALES

Deed = Callable[[Transaction, Account], str]


class StaffPages:
    """Accounts and the audit log."""

    def __init__(self, store: Store, guard: Guard, content: Content, render: Render) -> None:
        self._store = store
        self._guard = guard
        self._content = content
        self._render = render

    def routes(self) -> list[Route]:
        """The pages' routes."""
        signed = self._guard.signed
        one = "/desk/accounts/{account:int}"
        return [
            Route("/desk/accounts", signed(self.accounts, Act.ACCOUNTS)),
            Route("/desk/accounts", signed(self.add, Act.ACCOUNTS), methods=["POST"]),
            Route(one, signed(self.account, Act.ACCOUNTS)),
            Route(f"{one}/{{deed}}", signed(self.change, Act.ACCOUNTS), methods=["POST"]),
            Route("/desk/audit", signed(self.audit, Act.AUDIT)),
        ]

    async def accounts(self, request: Request, session: Session) -> Response:
        """All accounts, and a form for a new one."""
        return await self._list(request, session)

    async def add(self, request: Request, session: Session) -> Response:
        """200 with the link of the new account, shown only now; 422 when it cannot be made."""
        form = await form_of(request)

        def work(transaction: Transaction) -> tuple[Account, str]:
            given = self._duty(form)
            email, name = form.get("email", ""), form.get("name", "")
            return staff.invite(transaction, email, name, given, session.account.id)

        try:
            made, token = await self._store.run(work)
        except SignInFailed:
            return await self._list(request, session, "accounts.not_added", 422, given=form)
        link = f"{self._guard.address(request)}/desk/welcome/{token}"
        return await self._list(request, session, link=link, whom=made.name)

    async def account(self, request: Request, session: Session) -> Response:
        """One account, with a form to change or end it."""
        return await self._one(request, session)

    async def change(self, request: Request, session: Session) -> Response:
        """Does one deed (change, end, link, factor_off, unbind); 422 for the last administrator."""
        form, by = await form_of(request), session.account.id

        def changed(transaction: Transaction, account: Account) -> str:
            staff.change(transaction, account.email, self._duty(form), by)
            return ""

        def ended(transaction: Transaction, account: Account) -> str:
            staff.end(transaction, account.email, by)
            return ""

        def linked(transaction: Transaction, account: Account) -> str:
            audit.write(transaction, by, "account_changed", account=account.id)
            token = staff.new_link(transaction, account.id)
            return f"{self._guard.address(request)}/desk/welcome/{token}"

        def freed(transaction: Transaction, account: Account) -> str:
            staff.without_factor(transaction, account.id, by)
            return ""

        def unbound(transaction: Transaction, account: Account) -> str:
            identity.unbind(transaction, account.id, by)
            return ""

        deeds: dict[str, Deed] = {
            "change": changed,
            "end": ended,
            "link": linked,
            "factor_off": freed,
            "unbind": unbound,
        }
        deed = deeds.get(request.path_params["deed"])
        if deed is None:
            return await self._one(request, session, "desk.failed", 404)
        return await self._done(request, session, deed)

    async def audit(self, request: Request, session: Session) -> Response:
        """Who did what, newest first, one page at a time."""
        given = request.query_params.get("before", "")
        before = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0
        own = session.account
        places = () if own.role == ADMINISTRATOR else own.municipalities
        found = await self._store.run(lambda tx: audit.entries(tx, places, before))
        names = {slug: one.name for slug, one in self._content.municipalities.items()}
        older = found[-1].id if len(found) == audit.PAGE else 0
        return self._render(
            request, "audit.html", session=session, entries=found, places=names, older=older
        )

    async def _done(self, request: Request, session: Session, deed: Deed) -> Response:
        number = request.path_params["account"]

        def work(transaction: Transaction) -> str:
            account = staff.numbered(transaction, number)
            if account is None:
                raise SignInFailed("There is no such account.")
            return deed(transaction, account)

        try:
            link = await self._store.run(work)
        except LastAdministrator:
            return await self._one(request, session, "accounts.last_administrator", 422)
        except SignInFailed:
            return await self._one(request, session, "desk.failed", 422)
        if link:
            return await self._one(request, session, link=link)
        return RedirectResponse("/desk/accounts", status_code=303)

    async def _list(
        self,
        request: Request,
        session: Session,
        failed: str = "",
        status: int = 200,
        **shown: object,
    ) -> Response:
        everyone = await self._store.run(accounts.everyone)
        active = [one for one in everyone if one.active]
        values = self._choices() | {"given": {}, "link": "", "whom": ""} | shown
        return self._render(
            request,
            "accounts.html",
            session=session,
            everyone=active,
            failed=failed,
            status=status,
            **values,
        )

    async def _one(
        self,
        request: Request,
        session: Session,
        failed: str = "",
        status: int = 200,
        link: str = "",
    ) -> Response:
        number = request.path_params["account"]

        def work(transaction: Transaction) -> tuple[Account | None, bool, bool]:
            account, protected = (
                staff.numbered(transaction, number),
                factor.factor_of(transaction, number).on,
            )
            return account, protected, identity.is_bound(transaction, number)

        account, protected, bound = await self._store.run(work)
        if account is None:
            return RedirectResponse("/desk/accounts", status_code=303)
        return self._render(
            request,
            "account_change.html",
            session=session,
            account=account,
            protected=protected,
            bound=bound,
            link=link,
            failed=failed,
            status=status,
            **self._choices(),
        )

    def _choices(self) -> dict[str, object]:
        return {
            "roles": ROLES,
            "places": {slug: one.name for slug, one in self._content.municipalities.items()},
            "spoken": {tag: one.name for tag, one in LOCALES.items()},
        }

    def _duty(self, form: Mapping[str, str]) -> Duty:
        """The role, places and languages ticked in a form. Raises: SignInFailed."""

        def ticked(group: str) -> list[str]:
            start = f"{group}."
            return [name.removeprefix(start) for name in form if name.startswith(start)]

        places = tuple(self._content.municipalities)
        return staff.duty(form.get("role", ""), ticked("municipality"), ticked("language"), places)
