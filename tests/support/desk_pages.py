"""Every page of the desk in a browser, filled with data, each as its reader would find it.

A page that is new must be added to `PAGES`: tests/desk/test_axe_pages.py fails until it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pyotp
from playwright.sync_api import Page, expect
from starlette.routing import Route

from bot.conversations import ownership
from bot.conversations.events import (
    Author,
    Guess,
    LanguageChanged,
    Message,
    NoteWritten,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
    Source,
)
from bot.desk import accounts, entrance, factor, staff
from bot.desk.rights import ADMINISTRATOR, LOTS, ROLES, may
from bot.desk.staff import Duty
from tests.conftest import HandClock
from tests.reports.talks import lost, sure, visitor
from tests.support.hub import RunningHub
from tests.support.the_desk import LETTER, the_desk

NOT_PAGES = {
    "/desk/report.csv": "a file",
    "/desk/oidc": "leads to the identity provider",
    "/desk/oidc/back": "leads back from it",
}
PASSWORD = "en lång lösenfras"


@dataclass
class Reader:
    """Somebody who reads the pages, in a browser of her own."""

    hub: RunningHub
    clock: HandClock
    page: Page
    language: str
    role: str = ADMINISTRATOR

    def go(self, path: str) -> None:
        """Opens a path of the desk in the reader's language."""
        mark = "&" if "?" in path else "?"
        self.page.goto(f"{self.hub.url}{path}{mark}language={self.language}")

    def enter(self, name: str = "") -> int:
        """Signs in somebody of the reader's role; their account's number."""
        with self.hub.parts.store.transaction() as tx:
            name = name or f"{self.role.title()}"
            account = accounts.add(tx, f"{name.lower()}@kommun.example", name, PASSWORD)
            staff.change(tx, account.email, Duty(self.role, ()))
            token = accounts.sign_in(tx, account)
        self.cookie("farled-desk", token)
        return account.id

    def cookie(self, name: str, value: str) -> None:
        """Puts a cookie into the browser."""
        given = {"name": name, "value": value, "url": self.hub.url}
        self.page.context.add_cookies([given])  # type: ignore[list-item]

    def say(self, key: str, **values: str) -> str:
        """A phrase in the reader's language."""
        return self.hub.parts.content.phrase(key, self.language, **values)

    def press(self, key: str) -> None:
        """Presses the button that says this."""
        self.page.get_by_role("button", name=self.say(key), exact=True).click()


Walk = Callable[[Reader], Iterator[str]]


def pages_of(hub: RunningHub) -> list[Route]:
    """All routes of the desk that show a page."""
    routes = [one for one in hub.parts.desk.routes() if isinstance(one, Route)]
    return [
        one
        for one in routes
        if "GET" in (one.methods or ())
        and not one.path.startswith("/desk/api/")
        and one.path not in NOT_PAGES
    ]


def readers_of(route: Route) -> list[str]:
    """The roles that may see a page; none when it is for those who have not signed in."""
    act = getattr(route.endpoint, "act", None)
    return [role for role in ROLES if act is not None and may(role, act)]


def fill(hub: RunningHub, clock: HandClock) -> dict[str, str]:
    """Puts something of everything into the hub; the conversations by what they are."""
    store, made = hub.parts.store, {}
    with store.transaction() as tx:
        chief = accounts.add(tx, "chefen@kommun.example", "Chefen", PASSWORD)
        for name, duty in (
            ("Bo", Duty(LOTS, ("lulea",), ("sv", "et"))),
            ("Slutade", Duty(LOTS, ())),
        ):
            one = accounts.add(tx, f"{name.lower()}@kommun.example", name, PASSWORD)
            staff.change(tx, one.email, duty, chief.id)
        staff.end(tx, "slutade@kommun.example", chief.id)
        entrance.let_in(tx, chief)
        about = LanguageChanged("lv"), PlaceChanged("lulea")
        for number in range(14):
            tx.open("web", None, *about, visitor(f"Fråga {number}"), sure() if number else lost())
        for name in ("open", "crisis", "left"):
            made[name] = tx.open("web", None, LanguageChanged("et"), PlaceChanged("lulea"))[0]
            head = tx.append(tx.lock(made[name]), Message(Author.VISITOR, LETTER, "et"))
            understood = Guess("housing.queue", 0.61), Guess("school.preschool_apply", 0.2)
            source = Source("Lulebo", "https://www.lulebo.se", "2026-11-01")
            answer = Message(
                Author.ASSISTANT,
                "Nii saad järjekorda.",
                "et",
                answers=head.state.seq,
                understood=understood,
                sources=(source,),
            )
            head = tx.append(head, answer)
            if name == "left":
                changed = OwnerChanged(
                    Owner.MESSAGE_LEFT, Reason.NOBODY_THERE, promised="2026-11-30"
                )
            else:
                urgent = name == "crisis"
                why = Reason.CRISIS if urgent else Reason.ASKED
                changed = OwnerChanged(Owner.WAITING, why, urgent=urgent)
            ownership.change(tx, head, changed)
        tx.append(tx.lock(made["open"]), NoteWritten("Ringde skolan", 1, "Bo"))
    clock.pass_s(60)
    return made


def own_account(at: Reader) -> Iterator[str]:
    """The own account: the second factor proposed, refused, on."""
    number = at.enter()
    at.go("/desk/account")
    yield "a second factor is offered"
    at.page.fill("#code", "000000")
    at.press("accounts.factor_on")
    yield "wrong code"
    with at.hub.parts.store.transaction() as tx:
        secret = factor.factor_of(tx, number).secret
    at.page.fill("#code", pyotp.TOTP(secret).at(at.clock.now))
    at.press("accounts.factor_on")
    expect(at.page.locator(".codes li")).to_have_count(10)
    yield "recovery codes"
    at.go("/desk/account")
    yield "the second factor is on"


def code(at: Reader) -> Iterator[str]:
    """The page that asks for the second factor."""
    number = at.enter()
    with at.hub.parts.store.transaction() as tx:
        secret = factor.propose(tx, number).secret
        factor.confirm(tx, number, pyotp.TOTP(secret).at(tx.at))
    at.page.context.clear_cookies()
    at.go("/desk")
    at.page.fill("#email", f"{at.role}@kommun.example")
    at.page.fill("#password", PASSWORD)
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/desk/code")
    yield "asked"
    at.page.fill("#code", "000000")
    at.page.keyboard.press("Enter")
    at.page.locator("#failed").wait_for()
    yield "wrong"


def first(at: Reader) -> Iterator[str]:
    """The first account, and a link that is too old."""
    with at.hub.parts.store.transaction() as tx:
        link = accounts.one_time_link(tx, timedelta(hours=1))
    for which in (link, "used"):
        at.go(f"/desk/first/{which}")
        yield "first" if which == link else "used"


def welcome(at: Reader) -> Iterator[str]:
    """An invitation, and one that is too old."""
    with at.hub.parts.store.transaction() as tx:
        chief = next(one for one in accounts.everyone(tx) if one.name == "Chefen")
        given = Duty(LOTS, ())
        token = staff.invite(tx, "ny@kommun.example", "Ny", given, chief.id)[1]
    for which in (token, "1-used"):
        at.go(f"/desk/welcome/{which}")
        yield "good" if which == token else "used"


def all_accounts(at: Reader) -> Iterator[str]:
    """The accounts, with a new one and with one that cannot be made."""
    at.enter()
    at.go("/desk/accounts")
    yield "people"
    for state in ("added", "refused"):
        at.page.fill("#name", "Nytt Namn")
        at.page.fill("#email", "nytt@kommun.example")
        at.press("accounts.add")
        at.page.locator(".secret" if state == "added" else "#failed").wait_for()
        yield state


def one_account(at: Reader) -> Iterator[str]:
    """One account, with a new link, and the last administrator's."""
    own = at.enter()
    with at.hub.parts.store.transaction() as tx:
        bo = next(one for one in accounts.everyone(tx) if one.name == "Bo")
        chief = next(one for one in accounts.everyone(tx) if one.name == "Chefen")
        secret = factor.propose(tx, bo.id).secret
        factor.confirm(tx, bo.id, pyotp.TOTP(secret).at(tx.at))
        staff.end(tx, chief.email, own)
    at.go(f"/desk/accounts/{bo.id}")
    yield "with a second factor"
    at.press("accounts.new_link")
    at.page.locator(".secret").wait_for()
    yield "with a link"
    at.go(f"/desk/accounts/{own}")
    at.page.select_option("#role", LOTS)
    at.press("accounts.save")
    at.page.locator("#failed").wait_for()
    yield "the last administrator"


def who_did_what(at: Reader) -> Iterator[str]:
    """The audit log."""
    at.enter()
    at.go("/desk/audit")
    assert at.page.locator("tbody tr").count() > 2
    yield "done"


def report(at: Reader) -> Iterator[str]:
    """The report on a screen and on paper."""
    at.enter()
    for dates in ("from=2026-11-16&to=2026-11-29", "from=2025-11-03&to=2025-11-09"):
        at.go(f"/desk/report?{dates}")
        yield "filled" if "2026" in dates else "empty"
    at.go("/desk/report?from=2026-11-16&to=2026-11-29")
    at.page.emulate_media(media="print")
    yield "on paper"
    at.page.emulate_media(media="screen")


def lessons(at: Reader) -> Iterator[str]:
    """The week's questions, with one put away."""
    at.enter()
    at.go("/desk/lessons")
    yield "the week"
    put_away = at.page.locator('form[action="/desk/lessons/aside"] button')
    assert put_away.count(), "nothing to learn from"
    put_away.first.click()
    at.page.locator("#kput-away").wait_for()
    at.page.locator("#kput-away summary").click()
    yield "one put away"


PAGES: dict[str, Walk] = {
    "/desk": the_desk,
    "/desk/account": own_account,
    "/desk/accounts": all_accounts,
    "/desk/accounts/{account:int}": one_account,
    "/desk/audit": who_did_what,
    "/desk/code": code,
    "/desk/first/{token}": first,
    "/desk/lessons": lessons,
    "/desk/report": report,
    "/desk/welcome/{token}": welcome,
}
"""How each page is reached and filled; each yields whenever there is something to look at."""
