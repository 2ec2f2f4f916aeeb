"""Which occupation a message names, and whose it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Content, load
from bot.jobs.occupations import named
from bot.locales import LOCALES
from tests.conftest import ROOT

HERE = Path(__file__).parent
CONTENT = load(ROOT / "content")
IDS = set(CONTENT.occupations)
CODES = HERE.parent / "support" / "jobs" / "occupations.json"
"""The table of facts/jobtech, for a clean clone has no ../shared."""
LEAST_RECALL = 0.92
"""Below the first measure of each language (benchmarks/occupations.py, docs/understanding.md)."""


def development(language: str) -> list[tuple[str, str]]:
    """The development list: (id or "none", text). Its writers had not seen the words we know."""
    lines = (HERE / f"occupations.{language}.tsv").read_text("utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines if line.strip()]


@pytest.mark.parametrize("language", LOCALES)
def test_most_of_the_development_list_is_recognised(content: Content, language: str) -> None:
    rows = [row for row in development(language) if row[0] != "none"]
    found = [wanted in named(content, text, language).all for wanted, text in rows]
    assert len(rows) >= 130
    assert sum(found) / len(rows) >= LEAST_RECALL


@pytest.mark.parametrize("language", LOCALES)
def test_what_names_no_occupation_finds_none(content: Content, language: str) -> None:
    rows = [text for wanted, text in development(language) if wanted == "none"]
    false = [text for text in rows if named(content, text, language).all]
    assert len(rows) >= 20
    assert len(false) <= 1, false


def test_every_group_is_one_of_the_job_services_own(content: Content) -> None:
    professions = json.loads(CODES.read_text("utf-8"))["professions"]
    known = {
        entry["ssyk2012"]: entry["occupation_group_concept_id"]
        for entries in professions.values()
        for entry in entries
    }
    for occupation in content.occupations.values():
        assert occupation.groups.items() <= known.items(), occupation.id
    covered = {code for one in content.occupations.values() for code in one.groups}
    assert covered == set(known)


@pytest.mark.parametrize("language", LOCALES)
def test_every_language_has_at_least_120_words(content: Content, language: str) -> None:
    lexicon = content.occupation_names[language]
    assert len(lexicon.whole) + len(lexicon.beginnings) >= 120
    ids = {*lexicon.whole.values(), *lexicon.beginnings.values()}
    assert ids - {"none"} == set(content.occupations)


@pytest.mark.parametrize(
    ("language", "text", "mine", "partners"),
    [
        ("en", "I'm a nurse and my husband is a welder", "nurse", "welder"),
        ("en", "my husband is a welder and I'm a nurse", "nurse", "welder"),
        ("en", "nurse + welder", "", ""),
        ("en", "I am a nurse and my husband needs a job too", "nurse", ""),
        ("sv", "jag är sjuksköterska och min man söker jobb", "nurse", ""),
        ("et", "mina olen õde ja mu mees otsib tööd", "nurse", ""),
        ("lv", "es esmu medmāsa un mans vīrs meklē darbu", "nurse", ""),
        ("lt", "aš esu slaugytoja, o mano vyras ieško darbo", "nurse", ""),
        ("en", "my husband is not a nurse but a welder", "", "welder"),
        ("en", "no, I am not a nurse, I am a teacher", "teacher", ""),
        ("en", "my wife is an electrician", "", "electrician"),
        ("en", "is there work as an electrician for my wife", "", "electrician"),
        ("en", "we are both doctors", "doctor", "doctor"),
        ("en", "my husband is an electrician, is there work for us both", "", "electrician"),
        ("sv", "jag är kock och min sambo lärare", "chef", "teacher"),
        ("et", "abikaasaga oleme mõlemad arstid", "doctor", "doctor"),
        ("lv", "es esmu skolotāja, bet vīrs elektriķis", "teacher", "electrician"),
        ("lt", "žmona mokytoja, o aš elektrikas", "electrician", "teacher"),
    ],
)
def test_whose_an_occupation_is_follows_from_the_words_around(
    content: Content, language: str, text: str, mine: str, partners: str
) -> None:
    found = named(content, text, language)
    assert (found.mine, found.partners) == (mine, partners)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "jag är chef på ett företag"),
        ("sv", "jag driver eget företag"),
        ("en", "do I need to change my driver's licence"),
        ("lv", "vai derēs autovadītāja apliecība"),
        ("lt", "ar galioja vairuotojo pažymėjimas"),
        ("en", "where can I get it"),
    ],
)
def test_everyday_words_are_no_occupations(content: Content, language: str, text: str) -> None:
    assert not named(content, text, language).all


@pytest.mark.parametrize("text", ["IT", "is there IT work in Luleå"])
def test_the_field_in_capitals_is_one(content: Content, text: str) -> None:
    assert named(content, text, "en").all == ("it",)


def test_two_occupations_that_nobody_is_given_are_a_pair(content: Content) -> None:
    assert named(content, "nurse + welder", "en").pair == ("nurse", "welder")
    assert named(content, "my husband is a welder, I am a nurse", "en").pair is None


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(sorted(LOCALES)))
def test_any_text_can_be_read(text: str, language: str) -> None:
    assert set(named(CONTENT, text, language).all) <= IDS


def test_a_sign_within_a_word_harms_nothing(content: Content) -> None:
    assert named(content, "IT™ support", "en") is not None
