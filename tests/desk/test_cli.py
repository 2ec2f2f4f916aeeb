"""`farled lots` as an administrator of the machine uses it: through the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def farled(tmp_path: Path) -> Run:
    """Runs `farled lots …` on a database of its own."""

    def run(
        *arguments: str, stdin: str = "en lång lösenfras\n"
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", "lots", *arguments],
            cwd=ROOT,
            env=dict(os.environ) | {"FARLED_VAR": str(tmp_path), "NO_COLOR": "1"},
            input=stdin,
            text=True,
            capture_output=True,
            timeout=120,
        )

    return run


def test_accounts_are_made_listed_changed_and_ended(farled: Run) -> None:
    made = farled("add", "Chefen@k.example", "--name", "Chefen", "--password-stdin")
    assert made.stdout == "chefen@k.example can sign in.\n"
    anna = ("anna@k.example", "--name", "Anna", "--role", "lots")
    made = farled("add", *anna, "--municipality", "lulea", "--language", "lv", stdin="")
    assert "Password, shown only now: " in made.stdout
    assert farled("list").stdout.splitlines() == [
        "chefen@k.example\tChefen\tadministrator\tall\t-",
        "anna@k.example\tAnna\tlots\tlulea\tlv",
    ]
    farled("change", "anna@k.example", "--role", "coordinator", "--language", "et")
    assert "anna@k.example\tAnna\tcoordinator\tlulea\tet" in farled("list").stdout
    farled("change", "anna@k.example", "--all-municipalities", "--no-second-factor")
    assert "coordinator\tall\tet" in farled("list").stdout
    assert farled("remove", "anna@k.example").returncode == 0
    assert "Anna\tremoved" in farled("list").stdout


def test_the_last_administrator_stays_and_what_is_wrong_is_said(farled: Run) -> None:
    farled("add", "chefen@k.example", "--name", "Chefen", "--password-stdin")
    for refused, why in (
        (("remove", "chefen@k.example"), "last administrator"),
        (("change", "chefen@k.example", "--role", "lots"), "last administrator"),
        (("change", "chefen@k.example", "--role", "king"), "No such role: king"),
        (("change", "chefen@k.example", "--municipality", "oslo"), "No such municipality: oslo"),
        (("change", "chefen@k.example", "--language", "xx"), "No such language: xx"),
        (("remove", "nobody@k.example"), "There is no account for nobody@k.example"),
        (("add", "chefen@k.example", "--name", "C", "--password-stdin"), "has an account already"),
    ):
        done = farled(*refused)
        assert done.returncode == 1
        assert why in done.stderr
        assert "Traceback" not in done.stderr
    assert farled("list").stdout == "chefen@k.example\tChefen\tadministrator\tall\t-\n"
