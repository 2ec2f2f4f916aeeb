"""The command `farled`: the ground on which everything is started, trained, asked and checked.

Commands import what they need when they run, so that a hub without rasa starts.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import log as logging
from bot.desk import cli as lots
from bot.errors import FarledError
from bot.reports import cli as reports
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.conversations.store import Store

app = typer.Typer(
    help="Farled answers people who move to northern Sweden, and hands over to a lots.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Language = Annotated[
    str | None, typer.Option("--language", help="sv, en, et, lv or lt: the one to expect.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def main() -> None:
    """Runs the command line; errors that Farled knows end it with one clear message."""
    try:
        app()
    except FarledError as error:
        _fail(str(error))


@app.command()
def run(
    offline_jobs: bool = typer.Option(
        False, "--offline-jobs", help="Made-up adverts, marked as such, instead of the job service."
    ),
) -> None:
    """Start hub, rasa and actions; train first when something has changed.

    Example: FARLED_PORT=9000 farled run

    Example: farled run --offline-jobs
    """
    from bot.nlu.train import train as train_model
    from bot.supervisor import Supervisor

    settings = _settings()
    model = train_model(settings, progress=_say)
    _say("Starting. Rasa takes about half a minute to load.")
    link = _first_sign_in(settings)
    if offline_jobs:
        _say("Adverts are made up: sample data instead of the job service.")
    Supervisor(settings, model, _say, offline_jobs=offline_jobs).run(
        lambda: _tell_where(settings, link)
    )


@app.command()
def hub() -> None:
    """Start the hub alone: for several hubs behind a load balancer, or without rasa's packages.

    Example: FARLED_RASA_URL=http://127.0.0.1:5005 farled hub
    """
    from bot.hub import serve

    serve(_settings())


@app.command()
def train() -> None:
    """Train the model; does nothing when the one there fits the data, the content and the code.

    Example: farled train
    """
    from bot.nlu.train import train as train_model

    model = train_model(_settings(), progress=_say)
    _say(f"The model is {model}")


@app.command()
def check() -> None:
    """Check content and training data; print every problem as file:line: text.

    Example: farled check
    """
    from bot.content.check import main as check_content

    raise typer.Exit(check_content(_settings().root))


@app.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question; without it, JSON lines from stdin.")
    ] = None,
    language: Language = None,
    municipality: Annotated[
        str | None, typer.Option("--municipality", help="For example lulea.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Put one question to the trained model and print the answer. Starts no server.

    Examples: farled ask "kuidas saan lapsele lasteaiakoha?" --municipality lulea
    farled ask --json < questions.jsonl   (one {"text", "language"?, "municipality"?} a line)
    """
    from bot.nlu import ask as asking

    code = asking.main(_settings(), question, language, municipality, as_json)
    raise typer.Exit(code)


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="TSV: topic, also, style, text.")],
    language: Language = None,
    as_json: Json = False,
) -> None:
    """Measure understanding on questions the model has not seen.

    Example: farled evaluate tests/nlu/dev.*.tsv
    """
    from bot.nlu import evaluate as evaluating

    raise typer.Exit(evaluating.main(_settings(), files, language, as_json))


def _settings() -> Settings:
    settings = Settings.here()
    logging.configure(settings.log_format)
    return settings


def _store(settings: Settings) -> Store:
    from bot.conversations.migrate import migrate
    from bot.conversations.notifier import Notifier
    from bot.conversations.store import Store
    from bot.desk.accounts import have_an_administrator

    store = Store(settings.database, Notifier())
    migrate(store)
    with store.transaction() as transaction:
        have_an_administrator(transaction)
    return store


reports.add_to(app, _settings, _store)
lots.add_to(app, _settings, _store)


def _first_sign_in(settings: Settings) -> str:
    """A one-time path to make the first account, or "" when there is one already."""
    from bot.desk import accounts

    with _store(settings).transaction() as transaction:
        if accounts.everyone(transaction):
            return ""
        return f"/desk/first/{accounts.one_time_link(transaction, timedelta(hours=24))}"


def _tell_where(settings: Settings, link: str) -> None:
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    _say(f"\nFarled is running.\n  page  {base}/\n  desk  {base}/desk")
    if link:
        _say(f"  nobody has an account yet: make the first one, once, at\n        {base}{link}")
    _say("Stop with Ctrl-C.")


def _say(line: str) -> None:
    print(line, flush=True)


def _fail(message: str) -> NoReturn:
    print(f"farled: {message}", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
