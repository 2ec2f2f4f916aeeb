"""What Farled believes of an identity provider: a real one, and the same one bent."""

from __future__ import annotations

import time

import httpx
import pytest
from cryptojwt.jwk.rsa import new_rsa_key

from tests.support.hub import RunningHub, running_hub
from tests.support.oidc_desk import (
    EMAIL,
    Browser,
    add,
    audited,
    browser,
    hub,
    provider,
    refused,
    started,
    with_provider,
)
from tests.support.oidc_provider import CLIENT_ID, OpenIDProvider

__all__ = ["browser", "hub", "provider", "started"]


@pytest.mark.parametrize(
    "bend",
    [
        {"nonce": "another one"},
        {"nonce": None},
        {"aud": ["somebody else"]},
        {"aud": None},
        {"aud": [CLIENT_ID, "somebody else"]},
        {"azp": "somebody else"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 120},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser, bend: dict[str, object]
) -> None:
    provider.bend |= bend
    refused(browser, browser.sign_in(), "wrong")
    assert audited(hub) == []


def test_two_audiences_are_good_when_the_token_is_given_to_us(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    provider.bend |= {"aud": [CLIENT_ID, "somebody else"], "azp": CLIENT_ID}
    assert browser.sign_in().status_code == 303


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_signed_without_the_providers_key_is_refused(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser, algorithm: str
) -> None:
    provider.algorithm = algorithm
    refused(browser, browser.sign_in(), "wrong")


def test_a_strangers_key_is_refused_after_the_keys_were_asked_for_once_more(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    browser.sign_in()
    browser.client.cookies.clear()
    provider.asked.clear()
    provider.stray_key = new_rsa_key(kid="stray")
    refused(browser, browser.sign_in(), "wrong")
    assert len(provider.calls("jwks")) == 1


def test_new_keys_of_the_provider_are_fetched_once_when_they_are_met(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    assert browser.sign_in().status_code == 303
    provider.asked.clear()
    assert browser.sign_in().status_code == 303
    assert provider.calls("jwks") == provider.calls("provider_config") == []
    provider.rotate_keys()
    assert browser.sign_in().status_code == 303
    assert browser.sign_in().status_code == 303
    assert len(provider.calls("jwks")) == 1


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": None}], ids=str)
def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser, claims: dict[str, object]
) -> None:
    provider.bend |= claims
    refused(browser, browser.sign_in(), "unverified")


def test_for_entra_the_domain_of_the_organisation_vouches(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    provider.bend |= {"email_verified": None, "xms_edov": "1"}
    assert browser.sign_in().status_code == 303


def test_an_address_that_stands_in_userinfo_only_is_found_there(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    provider.bend |= {"email": None, "email_verified": None}
    assert browser.sign_in().status_code == 303
    assert len(provider.calls("userinfo")) == 1


def test_an_answer_that_names_another_issuer_is_refused(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    back = httpx.URL(browser.at_provider(browser.begin()))
    mixed = back.copy_set_param("iss", "https://elsewhere.example")
    refused(browser, browser.client.get(str(mixed)), "wrong")
    assert provider.calls("token") == []


def test_a_wrong_secret_of_ours_is_refused_by_the_provider(
    provider: OpenIDProvider, tmp_path: object
) -> None:
    with running_hub(with_provider(tmp_path, provider.issuer, "not the secret")) as hub:
        provider.sends_back_to(f"{hub.url}/desk/oidc/back")
        add(hub, EMAIL, "Anna")
        browser = Browser(hub)
        refused(browser, browser.sign_in(), "wrong")
