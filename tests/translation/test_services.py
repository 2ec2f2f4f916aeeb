"""LibreTranslate and DeepL over HTTP: what is asked, and what each failure is called."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from typing import Any

import pytest

from bot.errors import TranslationFailed
from bot.settings import Settings
from bot.translation.choice import translator_of
from bot.translation.deepl import FREE, PAID, DeepL
from bot.translation.interface import Translator
from bot.translation.libretranslate import LibreTranslate
from tests.support.servers import free_port
from tests.support.translation_service import FREE_KEY, KEY, TranslationService

SERVICES = ("libretranslate", "deepl")


def made(name: str, url: str, key: str = KEY, **more: Any) -> Translator:
    if name == "deepl":
        return DeepL(key, url, **more)
    return LibreTranslate(url, key, **more)


def ask(translator: Translator, *texts: str, source: str = "sv", target: str = "lv") -> list[str]:
    return asyncio.run(translator.translate(texts, source, target))


def reason(translator: Translator, *texts: str, **about: str) -> str:
    with pytest.raises(TranslationFailed) as failed:
        ask(translator, *(texts or ("Hej",)), **about)
    return failed.value.reason


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("target", ["lv", "en"])
def test_texts_come_back_in_their_order(
    service: TranslationService, name: str, target: str
) -> None:
    found = ask(made(name, service.url), 'Hej <x id="0"/>', "Hus &amp; hem", target=target)
    assert found == [f'Hej·{target} <x id="0"/>', f"Hus·{target} &amp; hem·{target}"]
    assert service.asked == 1


@pytest.mark.parametrize("name", SERVICES)
def test_each_failure_has_its_reason(service: TranslationService, name: str) -> None:
    assert reason(made(name, service.url, key="fel")) == "key"
    assert reason(made(name, service.url), target="lt") == "language"
    assert reason(made(name, service.url), source="lt") == "language"
    for status, why in ((413, "too_long"), (429, "quota"), (500, "away"), (302, "away")):
        service.status = status
        assert reason(made(name, service.url)) == why, status
    assert reason(made(name, f"http://127.0.0.1:{free_port()}")) == "away"
    assert reason(made(name, "http://[nonsense")) == "away"


def test_what_only_one_service_says_is_understood(service: TranslationService) -> None:
    assert reason(made("libretranslate", service.url), "a " * 3000) == "too_long"
    service.status = 456
    assert reason(made("deepl", service.url)) == "quota"


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("odd", ["text", ["one", "too", "many"], [7], [{"text": 7}], {"a": 1}])
def test_an_odd_answer_is_no_translation(
    service: TranslationService, name: str, odd: object
) -> None:
    service.odd = odd
    assert reason(made(name, service.url)) == "away"


@pytest.mark.parametrize("name", SERVICES)
def test_nobody_waits_longer_than_agreed(service: TranslationService, name: str) -> None:
    service.delay_s = 2
    began = time.monotonic()
    assert reason(made(name, service.url, timeout_s=0.3)) == "away"
    assert time.monotonic() - began < 1.5


def test_the_settings_name_the_service() -> None:
    def chosen(**given: str) -> Translator | None:
        return translator_of(dataclasses.replace(Settings(), **given))

    assert chosen() is None
    libre = chosen(translation="libretranslate", translation_url="http://x/", translation_key="k")
    assert libre == LibreTranslate("http://x/", "k")
    paid, free = (chosen(translation="deepl", translation_key=key) for key in (KEY, FREE_KEY))
    assert isinstance(paid, DeepL)
    assert isinstance(free, DeepL)
    assert (paid.address, free.address) == (PAID, FREE)
