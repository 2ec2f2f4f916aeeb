"""What could tell who a visitor is does not reach a file."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.mask import masked


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("skriv till anna.berg@mail.example tack", "skriv till [email] tack"),
        ("mitt nummer är 070-123 45 67", "mitt nummer är [number]"),
        ("+371 2612 3456 zvaniet", "[number] zvaniet"),
        ("personnummer 850101-1234", "personnummer [number]"),
        ("isikukood 38501010002", "isikukood [number]"),
        ("personas kods 010185-12345", "personas kods [number]"),
        ("asmens kodas 38501010002", "asmens kodas [number]"),
        ("se https://example.com/anna?id=1", "se [link]"),
        ("jag heter Anna Berg och söker jobb", "jag heter [name] och söker jobb"),
        ("Jag heter anna och söker jobb", "Jag heter [name] och söker jobb"),
        ("hi, my name is Jānis Ozols", "hi, my name is [name]"),
        ("I am Mari and I need a flat", "I am [name] and I need a flat"),
        ("minu nimi on Mari Mets", "minu nimi on [name]"),
        ("ma olen Mari", "ma olen [name]"),
        ("mani sauc Ilze Kalniņa", "mani sauc [name]"),
        ("mano vardas Jonas", "mano vardas [name]"),
        ("aš esu Rūta Petraitė", "aš esu [name]"),
        ("Var bor man? Mvh Anna Berg", "Var bor man? Mvh [name]"),
        ("jag bor på Storgatan 5", "jag bor på [address]"),
        ("skriv på telegram @anna_b", "skriv på telegram [name]"),
        ("I am a nurse with 2 children", "I am a nurse with 2 children"),
        ("barn 3 och 5 år, flyttar i maj", "barn 3 och 5 år, flyttar i maj"),
        ("rad ett\nrad två", "rad ett rad två"),
    ],
)
def test_what_is_taken_out_and_what_stays(said: str, kept: str) -> None:
    assert masked(said) == kept


DIGITS = st.text(st.sampled_from("0123456789٣٤५ -–/.+()ab\u00a0\u2009"), min_size=6, max_size=60)


@given(st.one_of(DIGITS, st.text(max_size=80)))
def test_never_six_digits_in_any_disguise(text: str) -> None:
    assert sum(one.isdigit() for one in masked(text)) < 6


@given(st.text(max_size=80))
def test_masking_again_changes_nothing_more_of_numbers(text: str) -> None:
    assert sum(one.isdigit() for one in masked(masked(text))) <= 5


@pytest.mark.parametrize("piece", ["a@", "a-", "a.", "a", " ", "1-", "Aa ", "www.", "a@b."])
def test_a_long_text_of_no_sense_is_masked_at_once(piece: str) -> None:
    began = time.perf_counter()
    masked(piece * (4000 // len(piece)))
    assert time.perf_counter() - began < 1


def test_addresses_with_more_than_one_at_are_masked_whole() -> None:
    assert masked("skriv till anna@mail@kommun.se nu") == "skriv till [email] nu"
    assert masked("@anna@mastodon.nu, <x@y.se>") == "[email] [email]"
