"""structlog for every process: dotted event names with fields, never what a person wrote."""

from __future__ import annotations

import hashlib
import logging
import sys

import structlog


def configure(log_format: str) -> None:
    """Sends structlog to standard error, as "json" (one object a line) or "console"."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s %(levelname)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def hashed(identity: str) -> str:
    """A short name for an id that must not stand in a log: the same id gives the same name."""
    return hashlib.sha256(identity.encode()).hexdigest()[:10]


def error_name(error: BaseException) -> str:
    """What a log may say of an error: its class, as its text may hold secrets or a message."""
    cause = error.__cause__
    return type(error).__name__ + (f"/{type(cause).__name__}" if cause else "")
