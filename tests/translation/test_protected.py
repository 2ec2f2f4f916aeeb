"""What a service may neither see nor change, whatever the service does."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Content
from bot.translation.careful import MOST_CHARACTERS, MOST_TEXTS, translated
from bot.translation.protected import lines_of, sent, terms_of

NUMBERS = (
    "19850101-1236",
    "850101-1236",
    "8501011236",
    "198501011236",
    "850101+1236",
    "850161-1239",  # samordningsnummer
    "850101 – 1236",
    "850101 1236",
    "38501010002",  # isikukood, asmens kodas
    "010185-12345",  # personas kods
    "32123456789",
    "321234-56789",
    "8 5 0 1 0 1 1 2 3 6",
    "8501\u20111236 01",
    "850101_1236",
    "+46 70 123 45 67",
    "070-123 45 67",
    "(0920) 45 30 00",
    "+371 2912 3456",
)
OTHERS = (
    "anna.berzina@inbox.lv",
    "https://www.skatteverket.se/flytta?a=1&b=<2",
    "www.lulebo.se",
    "skatteverket.se/flytta",
    "@anna_berzina",
)
PRIVATE = NUMBERS + OTHERS[:1] + OTHERS[2:]
TERMS = ("personnummer", "Försäkringskassan", "SFI", "folkbokföring", "lots", "Luleå", "Pajala")
PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(TERMS)})(?!\w)")


class Fake:
    """A service that answers as it is told, and remembers what it was sent."""

    name = "Fake"

    def __init__(self, *answers: str) -> None:
        self.answers, self.seen = list(answers), []

    async def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        assert 0 < len(texts) <= MOST_TEXTS
        assert len(texts) == 1 or sum(map(len, texts)) <= MOST_CHARACTERS
        self.seen += texts
        return [self.answers.pop(0) if self.answers else text.upper() for text in texts]


class Mangling(Fake):
    """A service that makes of each text what the drawn numbers say."""

    def __init__(self, how: list[int]) -> None:
        super().__init__()
        self.how = how

    async def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        self.seen += texts
        return [self._mangled(text) for text in texts]

    def _mangled(self, text: str) -> str:
        how = self.how.pop() if self.how else 0
        mark = re.search(r'<x id="\d+"/>', text)
        marked = mark.group() if mark else ""
        return (
            text,
            "",
            "???",
            text + marked,
            text.replace(marked, "", 1) if marked else text,
            text.replace("/>", "></x>"),
            text.replace('"', "'").replace("<x", "<X"),
            text.replace('id="0"', 'id="1"'),
            text.replace("<x", "< x"),
            text[: len(text) // 2],
            "ord " + text + ' <x id="99"/>',
            text.replace("<", "&lt;"),
            text[::-1],
            " ".join(reversed(text.split(" "))),
        )[how % 14]


def run(service: Fake, *texts: str, terms: re.Pattern[str] = PATTERN) -> list[str]:
    return asyncio.run(translated(service, texts, "sv", "lv", terms))


@pytest.mark.parametrize("private", PRIVATE)
def test_what_is_private_never_leaves_and_comes_back_unharmed(private: str) -> None:
    service = Fake()
    [found] = run(service, f"Mitt nummer är {private}, tack")
    assert service.seen == ['Mitt nummer är <x id="0"/>, tack']
    # the fake shouts the marks too: they are known in either case of letters
    assert found == f"MITT NUMMER ÄR {private}, TACK"


@pytest.mark.parametrize("private", NUMBERS)
def test_a_number_glued_to_words_is_found(private: str) -> None:
    service = Fake()
    run(service, f"pn{private}x och nr:{private}.")
    assert not any(one.isdigit() for text in service.seen for one in re.sub(r"<[^>]*>", "", text))


def test_a_number_broken_over_lines_does_not_leave() -> None:
    service = Fake()
    assert run(service, "det är 850101-\n1236 ja") == ["DET ÄR 850101-\n1236 JA"]
    assert "1236" not in "".join(service.seen)


filler = st.text(alphabet="abcåäö <>&;\n.,'\"", max_size=12)
pieces = st.lists(st.tuples(filler, st.sampled_from(PRIVATE + TERMS)), max_size=6)


@given(drawn=pieces, end=filler, how=st.lists(st.integers(0, 13), max_size=20))
def test_no_service_can_lose_double_or_see_what_is_protected(
    drawn: list[tuple[str, str]], end: str, how: list[int]
) -> None:
    text = "".join(f"{words} ord {kept} " for words, kept in drawn) + end
    service = Mangling(how)
    [found] = run(service, text)
    assert digits(found) == digits(text)
    for kept in {kept for _, kept in drawn} & set(NUMBERS):
        assert found.count(kept) == text.count(kept)
    for kept in {kept for _, kept in drawn} - set(NUMBERS):
        assert len(whole(kept, found)) == len(whole(kept, text)), (kept, text, found)
    for asked in service.seen:
        clean = re.sub(r'<x id="\d+"/>', "", asked)
        assert digits(clean) == ""
        assert "@" not in clean
        assert not PATTERN.search(clean)


def whole(kept: str, text: str) -> list[str]:
    return re.findall(rf"(?<![\w@.]){re.escape(kept)}(?![\w@])", text)


def digits(text: str) -> str:
    return "".join(sorted(one for one in text if one.isdigit()))


@given(text=st.text(alphabet="abc åä\n<>&.@0123456789-+/:hps", max_size=80))
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(one.text for line in lines_of(text, PATTERN) for one in line) == text


def test_lines_and_lists_stay_lines_and_what_has_no_words_is_not_sent() -> None:
    service = Fake()
    text = "  Hej!\n\n- ett hus\n- 12 345 kr\n- två\n\n***\n"
    assert run(service, text) == ["  HEJ!\n\n- ETT HUS\n- 12 345 KR\n- TVÅ\n\n***\n"]
    assert "***" not in service.seen


def test_a_mangled_line_is_asked_for_again_in_its_pieces() -> None:
    service = Fake("tulkots bez vārda", "Pieteikties uz ", "rīt")
    assert run(service, "Ansök om personnummer i morgon") == ["Pieteikties uz personnummer rīt"]
    assert service.seen == ['Ansök om <x id="0"/> i morgon', "Ansök om", "i morgon"]


def test_the_service_may_move_a_word_and_a_space_is_not_lost() -> None:
    service = Fake('<x id="1"></x>reģistrē<x id="0"/>')
    assert run(service, "Luleå sköter personnummer hej") == ["personnummer reģistrē Luleå"]


def test_markup_in_a_message_is_text_on_both_ways() -> None:
    service = Fake()
    assert run(service, '<b>hej</b> & <x id="7"/>') == ['<B>HEJ</B> & <X ID="7"/>']
    assert "<b>" not in service.seen[0]


def test_many_texts_are_asked_for_in_portions() -> None:
    service = Fake()
    texts = ["hej " * 300] * 6 + ["ett ord"] * 90
    assert run(service, *texts) == [text.upper() for text in texts]


def test_terms_and_places_of_the_content_stay_and_english_words_do_not(content: Content) -> None:
    def asked(text: str, language: str) -> str:
        [line] = lines_of(text, terms_of(content, language))
        return sent(line)

    mark = '<x id="0"/>'
    for word in ("personnummer", "Personnummer", "Försäkringskassan", "SFI", "Sorsele", "Pajala"):
        assert asked(f"om {word} nu", "sv") == f"om {mark} nu", word
    assert asked("en lots hjälper", "sv") == f"en {mark} hjälper"
    assert asked("lots of schools", "en") == "lots of schools"
    assert asked("personnumret", "sv") == "personnumret"


@pytest.mark.parametrize("piece", ["a.", "a-", "a@", "a", " ", " \n", "1-", "www.", ".", "a.se"])
def test_a_long_text_of_no_sense_is_taken_apart_at_once(piece: str) -> None:
    text = piece * (4000 // len(piece)) + "x"
    began = time.perf_counter()
    lines = lines_of(text, re.compile("(?!)"))
    assert time.perf_counter() - began < 0.5
    assert "".join(one.text for line in lines for one in line) == text


@pytest.mark.parametrize(
    "private",
    ["@anna.example.se", ".example.se", "x@y@z.se", "-a.b.se", "a..b.se", "sub.a-b.se/x", "@anna"],
)
def test_addresses_in_odd_spellings_are_kept(private: str) -> None:
    lines = lines_of(f"se {private} nu", re.compile("(?!)"))
    free = "".join(one.text for line in lines for one in line if not one.kept)
    assert not re.search(r"anna|example|z\.se|b\.se", free)
