"""Settings are read whole or refused whole, and documented where people look for them."""

from __future__ import annotations

import dataclasses
import re

import pytest

from bot.errors import SettingsError
from bot.settings import PREFIX, Settings
from tests.conftest import ROOT

NAMES = {PREFIX + field.name.upper() for field in dataclasses.fields(Settings)}
EMPTY = "–"
"""How the table of docs/operations.md shows a default that is empty."""


def documented() -> dict[str, str]:
    """Each setting in the table of docs/operations.md, with the default that stands there."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(rf"^\| `({PREFIX}\w+)` \| (`[^`]*`|{EMPTY}) \| \S", page, re.MULTILINE)
    assert len(rows) == len(dict(rows)), "a setting stands twice"
    return {name: "" if default == EMPTY else default.strip("`") for name, default in rows}


def example() -> dict[str, str]:
    """Each setting in .env.example, with the value that stands there behind the #."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    rows = [line[1:].split("=", 1) for line in lines if line.startswith(f"#{PREFIX}")]
    assert not [line for line in lines if line and not line.startswith("#")]
    assert len(rows) == len({name for name, _ in rows}), "a setting stands twice"
    return {name: value for name, value in rows}


def test_operations_documents_every_setting_with_its_default() -> None:
    assert documented().keys() == NAMES
    assert Settings.from_env(documented()) == Settings()


def test_the_example_holds_every_setting_with_its_default() -> None:
    assert example().keys() == NAMES
    assert Settings.from_env(example()) == Settings()


def test_the_comparison_notices_a_wrong_default() -> None:
    assert Settings.from_env(documented() | {"FARLED_PORT": "8081"}) != Settings()


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_env({})
    assert settings == Settings()
    assert settings.host == "127.0.0.1"
    assert settings.database == f"sqlite:///{settings.var.absolute() / 'farled.db'}"
    assert settings.rasa == "http://127.0.0.1:5005"


def test_what_is_set_counts_in_its_own_type() -> None:
    settings = Settings.from_env(
        {
            "FARLED_PORT": "9000",
            "FARLED_PATIENCE_S": "1.5",
            "FARLED_VAR": "/srv/farled",
            "FARLED_DATABASE_URL": "postgresql://farled@db/farled",
            "FARLED_RASA_PORT": "6006",
        }
    )
    assert (settings.port, settings.patience_s) == (9000, 1.5)
    assert settings.var.is_absolute()
    assert settings.database == "postgresql://farled@db/farled"
    assert settings.rasa == "http://127.0.0.1:6006"


def test_other_variables_and_those_of_the_tests_are_passed_over() -> None:
    assert Settings.from_env({"PATH": "/bin", "FARLED_TEST_REQUIRE_ALL": "1"}) == Settings()


def test_an_unknown_setting_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="FARLED_PROT"):
        Settings.from_env({"FARLED_PROT": "8080"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FARLED_PORT", "eighty"),
        ("FARLED_PATIENCE_S", "long"),
        ("FARLED_DEFAULT_LANGUAGE", "de"),
        ("FARLED_ERASURE", "never"),
        ("FARLED_LOG_FORMAT", "xml"),
        ("FARLED_PUBLIC_URL", "farled.example"),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({name: value})
    assert refused.value.problems.keys() == {name}


def test_all_problems_come_in_one_message() -> None:
    wrong = {"FARLED_PORT": "eighty", "FARLED_ERASURE": "never", "FARLED_COLOUR": "blue"}
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(wrong)
    assert refused.value.problems.keys() == wrong.keys()
    assert all(name in str(refused.value) for name in wrong)
    assert "docs/operations.md" in str(refused.value)
