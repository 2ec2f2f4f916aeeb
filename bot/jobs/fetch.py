"""One question to the job service over HTTP: tries, the waits between them, what replies mean."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

import requests
import tenacity
from urllib3 import exceptions as wire

from bot.errors import JobServiceError
from bot.jobs.patience import Effort

MOST_TRIES = 3
MOST_BYTES = 2_000_000
_PIECE = 65_536
_REASONS = {400: "refused", 401: "bad key", 403: "refused", 404: "not found"}
_BACK_OFF = tenacity.wait_random_exponential(multiplier=0.2, min=0.05, max=1)


class Passing(JobServiceError):
    """A failure that may be over soon; `wait_s` is how long the service asked us to wait."""

    def __init__(self, reason: str, status: int | None = None, wait_s: float = 0.0) -> None:
        super().__init__(reason, status)
        self.wait_s = wait_s


class Session(requests.Session):
    """A session for which a redirect is a reply like any other: requests would read its body."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: nothing is followed."""
        return None


def fetch(
    session: requests.Session,
    url: str,
    parameters: Sequence[tuple[str, str]],
    headers: dict[str, str],
    effort: Effort,
) -> object:
    """The JSON at `url`, after at most MOST_TRIES tries. Raises: JobServiceError."""

    def once() -> object:
        return _once(session, url, parameters, headers, effort)

    def over(state: tenacity.RetryCallState) -> bool:
        return state.attempt_number >= MOST_TRIES or state.upcoming_sleep >= effort.left_s

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(Passing),
        stop=over,
        wait=_pause,
        reraise=True,
    )
    return retrying(once)


def _once(
    session: requests.Session,
    url: str,
    parameters: Sequence[tuple[str, str]],
    headers: dict[str, str],
    effort: Effort,
) -> object:
    left_s = effort.left_s
    if not left_s:
        raise JobServiceError("too slow")
    effort.tries += 1
    try:
        with session.get(
            url,
            params=list(parameters),
            headers=headers,
            timeout=left_s,
            stream=True,
            allow_redirects=False,
        ) as response:
            _accept(response)
            return _json(_body(response, effort))
    except (requests.Timeout, wire.TimeoutError) as error:
        raise Passing("too slow") from error
    except (requests.ConnectionError, wire.ProtocolError) as error:
        raise Passing("no connection") from error
    except (requests.RequestException, wire.HTTPError) as error:
        raise JobServiceError("broken reply") from error


def _accept(response: requests.Response) -> None:
    """Returns when the status is 200. Raises: JobServiceError."""
    status = response.status_code
    if status == 200:
        return
    if status == 429 or status >= 500:
        reason = "too many requests" if status == 429 else "service down"
        raise Passing(reason, status, _asked_wait(response.headers.get("retry-after", "")))
    known = "redirect" if 300 <= status < 400 else "unexpected status"
    raise JobServiceError(_REASONS.get(status, known), status)


def _body(response: requests.Response, effort: Effort) -> bytes:
    """The whole body; read piece by piece, as it comes, so that a slow one ends in time."""
    body = bytearray()
    while piece := response.raw.read1(_PIECE, decode_content=True):
        body += piece
        if len(body) > MOST_BYTES:
            raise JobServiceError("too large a reply", response.status_code)
        if not effort.left_s:
            raise JobServiceError("too slow", response.status_code)
    return bytes(body)


def _json(body: bytes) -> object:
    try:
        reply: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise JobServiceError("broken reply", 200) from error
    return reply


def _pause(state: tenacity.RetryCallState) -> float:
    """Seconds until the next try: our own back-off, or longer when the service asked for it."""
    error = state.outcome.exception() if state.outcome else None
    asked_s = error.wait_s if isinstance(error, Passing) else 0.0
    return max(_BACK_OFF(state), asked_s)


def _asked_wait(retry_after: str) -> float:
    """The header Retry-After as seconds: it comes as a number or as a date; else nought."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after.strip()):
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        return max(0.0, (aware - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
