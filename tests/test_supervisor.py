"""The processes of Farled, and the stand-in of the job service among them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings
from bot.supervisor import children, with_sample_jobs


def test_three_processes_are_one_farled(settings: Settings) -> None:
    assert [child.name for child in children(settings, Path("m.tar.gz"))] == [
        "actions", "rasa", "hub",
    ]  # fmt: skip


def test_offline_jobs_bring_a_stand_in_that_only_the_actions_ask(settings: Settings) -> None:
    started = with_sample_jobs(settings, children(settings, Path("m.tar.gz")))
    assert [child.name for child in started] == ["jobs", "actions", "rasa", "hub"]
    told = {child.name: child.env for child in started}
    assert told["actions"]["FARLED_JOBS_SAMPLE"] == "true"
    url = told["actions"]["FARLED_JOBS_URL"]
    assert url.startswith("http://127.0.0.1:")
    assert started[0].ready_url.startswith(url)
    assert all("FARLED_JOBS_URL" not in told[name] for name in ("jobs", "rasa", "hub"))


def test_without_a_checkout_it_says_what_is_missing(settings: Settings, tmp_path: Path) -> None:
    elsewhere = dataclasses.replace(settings, root=tmp_path)
    with pytest.raises(SettingsError, match="job_service"):
        with_sample_jobs(elsewhere, children(elsewhere, Path("m.tar.gz")))
