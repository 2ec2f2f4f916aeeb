"""How long and how often the job service is waited for: a budget for a call, a pause after many.

requests bounds each wait for a byte, but no whole call: a slow name server, two addresses of one
host or a head that comes byte by byte last longer than any timeout. So a call has a thread of its
own, which is left behind when the time is over.

pybreaker 1.4.1 holds its lock during a call, so that callers would wait for each other. So it is
told only how a call ended, and decides when the next may begin.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import NoReturn, TypeVar

from pybreaker import STATE_CLOSED, STATE_OPEN, CircuitBreaker, CircuitBreakerError
from pybreaker import CircuitMemoryStorage as Memory

from bot.errors import JobServiceError

T = TypeVar("T")
MOST_AT_ONCE = 16
_OUR_FAULT = (400, 404)


@dataclass
class Effort:
    """One call: when it must be over, and how often the service was asked so far."""

    until: float
    tries: int = 0

    @classmethod
    def of(cls, seconds: float) -> Effort:
        """A call that begins now."""
        return cls(time.monotonic() + seconds)

    @property
    def left_s(self) -> float:
        """The seconds left, never below nought."""
        return max(0.0, self.until - time.monotonic())


class Threads:
    """Runs calls that end in time for whoever waits; at most MOST_AT_ONCE are under way."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(MOST_AT_ONCE)

    def run(self, work: Callable[[], T], effort: Effort) -> T:
        """What `work` returns or raises. Raises: JobServiceError, when the time is over."""
        if not self._free.acquire(timeout=effort.left_s):
            raise JobServiceError("too busy")
        ended: queue.SimpleQueue[Callable[[], T]] = queue.SimpleQueue()
        try:
            threading.Thread(target=self._work, args=(work, ended), daemon=True).start()
        except RuntimeError as error:  # the system gives no more threads
            self._free.release()
            raise JobServiceError("too busy") from error
        try:
            return ended.get(timeout=effort.left_s)()
        except queue.Empty:
            raise JobServiceError("too slow") from None

    def _work(self, work: Callable[[], T], ended: queue.SimpleQueue[Callable[[], T]]) -> None:
        try:
            result = work()
        except BaseException as error:
            ended.put(_raiser(error))
        else:
            ended.put(lambda: result)
        finally:
            self._free.release()


class Gate:
    """Shut for `open_s` seconds after `fail_max` failed calls in a row; then one call may try."""

    def __init__(self, fail_max: int, open_s: float) -> None:
        self._memory = Memory(STATE_CLOSED)
        self._pause = timedelta(seconds=open_s)
        self._trying = threading.Lock()
        self._breaker = CircuitBreaker(
            fail_max,
            open_s,
            exclude=[_not_of_the_service],
            state_storage=self._memory,
            throw_new_error_on_trip=False,
        )

    def call(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises. Raises: JobServiceError at once while it is shut."""
        if self._memory.state != STATE_OPEN:
            return self._counted(work)
        if self._shut() or not self._trying.acquire(blocking=False):
            raise JobServiceError("paused")
        try:
            return self._counted(work)
        finally:
            self._trying.release()

    def _shut(self) -> bool:
        since = self._memory.opened_at
        return since is not None and datetime.now(timezone.utc) < since + self._pause

    def _counted(self, work: Callable[[], T]) -> T:
        try:
            result = work()
        except JobServiceError as error:
            self._tell(_raiser(error))
            raise
        self._tell(lambda: None)
        return result

    def _tell(self, ending: Callable[[], object]) -> None:
        # An error of the breaker means that others shut the gate while this call was under way.
        with contextlib.suppress(JobServiceError, CircuitBreakerError):
            self._breaker.call(ending)


def _not_of_the_service(error: object) -> bool:
    """True when the service did its work and what we asked was wrong."""
    return isinstance(error, JobServiceError) and error.status in _OUR_FAULT


def _raiser(error: BaseException) -> Callable[[], NoReturn]:
    def ending() -> NoReturn:
        raise error

    return ending
