"""Our graph components inside rasa: what they set on a message, and the project they are given."""

from __future__ import annotations

import dataclasses
from copy import deepcopy
from pathlib import Path

import pytest

from bot.content.load import topics
from bot.errors import SettingsError
from bot.settings import Settings
from tests.conftest import ROOT

pytest.importorskip("rasa.engine.graph")
pytestmark = pytest.mark.rasa


@pytest.fixture(scope="module")
def importer():
    from bot.nlu.importer import FarledImporter

    return FarledImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")])


def test_every_topic_is_an_intent_with_one_rule(importer) -> None:
    ids = set(topics(ROOT / "content" / "topics.yml")) | {"band.unsure", "band.lost"}
    assert ids <= set(importer.get_domain().intents)
    rules = [step.block_name for step in importer.get_stories().story_steps]
    assert sorted(rules) == sorted(ids)


def test_every_row_is_a_message_in_its_language(importer) -> None:
    message = importer.get_nlu_data().intent_examples[0]
    assert message.get("intent")
    assert message.get("metadata")["intent"]["language"] in ("sv", "en", "et", "lv", "lt")


def test_a_copied_row_is_a_message_of_its_own(importer) -> None:
    row = importer.get_nlu_data().intent_examples[0]
    copied = deepcopy(row)
    assert copied == row
    copied.set("language", "other")
    assert copied != row
    assert row.get("language") is None


def test_slots_that_choose_words_do_not_steer_the_dialogue(importer) -> None:
    domain = importer.get_domain()
    assert [slot.name for slot in domain.slots if slot.influence_conversation] == []
    assert [e for e in domain.entity_properties.entities if e in domain.entities] != []


@pytest.mark.parametrize("language", ["sv", "en", "et", "lv", "lt"])
def test_words_are_split_by_the_rules_of_the_language(language: str) -> None:
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.tokenizer import LanguageTokenizer

    tokenizer = LanguageTokenizer(LanguageTokenizer.get_default_config())
    message = Message({"text": "hej, Luleå!  tere", "language": language})
    tokens = tokenizer.tokenize(message, "text")
    assert [token.text for token in tokens] == ["hej", ",", "Luleå", "!", "tere"]
    assert tokens[2].start == 5


@pytest.mark.parametrize(
    "name",
    ["bot.nlu.tracker_store.FarledTrackerStore", "bot.nlu.lock_store.FarledLockStore"],
)
def test_the_stores_of_endpoints_yml_exist(name: str) -> None:
    # Rasa 3.6.21 would use memory, with a mere warning, if this path were wrong.
    from rasa.shared.utils.common import class_from_module_path

    assert name in (ROOT / "endpoints.yml").read_text()
    assert class_from_module_path(name)


def test_the_tracker_database_is_sqlite_in_wal_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.nlu.tracker_store import FarledTrackerStore

    monkeypatch.setenv("FARLED_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("FARLED_DATABASE_URL", raising=False)
    store = FarledTrackerStore()
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
    assert (tmp_path / "var" / "tracker.db").exists()


def test_a_database_that_cannot_be_opened_is_said_at_once(tmp_path: Path) -> None:
    from bot.nlu.tracker_store import database_url

    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="FARLED_VAR"):
        database_url(dataclasses.replace(Settings(), var=tmp_path / "file"))
    away = "postgresql://nobody@127.0.0.1:1/none"
    with pytest.raises(SettingsError, match="FARLED_DATABASE_URL"):
        database_url(dataclasses.replace(Settings(), database_url=away))


def test_in_postgresql_rasa_keeps_its_tables_apart_from_the_hubs(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.nlu.tracker_store import FarledTrackerStore

    monkeypatch.setenv("FARLED_DATABASE_URL", postgres_url)
    store = FarledTrackerStore()
    with store.engine.connect() as connection:
        schemas = connection.exec_driver_sql(
            "SELECT table_schema FROM information_schema.tables WHERE table_name = 'events'"
            " AND table_schema = 'rasa'"
        )
        assert schemas.scalars().all() == ["rasa"]
