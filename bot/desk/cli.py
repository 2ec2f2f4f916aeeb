"""`farled lots`: accounts of the people at the desk, from the command line."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from bot.conversations.store import Store
from bot.desk import accounts, staff
from bot.desk.accounts import Account
from bot.desk.rights import LOTS, ROLES
from bot.settings import Settings

Role = Annotated[str | None, typer.Option("--role", help=f"{', '.join(ROLES)}.")]
Municipalities = Annotated[
    list[str] | None,
    typer.Option("--municipality", help="For example lulea; several times for several."),
]
Languages = Annotated[
    list[str] | None, typer.Option("--language", help="sv, en, et, lv or lt; several times.")
]
Email = Annotated[str, typer.Argument(help="What the lots signs in with.")]


def add_to(
    app: typer.Typer, settings: Callable[[], Settings], store: Callable[[Settings], Store]
) -> None:
    """Adds `farled lots` to the command line."""
    lots = typer.Typer(help="Accounts of the people at the desk.", no_args_is_help=True)
    app.add_typer(lots, name="lots")

    @lots.command("add")
    def add(
        email: Email,
        name: Annotated[str, typer.Option("--name", help="What visitors see.", prompt=True)],
        role: Role = None,
        municipality: Municipalities = None,
        language: Languages = None,
        password_stdin: Annotated[
            bool, typer.Option("--password-stdin", help="Read the password from standard input.")
        ] = False,
    ) -> None:
        """Add an account; asks for a password, or makes one and prints it once.

        The first account is an administrator's.

        Example: farled lots add anna@kommun.example --name "Anna Berg" --municipality lulea
        """
        here = settings()
        duty = staff.duty(role or LOTS, municipality or [], language or [], _places(here))
        given = sys.stdin.readline().rstrip("\n") if password_stdin else _asked_password()
        password = given or secrets.token_urlsafe(12)
        with store(here).transaction() as transaction:
            account, _ = staff.invite(transaction, email, name, duty)
            staff.choose_password(transaction, account.id, password)
        _say(f"{account.email} can sign in.")
        if not given:
            _say(f"Password, shown only now: {password}")

    @lots.command("list")
    def list_all() -> None:
        """List the accounts: address, name, role, municipalities, languages.

        Example: farled lots list
        """
        with store(settings()).transaction() as transaction:
            for account in accounts.everyone(transaction):
                _say(_line(account))

    @lots.command("change")
    def change(
        email: Email,
        role: Role = None,
        municipality: Municipalities = None,
        language: Languages = None,
        everywhere: Annotated[
            bool, typer.Option("--all-municipalities", help="Take all municipalities back.")
        ] = False,
        no_second_factor: Annotated[
            bool, typer.Option("--no-second-factor", help="Turn two-step sign-in off.")
        ] = False,
    ) -> None:
        """Change what an account may do; what is not given stays as it is.

        Example: farled lots change anna@kommun.example --role coordinator
        """
        here = settings()
        with store(here).transaction() as transaction:
            account = staff.active(transaction, email)
            places = [] if everywhere else list(account.municipalities)
            duty = staff.duty(
                role or account.role,
                municipality or places,
                language or account.languages,
                (*_places(here), *places),
            )
            staff.change(transaction, email, duty)
            if no_second_factor:
                staff.without_factor(transaction, account.id)
        _say(f"{account.email} is changed.")

    @lots.command("remove")
    def remove(email: Annotated[str, typer.Argument(help="Whose account ends.")]) -> None:
        """End an account and sign it out everywhere; what it wrote stays in the log.

        Example: farled lots remove anna@kommun.example
        """
        with store(settings()).transaction() as transaction:
            staff.end(transaction, email)
        _say(f"{email} can no longer sign in.")


def _places(settings: Settings) -> tuple[str, ...]:
    from bot.content import load

    return tuple(load(settings.content).municipalities)


def _line(account: Account) -> str:
    return "\t".join(
        (
            account.email,
            account.name,
            account.role if account.active else "removed",
            ",".join(account.municipalities) or "all",
            ",".join(account.languages) or "-",
        )
    )


def _asked_password() -> str:
    if not sys.stdin.isatty():
        return ""
    return str(typer.prompt("Password (empty: one is made)", default="", hide_input=True))


def _say(line: str) -> None:
    typer.echo(line)
