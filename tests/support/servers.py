"""Free ports, and PostgreSQL and Redis servers of the test run's own."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

REQUIRE_ALL = os.environ.get("FARLED_TEST_REQUIRE_ALL") == "1"


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def skip_or_fail(what: str) -> None:
    """Skips the test because `what` is missing; fails where nothing may be skipped."""
    if REQUIRE_ALL:
        pytest.fail(f"{what} (FARLED_TEST_REQUIRE_ALL=1 allows no skip)")
    pytest.skip(what)


def wait_for_port(port: int, timeout_s: float = 30) -> None:
    """Returns when something listens on the port."""
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


def postgres_bin() -> Path | None:
    """The folder with PostgreSQL's server programs, if installed."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a fresh PostgreSQL server; it is gone afterwards."""
    programs = postgres_bin()
    if programs is None:
        skip_or_fail("PostgreSQL is missing: apt-get install postgresql")
        raise AssertionError
    folder = Path(tempfile.mkdtemp(prefix="farled-pg-"))
    run_as = {}
    if os.geteuid() == 0:  # initdb and postgres refuse root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        run_as = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": ()}
    port = free_port()
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "farled", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        **quiet,
        **run_as,
    )
    options = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-k", folder]
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-p", str(port), *options], **quiet, **run_as
    )
    try:
        wait_for_port(port)
        yield f"postgresql://farled@127.0.0.1:{port}/postgres"
    finally:
        # SIGINT is PostgreSQL's fast shutdown: SIGTERM would wait for a pool that is still open.
        server.send_signal(signal.SIGINT)
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The URL of a fresh Redis server; it is gone afterwards."""
    program = shutil.which("redis-server")
    if program is None:
        skip_or_fail("Redis is missing: apt-get install redis-server")
        raise AssertionError
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for_port(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(20)
