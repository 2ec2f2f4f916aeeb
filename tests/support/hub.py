"""A real hub on a free port, in a thread of the test's own process."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections.abc import Iterator

import uvicorn

from bot.hub import Parts, Server, assemble, make_app
from bot.settings import Settings
from tests.support.servers import free_port, wait_for_port


@dataclasses.dataclass(frozen=True)
class RunningHub:
    url: str
    parts: Parts


@contextlib.contextmanager
def running_hub(settings: Settings) -> Iterator[RunningHub]:
    """The hub with these settings; rasa is on a port where nobody listens unless they say else."""
    changes: dict[str, object] = {"port": free_port()}
    if not settings.rasa_url:
        changes["rasa_url"] = f"http://127.0.0.1:{free_port()}"
    settings = dataclasses.replace(settings, **changes)
    parts = assemble(settings)
    config = uvicorn.Config(
        make_app(parts),
        host="127.0.0.1",
        port=settings.port,
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=2,
    )
    server = Server(config, parts)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_for_port(settings.port)
        yield RunningHub(f"http://127.0.0.1:{settings.port}", parts)
    finally:
        server.should_exit = True
        thread.join(timeout=15)
        assert not thread.is_alive(), "the hub did not stop"


def until(condition: object, timeout_s: float = 10.0) -> None:
    """Returns when `condition()` is true; fails the test when it never becomes so."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")
