"""What Telegram itself shows of us, in each language: commands, the description, where to post.

Each step may fail and is tried again; none of them stops the hub.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import anyio
import structlog
from telegram import BotCommand
from telegram.error import BadRequest, InvalidToken, RetryAfter

from bot.channels.telegram_api import (
    ALLOWED_UPDATES,
    WRONG_TOKEN_RETRY_S,
    Api,
    wait_of,
)
from bot.channels.telegram_visits import COMMANDS
from bot.content import Content
from bot.locales import LOCALES
from bot.log import error_name
from bot.settings import Settings

log = structlog.get_logger()

WEBHOOK_PATH = "/telegram/webhook"
LONGEST_WAIT_S = 300.0

Step = Callable[[], Awaitable[object]]


async def introduce(api: Api, settings: Settings, content: Content) -> None:
    """Returns when Telegram knows where to post updates, and our words in each language."""
    for step in (_where(api, settings), *_words(api, settings, content)):
        await _until_done(step)
    log.info("telegram.introduced", webhook=bool(settings.public_url))


def _where(api: Api, settings: Settings) -> Step:
    if not settings.public_url:
        return partial(api.delete_webhook, drop_pending_updates=False)
    return partial(
        api.set_webhook,
        settings.public_url.rstrip("/") + WEBHOOK_PATH,
        secret_token=settings.telegram_secret,
        allowed_updates=ALLOWED_UPDATES,
        # one connection, so that two messages written in a hurry come in their order
        max_connections=1,
    )


def _words(api: Api, settings: Settings, content: Content) -> list[Step]:
    """The calls that say our words: in the default language for all others, then in each."""
    steps: list[Step] = []
    for tag, language in ((None, settings.default_language), *((tag, tag) for tag in LOCALES)):
        commands = [
            BotCommand(name, content.phrase(f"telegram.command_{name}", language))
            for name in COMMANDS
        ]
        about = content.phrase("telegram.description", language)
        short = content.phrase("telegram.short_description", language)
        steps += [
            partial(api.set_my_commands, commands, language_code=tag),
            partial(api.set_my_description, about, language_code=tag),
            partial(api.set_my_short_description, short, language_code=tag),
        ]
    return steps


async def _until_done(step: Step) -> None:
    wait_s = 1.0
    while True:
        try:
            await step()
            return
        except BadRequest as error:
            log.error("telegram.introduction_refused", error=error_name(error))
            return
        except Exception as error:
            log.warning("telegram.introduction_failed", error=error_name(error), wait_s=wait_s)
            await anyio.sleep(_wait_after(error, wait_s))
            wait_s = min(LONGEST_WAIT_S, wait_s * 2)


def _wait_after(error: Exception, wait_s: float) -> float:
    if isinstance(error, RetryAfter):
        return wait_of(error)
    return WRONG_TOKEN_RETRY_S if isinstance(error, InvalidToken) else wait_s
