"""The content in memory: placeholders, languages that are named, what is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content import Content, load
from bot.content.catalog import filled, placeholders
from bot.content.fold import fold, is_foreign_script, key, words
from bot.content.marked import read
from bot.errors import ContentError
from tests.content.project import SmallProject


def test_folding_takes_case_and_diacritics_away() -> None:
    assert fold("Šķiršanās ÕUN Åsele šžėūį") == "skirsanas oun asele szeui"
    assert words("Kas, või...  mis?") == ["kas", "voi", "mis"]
    assert key(" Tere! ") == key("tere") == "tere"


def test_another_script_is_seen() -> None:
    assert is_foreign_script("где квартира")
    assert not is_foreign_script("Šķūnis ir tukšs")
    assert not is_foreign_script("123")


def test_placeholders_are_filled_and_unknown_ones_stay() -> None:
    assert placeholders("{a} and {b}") == {"a", "b"}
    assert filled("{a} and {b}", {"a": "1"}) == "1 and {b}"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("på svenska tack", "sv"),
        ("can you speak English?", "en"),
        ("palun vastake inglise keeles", "en"),
        ("palun rootsi keeles", "sv"),
        ("vai var latviešu valodā?", "lv"),
        ("går det på lettiska?", "lv"),
        ("ar galima lietuviškai", "lt"),
        ("kan du estniska", "et"),
        ("eesti keelest inglise keelde", "en"),
        ("по-русски пожалуйста", "unserved"),
        ("vene keeles palun", "unserved"),
        ("vilka språk kan du?", None),
    ],
)
def test_a_language_is_known_by_its_name_in_any_language(
    content: Content, text: str, language: str | None
) -> None:
    assert content.language_named(text) == language


def test_facts_that_have_expired_are_not_known(content: Content) -> None:
    place = content.municipalities["sorsele"]
    expiring = {name for name, fact in place.facts.items() if fact.expires}
    assert not expiring & content.facts("sorsele", date(2099, 1, 1)).keys()
    assert content.facts("nowhere", date(2026, 1, 1)) == {}


def test_a_phrase_that_a_language_lacks_comes_from_another(tmp_path: Path) -> None:
    project = SmallProject(tmp_path)
    project.write("content/phrases/et.yml", {"assistant": {"greet": "Tere."}})
    content = load(tmp_path / "content")
    assert content.phrase("assistant.greet", "et") == "Tere."
    assert content.phrase("assistant.place_set", "et", place="X") == "Noted: X."


def test_a_file_knows_the_line_of_each_value(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("a: 1\nb:\n  c:\n    - x\n    - y\n")
    document = read(file)
    assert document.line("b", "c", 1) == 5
    assert document.line("b", "nothing") == 2


def test_a_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    project = SmallProject(tmp_path)
    project.write("content/glossary.yml", "- a\n- [\n")
    with pytest.raises(ContentError, match=r"glossary\.yml:[23]"):
        load(tmp_path / "content")
