"""A call ends in time whatever it waits for, and a service that fails is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.errors import JobServiceError
from bot.jobs.patience import MOST_AT_ONCE, Effort, Gate, Threads

SOON_S = 0.2


def failing(status: int | None = 500) -> Callable[[], None]:
    def work() -> None:
        raise JobServiceError("service down", status)

    return work


def shut(gate: Gate, times: int) -> None:
    for _ in range(times):
        with pytest.raises(JobServiceError, match="service down"):
            gate.call(failing())


def test_work_that_ends_in_time_gives_its_result_or_its_error() -> None:
    threads = Threads()
    assert threads.run(lambda: 7, Effort.of(5)) == 7
    with pytest.raises(JobServiceError, match="service down"):
        threads.run(failing(), Effort.of(5))


def test_work_that_never_ends_is_left_behind() -> None:
    never, began = threading.Event(), time.monotonic()
    with pytest.raises(JobServiceError, match="too slow"):
        Threads().run(never.wait, Effort.of(SOON_S))
    assert time.monotonic() - began < 5
    never.set()


def test_only_so_many_calls_are_under_way() -> None:
    threads, never = Threads(), threading.Event()
    for _ in range(MOST_AT_ONCE):
        with pytest.raises(JobServiceError, match="too slow"):
            threads.run(never.wait, Effort.of(0.01))
    with pytest.raises(JobServiceError, match="too busy"):
        threads.run(lambda: 7, Effort.of(SOON_S))
    never.set()
    assert threads.run(lambda: 7, Effort.of(5)) == 7


def test_the_gate_shuts_after_failures_in_a_row_and_then_asks_nothing() -> None:
    gate, asked = Gate(3, 60), []
    shut(gate, 3)
    with pytest.raises(JobServiceError, match="paused"):
        gate.call(lambda: asked.append(1))
    assert asked == []


def test_a_success_between_failures_keeps_it_open() -> None:
    gate = Gate(2, 60)
    for _ in range(3):
        shut(gate, 1)
        assert gate.call(lambda: 7) == 7


def test_a_fault_of_ours_does_not_shut_it() -> None:
    gate = Gate(2, 60)
    for status in (400, 404) * 3:
        with pytest.raises(JobServiceError, match="service down"):
            gate.call(failing(status))
    assert gate.call(lambda: 7) == 7


def test_after_the_pause_one_success_opens_it() -> None:
    gate = Gate(2, SOON_S)
    shut(gate, 2)
    time.sleep(SOON_S)
    assert gate.call(lambda: 7) == 7
    shut(gate, 1)
    assert gate.call(lambda: 7) == 7


def test_after_the_pause_one_failure_shuts_it_again() -> None:
    gate = Gate(2, SOON_S)
    shut(gate, 2)
    time.sleep(SOON_S)
    shut(gate, 1)
    with pytest.raises(JobServiceError, match="paused"):
        gate.call(lambda: 7)


def test_after_the_pause_only_one_call_tries() -> None:
    gate, go = Gate(1, SOON_S), threading.Event()
    shut(gate, 1)
    time.sleep(SOON_S)
    with ThreadPoolExecutor() as pool:
        started = threading.Event()
        trying = pool.submit(gate.call, lambda: started.set() or go.wait(5))
        assert started.wait(5)
        with pytest.raises(JobServiceError, match="paused"):
            gate.call(lambda: 7)
        go.set()
        assert trying.result(5)
    assert gate.call(lambda: 7) == 7


def test_calls_do_not_wait_for_each_other() -> None:
    gate, both = Gate(2, 60), threading.Barrier(2)
    with ThreadPoolExecutor() as pool:
        calls = [pool.submit(gate.call, lambda: both.wait(5)) for _ in range(2)]
        assert sorted(call.result(5) for call in calls) == [0, 1]
