"""Long answers are split where a reader would split them, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_text import TEXT_LIMIT, callback_data, rendered, split
from bot.content import Content
from bot.conversations.events import Author, Button, Listing, Message, Source
from tests.support.telegram_html import parsed, units

SOURCE = Source("Lulebo & co <queue>", 'https://www.lulebo.se/?a=1&b="2"', "2026-11-21")


ADVERT = Listing("Svets & plåt <natt>", "https://example.se/?a=1&b=2", "LKAB <Kiruna> · 2 posts")


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_parts_are_short_not_empty_and_lose_only_white_space(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert all(part.strip() == part for part in parts)
    assert bare("".join(parts)) == bare(text)


@given(st.lists(st.sampled_from(["hej", "😀😀", "åäö.", "\n\n", " ", "x" * 30]), max_size=60))
def test_words_are_never_cut_where_they_fit(words: list[str]) -> None:
    text = " ".join(words)
    assert " ".join(split(text, 40)).split() == text.split()


def test_a_text_is_split_between_paragraphs_first() -> None:
    text = "One. Two.\n\nThree. Four five"
    assert split(text, 20) == ["One. Two.", "Three. Four five"]


def test_a_long_paragraph_is_split_between_sentences() -> None:
    assert split("First one here. Second one there.", 20) == [
        "First one here.",
        "Second one there.",
    ]


def test_a_long_sentence_is_split_between_words() -> None:
    assert split("en två tre fyra fem", 12) == ["en två tre", "fyra fem"]


def test_a_character_of_two_units_is_never_halved() -> None:
    assert split("😀" * 5, 5) == ["😀😀", "😀😀", "😀"]


def message(text: str, **more: object) -> Message:
    return Message(Author.ASSISTANT, text, "en", **more)  # type: ignore[arg-type]


def test_html_in_a_text_is_shown_and_not_obeyed(content: Content) -> None:
    [part] = rendered(content, "c1", 1, message("<b>1 & 2</b> &lt;"))
    assert parsed(part.html) == "<b>1 & 2</b> &lt;"


def test_sources_are_links_at_the_end_with_the_day_they_were_checked(content: Content) -> None:
    [part] = rendered(content, "c1", 1, message("Join the queue.", sources=(SOURCE,)))
    assert parsed(part.html).endswith("Lulebo & co <queue> (checked 2026-11-21)")
    assert '<a href="https://www.lulebo.se/?a=1&amp;b=&quot;2&quot;">' in part.html


def test_a_source_that_is_no_web_address_is_no_link(content: Content) -> None:
    source = Source("A law", "javascript:alert(1)", "")
    [part] = rendered(content, "c1", 1, message("Yes.", sources=(source,)))
    assert "<a" not in part.html
    assert "A law" in part.html


def test_adverts_stand_as_blocks_between_the_text_and_the_sources(content: Content) -> None:
    said = message("Adverts now: 2.", listings=(ADVERT, ADVERT), sources=(SOURCE,))
    [part] = rendered(content, "c1", 1, said)
    blocks = parsed(part.html).split("\n\n")
    advert = "Svets & plåt <natt>\nLKAB <Kiruna> · 2 posts"
    assert blocks[:3] == ["Adverts now: 2.", advert, advert]
    assert len(blocks) == 4
    assert (
        '<a href="https://example.se/?a=1&amp;b=2">Svets &amp; plåt &lt;natt&gt;</a>' in part.html
    )


def test_an_advert_without_a_web_address_is_no_link(content: Content) -> None:
    advert = Listing("Svetsare", "javascript:alert(1)", "")
    [part] = rendered(content, "c1", 1, message("Here.", listings=(advert,)))
    assert part.html == "Here.\n\nSvetsare"


def test_many_and_long_adverts_are_split_and_none_is_lost(content: Content) -> None:
    adverts = [
        Listing(f"Rubrik {n} " + "å " * 500, ADVERT.url, "ord " * (1500 if n == 3 else 100))
        for n in range(12)
    ]
    said = message("Hej", listings=tuple(adverts), buttons=(Button("Mer", "/more"),))
    parts = rendered(content, "c1", 1, said)
    texts = [parsed(part.html) for part in parts]
    assert all(0 < units(text) <= TEXT_LIMIT for text in texts)
    assert all(f"Rubrik {n} å" in "".join(texts) for n in range(12))
    assert "".join(texts).count("ord") == sum(one.details.count("ord") for one in adverts)
    assert [bool(part.choices) for part in parts] == [False] * (len(parts) - 1) + [True]


def test_the_name_of_a_lots_stands_first_in_bold(content: Content) -> None:
    [part] = rendered(content, "c1", 1, Message(Author.LOTS, "Hej!", "en", lots="Åsa <3"))
    assert part.html == "<b>Åsa &lt;3</b>\nHej!"


def test_buttons_are_on_the_last_part_only(content: Content) -> None:
    said = message("ord " * 1500, buttons=(Button("Ja", "/yes"), Button("Nej", "/no")))
    first, last = rendered(content, "c1", 3, said)
    assert first.choices == ()
    assert [(one.title, one.data) for one in last.choices] == [("Ja", "c1:3.0"), ("Nej", "c1:3.1")]


def test_callback_data_fits_with_the_longest_ids() -> None:
    assert len(callback_data("c" + "f" * 24, 999_999_999, 99).encode()) <= 64


@pytest.mark.parametrize("length", [TEXT_LIMIT - 130, TEXT_LIMIT - 5, TEXT_LIMIT, TEXT_LIMIT + 1])
def test_every_part_fits_with_name_and_sources(content: Content, length: int) -> None:
    said = Message(Author.LOTS, "x" * length, "en", lots="Å" * 100, sources=(SOURCE,) * 3)
    parts = [parsed(part.html) for part in rendered(content, "c1", 1, said)]
    assert all(0 < units(part) <= TEXT_LIMIT for part in parts)
    assert "".join(parts).count("x" * 10) >= length // 10 - len(parts)


def test_a_message_without_words_has_no_part(content: Content) -> None:
    assert rendered(content, "c1", 1, message(" \n ")) == []


def test_a_machine_translation_says_so_below_its_words(content: Content) -> None:
    machine = {"original": "Hej", "original_language": "sv", "translated_by": "Deep<L>"}
    said = Message(Author.LOTS, "Sveiki", "lv", lots="Anna", **machine)
    [part] = rendered(content, "c1", 5, said)
    label = content.phrase("widget.translated_sv", "lv", service="Deep<L>")
    assert "zviedriski" in label
    assert parsed(part.html) == f"Anna\nSveiki\n\n{label}"
    assert "Hej" not in part.html
