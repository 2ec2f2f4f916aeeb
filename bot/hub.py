"""The hub: the only public process. Puts channels, desk and conversations together.

Never imports rasa: it is a client of it (bot/assistant.py).
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from bot import log as logging
from bot.answering import Answering
from bot.assistant import Assistant
from bot.channels.email import Email
from bot.channels.plan import PlanPages
from bot.channels.telegram import Telegram
from bot.channels.web import Web
from bot.content import Content, load
from bot.conversations import turns
from bot.conversations.migrate import migrate
from bot.conversations.notifier import Notifier, PostgresListener
from bot.conversations.store import Store
from bot.desk.accounts import have_an_administrator
from bot.desk.app import Desk
from bot.errors import failure
from bot.locales import LOCALES, known
from bot.reception import Reception
from bot.settings import Settings
from bot.watch import Watch
from bot.widget import served

log = structlog.get_logger()

WIDGET = Path(__file__).with_name("widget")
RESTART_WORKER_S = 1.0


@dataclass(frozen=True)
class Parts:
    """What a hub is made of."""

    settings: Settings
    content: Content
    notifier: Notifier
    store: Store
    reception: Reception
    assistant: Assistant
    web: Web
    plans: PlanPages
    desk: Desk
    telegram: Telegram | None
    email: Email | None


def assemble(settings: Settings) -> Parts:
    """The parts of a hub, connected; reads content and migrates the database."""
    content, notifier = load(settings.content), Notifier()
    store = Store(settings.database, notifier, emails=bool(settings.smtp_host))
    migrate(store)
    with store.transaction() as transaction:
        have_an_administrator(transaction)
    reception = Reception(settings, store, content)
    assistant = Assistant(settings.rasa, settings.rasa_timeout_s)
    telegram = (
        Telegram(settings, store, notifier, reception, content) if settings.telegram_token else None
    )
    return Parts(
        settings=settings,
        content=content,
        notifier=notifier,
        store=store,
        reception=reception,
        assistant=assistant,
        web=Web(reception, notifier, content),
        plans=PlanPages(store, content, lambda one: _language(one, settings.default_language)),
        desk=Desk(settings, store, notifier, reception, content, assistant),
        telegram=telegram,
        email=Email(settings, store, notifier, reception) if settings.smtp_host else None,
    )


def make_app(parts: Parts) -> Starlette:
    """The hub's ASGI application; its lifespan runs the workers."""
    site = Site(parts)
    routes: list[Route | Mount] = [
        Route("/", site.page),
        Route("/healthz", site.alive),
        Route("/readyz", site.ready),
        Route("/metrics", site.metrics),
        *parts.web.routes(),
        *parts.plans.routes(),
        *parts.desk.routes(),
        *served.routes(parts.content),
    ]
    if parts.telegram:
        routes += parts.telegram.routes()
    if parts.email:
        routes += parts.email.routes()
    origins = [origin.strip() for origin in parts.settings.allowed_origins.split(",")]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
    )

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with working(parts):
            yield

    return Starlette(
        routes=routes,
        middleware=[cors],
        lifespan=lifespan,
        exception_handlers={404: _missing, 405: _missing, 500: _broken},
    )


@contextlib.asynccontextmanager
async def working(parts: Parts) -> AsyncIterator[None]:
    """Runs the hub's workers while the block runs; one that fails is started again."""
    parts.notifier.start()
    listener = None
    if parts.store.engine.dialect.name == "postgresql":
        listener = PostgresListener(parts.settings.database, parts.notifier)
        listener.start()
    else:
        await parts.store.run(turns.free_leases)
    answering = Answering(
        parts.store, parts.notifier, parts.assistant, parts.reception, parts.content
    )
    watch = Watch(parts.settings, parts.store, parts.reception)
    workers = [_kept("answering", answering), _kept("watch", watch)]
    if parts.telegram:
        await parts.telegram.start()
        workers.append(_kept("telegram", parts.telegram))
    if parts.email:
        workers.append(_kept("email", parts.email))
    tasks = [asyncio.create_task(worker) for worker in workers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if parts.telegram:
            await parts.telegram.stop()
        await parts.assistant.close()
        if listener:
            listener.stop()
        parts.store.close()


async def _kept(name: str, worker: Answering | Watch | Telegram | Email) -> None:
    while True:
        try:
            await worker.run()
        except Exception:
            log.exception("worker.restarted", worker=name)
            await asyncio.sleep(RESTART_WORKER_S)


class Site:
    """The hub's own pages: the municipal page, and what operators ask."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        loader = jinja2.FileSystemLoader(WIDGET)
        self._templates = jinja2.Environment(loader=loader, autoescape=True)

    async def page(self, request: Request) -> Response:
        """A municipal page with the widget on it."""
        content, settings = self._parts.content, self._parts.settings
        asked = request.query_params.get("municipality") or settings.default_municipality
        municipality = asked if asked in content.municipalities else ""
        language = _language(request, settings.default_language)
        place = content.municipalities.get(municipality)
        page = self._templates.get_template("page.html").render(
            language=language,
            municipality=municipality,
            municipality_name=place.name if place else "",
            languages={tag: locale.name for tag, locale in LOCALES.items()},
            municipalities={slug: one.name for slug, one in content.municipalities.items()},
            phrase=lambda key, **values: content.phrase(key, language, **values),
        )
        return HTMLResponse(page, headers={"Vary": "Accept-Language"})

    async def alive(self, _: Request) -> Response:
        """200 while the process runs."""
        return JSONResponse({"status": "alive"})

    async def ready(self, _: Request) -> Response:
        """What of the hub is ready: 200 when all is, 503 otherwise; one line a part."""
        parts = {"database": await self._database(), "rasa": await self._parts.assistant.ready()}
        status = 200 if all(parts.values()) else 503
        return JSONResponse({"ready": status == 200, "parts": parts}, status_code=status)

    async def metrics(self, _: Request) -> Response:
        """Prometheus' text format."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def _database(self) -> bool:
        try:
            await self._parts.store.run(lambda tx: tx.connection.execute(text("SELECT 1")))
        except Exception as error:
            log.warning("ready.database", error=type(error).__name__)
            return False
        return True


def _language(request: Request, default: str) -> str:
    """The language asked for by ?language=, else the first of Accept-Language that we speak."""
    asked = known(request.query_params.get("language"))
    accepted = request.headers.get("accept-language", "").split(",")
    preferred = (known(one.split(";")[0].strip()) for one in accepted)
    return asked or next((tag for tag in preferred if tag), default)


async def _missing(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    code = "not_found" if status == 404 else "method_not_allowed"
    return failure(code, str(getattr(error, "detail", "")), status)


async def _broken(request: Request, error: Exception) -> Response:
    log.error(
        "request.failed", path=request.scope.get("route_path", ""), error=type(error).__name__
    )
    return failure("failed", "something went wrong here; try again", 500)


class Server(uvicorn.Server):
    """Uvicorn, which ends the visitors' open streams before it waits for them."""

    def __init__(self, config: uvicorn.Config, parts: Parts) -> None:
        super().__init__(config)
        self._parts = parts

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stops the server."""
        self._parts.web.close()
        self._parts.desk.close()
        await super().shutdown(sockets)


def serve(settings: Settings) -> None:
    """Runs a hub until it is told to stop."""
    logging.configure(settings.log_format)
    parts = assemble(settings)
    config = uvicorn.Config(
        make_app(parts),
        host=settings.host,
        port=settings.port,
        ws="none",  # websockets 10.4, which rasa pins, is too old for uvicorn's "auto"
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=5,
    )
    log.info("hub.started", port=settings.port)
    Server(config, parts).run()
