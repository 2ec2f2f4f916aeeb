"""Answers of lotsar as e-mail, for visitors of the widget who left an address.

An answer waits FARLED_EMAIL_AFTER_S, so that whoever reads it in the chat gets no e-mail. Those
that were written meanwhile go in the same one.
"""

from __future__ import annotations

import contextlib
import functools
import hmac
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

import anyio
import jinja2
from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.channels.email_text import Letter, written
from bot.channels.plan import HEADERS
from bot.channels.pushing import Pushing
from bot.conversations import emails, outbox
from bot.conversations.heads import Head
from bot.conversations.notifier import Notifier
from bot.conversations.outbox import Parcel
from bot.conversations.store import EMAIL, Store, Transaction
from bot.errors import DeliveryFailed, UnknownConversation
from bot.locales import LOCALES, known
from bot.log import error_name
from bot.reception import Reception
from bot.settings import Settings

AT_ONCE = 4
TIMEOUT_S = 15.0
"""How long one answer of the mail server may take."""
GOODBYE_S = 2.0
SEND_FOR_S = outbox.LEASE.total_seconds() - 5 - GOODBYE_S
"""How long one e-mail may take as a whole, so that it ends within the lease."""
RETRY_S = 60.0
"""How long a mail server is left alone that says "later", or refuses us altogether."""
PERMANENT = 500
_FORM = HEADERS | {
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "form-action 'none'", "form-action 'self'"
    )
}


class Email(Pushing):
    """The outbox worker of e-mail, and the page by which a visitor ends it.

    `tls` replaces the usual trust in certificates; `retry_s` is for tests.
    """

    look_again_s = 2.0

    def __init__(
        self,
        settings: Settings,
        store: Store,
        notifier: Notifier,
        reception: Reception,
        *,
        tls: ssl.SSLContext | None = None,
        retry_s: float = RETRY_S,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        super().__init__(EMAIL, store, notifier, AT_ONCE)
        self._settings = settings
        self._reception = reception
        self._content = reception.content
        self._tls = tls
        self._retry_s = retry_s
        self._timeout_s = timeout_s
        loader = jinja2.FileSystemLoader(Path(__file__).parent)
        self._templates = jinja2.Environment(loader=loader, autoescape=True)

    def take(self, transaction: Transaction) -> Parcel | None:
        """The next answer to send, leased, with those behind it."""
        return emails.next_letter(transaction, timedelta(seconds=self._settings.email_after_s))

    async def send(self, parcel: Parcel) -> bool:
        """True when the mail server has taken the e-mail. Raises: DeliveryFailed."""
        letter = await self.store.run(functools.partial(_letter, parcel=parcel))
        to, settings = emails.address_of(parcel.address), self._settings
        mail = written(self._content, letter, settings.email_from, to, settings.base_url)
        progress = _Progress()
        try:
            with anyio.fail_after(SEND_FOR_S):
                async with self._connected() as client:
                    await client.mail(parseaddr(settings.email_from)[1])
                    await client.rcpt(to)
                    progress.in_doubt = True
                    await client.data(mail)
        except (SMTPException, OSError, TimeoutError, ssl.SSLError) as error:
            # never `from error`: its text may hold the address
            raise _failure(error, progress.in_doubt, self._retry_s) from None
        return True

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[SMTP]:
        """A connection to the mail server, signed in; a failing goodbye is no failure."""
        settings = self._settings
        client = SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            tls_context=self._tls,
            timeout=self._timeout_s,
        )
        await client.connect()
        try:
            yield client
            with contextlib.suppress(SMTPException, OSError):
                await client.quit(timeout=GOODBYE_S)
        finally:
            client.close()

    def routes(self) -> list[Route]:
        """The page that takes an address back: it asks first, as mail filters open links."""
        path = "/email/stop/{conversation}/{key}"
        return [
            Route(path, self.ask_to_stop, methods=["GET"]),
            Route(path, self.stop, methods=["POST"]),
        ]

    async def ask_to_stop(self, request: Request) -> Response:
        """200 with a button; 404 when the link is no longer good."""
        head = await self.store.run(functools.partial(_behind, request))
        return self._page(request, "ask" if head else "unknown", head)

    async def stop(self, request: Request) -> Response:
        """200 when the address is taken back (RFC 8058); 404 when the link is no longer good."""

        def work(transaction: Transaction) -> Head | None:
            head = _behind(request, transaction)
            if head is not None:
                self._reception.putting_email(transaction, head, "")
            return head

        head = await self.store.run(work)
        return self._page(request, "done" if head else "unknown", head)

    def _page(self, request: Request, state: str, head: Head | None) -> Response:
        asked = known(request.query_params.get("language"))
        kept = head.state.language if head else self._settings.default_language
        language = asked or kept
        page = self._templates.get_template("email_stop.html").render(
            language=language,
            languages={tag: locale.name for tag, locale in LOCALES.items()},
            phrase=lambda key: self._content.phrase(key, language),
            state=state,
        )
        return HTMLResponse(page, status_code=200 if head else 404, headers=_FORM)


class _Progress:
    """How far an e-mail has come: from `in_doubt` on it may arrive whatever happens."""

    in_doubt = False


def _letter(transaction: Transaction, parcel: Parcel) -> Letter:
    head = transaction.head(parcel.conversation)
    return Letter(
        conversation=parcel.conversation,
        seq=parcel.seq,
        first=emails.first_sent(transaction, parcel.conversation) or parcel.seq,
        messages=tuple(one.message for one in (parcel, *parcel.joined)),
        language=head.state.language,
        municipality=head.state.municipality,
        stop=f"/email/stop/{head.id}/{emails.stop_key(head)}?language={head.state.language}",
        at=transaction.at,
    )


def _behind(request: Request, transaction: Transaction) -> Head | None:
    """The conversation whose address a link takes back, locked; None when it is not good."""
    try:
        head = transaction.lock(request.path_params["conversation"])
    except UnknownConversation:
        return None
    key = request.path_params["key"]
    good = head.state.email and hmac.compare_digest(emails.stop_key(head).encode(), key.encode())
    return head if good else None


def _failure(error: BaseException, in_doubt: bool, retry_s: float) -> DeliveryFailed:
    """What an error means: try again, give up, or not to be known."""
    name = error_name(error)
    if isinstance(error, (SMTPRecipientRefused, SMTPDataError)):
        later = None if error.code >= PERMANENT else retry_s
        return DeliveryFailed(f"{name} {error.code}", retry_after_s=later)
    if in_doubt:
        return DeliveryFailed(name, delivered="unknown")
    if isinstance(error, SMTPResponseException):
        name = f"{name} {error.code}"
    return DeliveryFailed(name, retry_after_s=retry_s)
