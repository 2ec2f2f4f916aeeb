"""A whole Farled as a user starts it: `farled run` with its three real processes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.support.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
READY_S = 240


@dataclass
class Farled:
    """A running Farled: where it is, what it printed, and how to hurt it."""

    url: str
    var: Path
    env: dict[str, str]
    process: subprocess.Popen[str] | None = None
    printed: list[str] = field(default_factory=list)

    def command(self, *arguments: str, stdin: str = "") -> str:
        """What a `farled` command prints."""
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            cwd=ROOT,
            env=self.env,
            input=stdin,
            text=True,
            capture_output=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def pid(self, name: str) -> int:
        """The process id of hub, rasa or actions."""
        return int((self.var / "pids" / name).read_text())

    def kill(self, name: str) -> None:
        """kill -9 of one of the three processes."""
        os.kill(self.pid(name), signal.SIGKILL)

    def freeze(self, name: str) -> None:
        """Stops a process without ending it: it neither answers nor dies."""
        os.kill(self.pid(name), signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Lets a frozen process go on."""
        os.kill(self.pid(name), signal.SIGCONT)

    def wait_until_ready(self, timeout_s: float = READY_S) -> None:
        """Returns when hub, rasa and database all say that they are ready."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            time.sleep(0.3)
        raise AssertionError(f"not ready in {timeout_s} s; see {self.var / 'log'}")

    def logs(self) -> str:
        """Everything that the three processes logged."""
        files = sorted((self.var / "log").glob("*.log"))
        return "\n".join(file.read_text(errors="replace") for file in files)


@contextlib.contextmanager
def running_farled(var: Path, *options: str, **settings: str) -> Iterator[Farled]:
    """`farled run` with `options` until it is ready; stopped as with Ctrl-C afterwards."""
    port = free_port()
    env = {key: value for key, value in os.environ.items() if not key.startswith("FARLED_")}
    env |= {
        "FARLED_PORT": str(port),
        "FARLED_RASA_PORT": str(free_port()),
        "FARLED_ACTIONS_PORT": str(free_port()),
        "FARLED_VAR": str(var),
        "FARLED_JOBS_URL": "http://127.0.0.1:9",  # nothing beyond loopback
        **{f"FARLED_{key.upper()}": value for key, value in settings.items()},
    }
    farled = Farled(f"http://127.0.0.1:{port}", var, env)
    farled.process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot.cli", "run", *options],
        cwd=ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _read_until_running(farled)
        farled.wait_until_ready()
        yield farled
    finally:
        farled.process.send_signal(signal.SIGINT)
        try:
            farled.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(farled.process.pid, signal.SIGKILL)
            raise
        finally:
            if farled.process.stdout:
                farled.process.stdout.close()


def _read_until_running(farled: Farled) -> None:
    assert farled.process is not None
    assert farled.process.stdout is not None
    for line in farled.process.stdout:
        farled.printed.append(line.rstrip())
        if "Stop with Ctrl-C" in line:
            return
    raise AssertionError("farled run ended:\n" + "\n".join(farled.printed))


class Visitor:
    """A visitor by the public API: says something, waits for what comes back."""

    def __init__(self, url: str, **opening: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=20)
        opened = self._client.post("/api/conversations", json=opening).json()
        self._client.headers["Authorization"] = f"Bearer {opened['token']}"
        self.id = opened["conversation"]
        self._count = 0

    def send(self, text: str) -> int:
        """The seq of the stored message; asks again while the hub is away, as the widget does."""
        self._count += 1
        body = {"id": f"m{self._count}", "text": text}
        end = time.monotonic() + 60
        while True:
            try:
                answer = self._client.post(f"/api/conversations/{self.id}/messages", json=body)
                answer.raise_for_status()
                return int(answer.json()["seq"])
            except httpx.TransportError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def events(self) -> list[dict[str, Any]]:
        """Everything that was shown so far."""
        return list(self._client.get(f"/api/conversations/{self.id}/events").json())

    def said(self, author: str) -> list[dict[str, Any]]:
        """The messages of one author so far."""
        return [event for event in self.events() if event.get("from") == author]

    def wait_for_answer(self, seq: int, timeout_s: float = 120) -> dict[str, Any]:
        """The assistant's answer to the message `seq`."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            with contextlib.suppress(httpx.TransportError):
                for message in self.said("assistant"):
                    if message.get("answers") == seq:
                        return message
            time.sleep(0.2)
        raise AssertionError("no answer came")

    def ask(self, text: str) -> dict[str, Any]:
        """The assistant's answer to a text."""
        return self.wait_for_answer(self.send(text))

    def forget(self) -> None:
        """Asks to be forgotten."""
        self._client.delete(f"/api/conversations/{self.id}").raise_for_status()

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()
