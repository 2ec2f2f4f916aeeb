"""`farled run`: the three processes of Farled, started, watched, restarted and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import structlog

from bot.errors import SettingsError
from bot.settings import PREFIX, Settings

log = structlog.get_logger()

_STAND_IN = Path("tests/support/job_service.py")
READY_TIMEOUT_S = 300.0
"""How long rasa may take to load its model on a small, busy machine."""
STOP_TIMEOUT_S = 15.0
RESTART_FIRST_S, RESTART_LONGEST_S = 1.0, 30.0
CALM_S = 60.0
"""A process that ran this long begins again with the shortest wait when it dies."""

Say = Callable[[str], None]


@dataclass
class Child:
    """One of the three processes: how it starts, and how it is told to be ready."""

    name: str
    command: list[str]
    ready_url: str
    env: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    wait_s: float = RESTART_FIRST_S

    def start(self, log_dir: Path) -> None:
        """Starts the process; its output goes to its own file in `log_dir`."""
        with (log_dir / f"{self.name}.log").open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                self.command,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.env},  # noqa: TID251 - children inherit it
                start_new_session=True,
            )
        self.started_at = time.monotonic()
        self.restart_at = 0.0
        log.info("process.started", process=self.name, pid=self.process.pid)

    def ended(self) -> bool:
        """True when the process is not running."""
        return self.process is None or self.process.poll() is not None

    def ready(self) -> bool:
        """True when the process answers on its port."""
        try:
            return httpx.get(self.ready_url, timeout=2.0).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        """Asks the process, with all it started, to end; ends it by force when it does not."""
        if self.process is None or self.ended():
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def children(settings: Settings, model: Path) -> list[Child]:
    """The processes of one Farled; `model` is the trained model file."""
    python = sys.executable
    actions_url = f"http://127.0.0.1:{settings.actions_port}"
    rasa_env = {
        "RASA_TELEMETRY_ENABLED": "false",
        "FARLED_ACTIONS_PORT": str(settings.actions_port),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "SANIC_HOST": "127.0.0.1",  # rasa-sdk 3.6.2 has no option for its address
    }
    actions = [python, "-m", "rasa_sdk", "--actions", "bot.actions"]
    rasa = [python, "-m", "rasa", "run", "--interface", "127.0.0.1"]
    root = settings.root.absolute()
    return [
        Child(
            "actions",
            [*actions, "--port", str(settings.actions_port)],
            f"{actions_url}/health",
            rasa_env,
        ),
        Child(
            "rasa",
            [
                *rasa,
                *("--port", str(settings.rasa_port), "--model", str(model)),
                *("--endpoints", str(root / "endpoints.yml")),
                *("--credentials", str(root / "credentials.yml")),
            ],
            f"{settings.rasa}/",
            rasa_env,
        ),
        Child(
            "hub",
            [python, "-m", "bot.cli", "hub"],
            f"http://{_reachable(settings.host)}:{settings.port}/healthz",
            {PREFIX + "RASA_URL": settings.rasa},
        ),
    ]


def with_sample_jobs(settings: Settings, started: list[Child]) -> list[Child]:
    """`started` with the stand-in of the job service, and actions that ask it.

    It lives among the tests, so a checkout is needed. Raises: SettingsError without one.
    """
    if not (settings.root / _STAND_IN).is_file():
        raise SettingsError({"--offline-jobs": f"needs {_STAND_IN} of a checkout; none is here"})
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "tests.support.job_service", "--port", str(port)]
    jobs = Child("jobs", command, f"{url}/complete?q=a")
    told = {PREFIX + "JOBS_URL": url, PREFIX + "JOBS_SAMPLE": "true"}
    for child in started:
        if child.name == "actions":
            child.env = {**child.env, **told}
    return [jobs, *started]


class Supervisor:
    """Keeps the children running until it is told to stop."""

    def __init__(
        self, settings: Settings, model: Path, say: Say, *, offline_jobs: bool = False
    ) -> None:
        self._children = children(settings, model)
        if offline_jobs:
            self._children = with_sample_jobs(settings, self._children)
        self._logs = settings.var / "log"
        self._pids = settings.var / "pids"
        self._say = say
        self._stopping = False

    def run(self, when_ready: Callable[[], None]) -> None:
        """Runs until SIGINT or SIGTERM; calls `when_ready` once all three answer."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._stop)
        self._logs.mkdir(parents=True, exist_ok=True)
        self._pids.mkdir(parents=True, exist_ok=True)
        try:
            for child in self._children:
                self._start(child)
            self._wait_until_ready()
            if not self._stopping:
                when_ready()
            while not self._stopping:
                self._revive()
                time.sleep(0.5)
        finally:
            for child in reversed(self._children):
                child.stop()
                (self._pids / child.name).unlink(missing_ok=True)

    def _start(self, child: Child) -> None:
        child.start(self._logs)
        if child.process:
            (self._pids / child.name).write_text(str(child.process.pid))

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + READY_TIMEOUT_S
        missing = list(self._children)
        while missing and not self._stopping and time.monotonic() < until:
            self._revive()
            for child in list(missing):
                if child.ready():
                    missing.remove(child)
                    seconds = time.monotonic() - child.started_at
                    self._say(f"  {child.name} is ready ({seconds:.0f} s)")
            time.sleep(0.3)
        for child in missing:
            self._say(f"  {child.name} is not ready yet; see {self._logs / child.name}.log")

    def _revive(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if not child.ended() or self._stopping:
                continue
            if not child.restart_at:
                calm = now - child.started_at > CALM_S
                child.wait_s = RESTART_FIRST_S if calm else min(child.wait_s * 2, RESTART_LONGEST_S)
                child.restart_at = now + child.wait_s / 2
                code = child.process.returncode if child.process else None
                log.warning("process.died", process=child.name, code=code)
                self._say(f"  {child.name} stopped; starting it again. See {self._logs}")
            elif now >= child.restart_at:
                self._start(child)


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104 - compared, not bound
