"""The municipality's identity provider, spoken to by OpenID Connect (authorization code, PKCE).

Authlib writes the requests and judges the id_token's claims, joserfc its signature; HTTP is ours.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx
import structlog
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from bot.desk.asked import Asked
from bot.errors import IdentityRefused
from bot.settings import Settings

log = structlog.get_logger()

TIMEOUT = httpx.Timeout(8.0, connect=4.0)
KEPT_S = 600.0
"""How long the provider's description and keys are kept."""
LEEWAY_S = 60
"""How far the provider's clock may be off."""
SCOPE = "openid email"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a key that only the provider has; neither `none` nor our own secret."""
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Identity:
    """Whom the provider signed in; `email` is "" unless the provider says that it is hers."""

    issuer: str
    subject: str
    email: str = ""


@dataclass(frozen=True)
class _Known:
    """The provider's description and keys as they were at a moment of the monotonic clock."""

    about: dict[str, Any]
    keys: KeySet
    at: float


class Provider:
    """The identity provider; every call raises IdentityRefused when it is away or not to trust."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret
        self.name = settings.oidc_name or urlsplit(self._issuer).hostname or ""
        self._known: _Known | None = None

    async def address(self, asked: Asked, back: str) -> str:
        """Where a browser signs in; it comes back to `back` with a code and the same state."""
        about = (await self._look()).about
        return str(
            prepare_grant_uri(
                about["authorization_endpoint"],
                self._client_id,
                "code",
                redirect_uri=back,
                scope=SCOPE,
                state=asked.state,
                nonce=asked.nonce,
                code_challenge=create_s256_code_challenge(asked.verifier),
                code_challenge_method="S256",
            )
        )

    async def identity(self, code: str, asked: Asked, back: str, issuer: str = "") -> Identity:
        """Whom a code is for; `issuer` is what came back with it, if anything did."""
        known = await self._look()
        if issuer and issuer != known.about["issuer"]:
            raise _not_to_trust("another issuer")
        token = await self._token(known.about, code, asked, back)
        claims = await self._claims(known, token, asked)
        subject, person = claims["sub"], claims
        if "email" not in claims:
            person = await self._more(known.about, token, subject)
        return Identity(known.about["issuer"], subject, verified_email(person))

    async def _look(self, *, fresh: bool = False) -> _Known:
        """What is known of the provider; asked again when that is old, or a key is missing."""
        known = self._known
        if known and not fresh and time.monotonic() - known.at < KEPT_S:
            return known
        about = await self._json("GET", f"{self._issuer}/.well-known/openid-configuration")
        self._check(about)
        try:
            keys = KeySet.import_key_set(_signing(await self._json("GET", about["jwks_uri"])))
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise _not_to_trust("its keys cannot be read") from error
        self._known = _Known(about, keys, time.monotonic())
        return self._known

    def _check(self, about: Mapping[str, Any]) -> None:
        """Raises: IdentityRefused unless this describes our provider, as safely as our setting."""
        if str(about.get("issuer", "")).rstrip("/") != self._issuer:
            raise _not_to_trust("its description names another issuer")
        scheme = urlsplit(self._issuer).scheme
        for name in _ENDPOINTS:
            found = urlsplit(str(about.get(name, "")))
            if not found.netloc or found.scheme not in {"https", scheme}:
                raise _not_to_trust(f"its description has no usable {name}")

    async def _token(
        self, about: Mapping[str, Any], code: str, asked: Asked, back: str
    ) -> dict[str, Any]:
        """The provider's answer to the code."""
        extra = {"code": code, "code_verifier": asked.verifier}
        methods = about.get("token_endpoint_auth_methods_supported") or ()
        auth = None
        if not self._secret:
            extra["client_id"] = self._client_id
        elif "client_secret_post" in methods:
            extra |= {"client_id": self._client_id, "client_secret": self._secret}
        else:
            auth = httpx.BasicAuth(quote_plus(self._client_id), quote_plus(self._secret))
        body = prepare_token_request("authorization_code", redirect_uri=back, **extra)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        address = about["token_endpoint"]
        token = await self._json("POST", address, content=body, headers=headers, auth=auth)
        if not isinstance(token.get("id_token"), str):
            raise _not_to_trust("no id_token")
        return token

    async def _claims(self, known: _Known, token: dict[str, Any], asked: Asked) -> dict[str, Any]:
        """The claims of a good id_token; keys are asked for once more when none fits."""
        given = token["id_token"]
        try:
            try:
                decoded = jwt.decode(given, known.keys, registry=_registry(known.about))
            except (InvalidKeyIdError, BadSignatureError):
                known = await self._look(fresh=True)
                decoded = jwt.decode(given, known.keys, registry=_registry(known.about))
            options = {
                "iss": {"essential": True, "value": known.about["issuer"]},
                "aud": {"essential": True, "value": self._client_id},
                "sub": {"essential": True},
            }
            params = {
                "nonce": asked.nonce,
                "client_id": self._client_id,
                "access_token": token.get("access_token"),
            }
            claims = CodeIDToken(decoded.claims, decoded.header, options, params)
            claims.validate(leeway=LEEWAY_S)
        except (JoseError, ValueError, TypeError) as error:
            raise _not_to_trust(getattr(error, "error", "") or "unreadable id_token") from error
        if not isinstance(claims["sub"], str):
            raise _not_to_trust("no subject")
        return dict(claims)

    async def _more(
        self, about: Mapping[str, Any], token: Mapping[str, Any], subject: str
    ) -> dict[str, Any]:
        """The claims of the userinfo endpoint, where the standard puts the address."""
        address, access = about.get("userinfo_endpoint"), token.get("access_token")
        if not address or not access:
            return {}
        more = await self._json("GET", address, headers={"Authorization": f"Bearer {access}"})
        if more.get("sub") != subject:
            raise _not_to_trust("userinfo is about somebody else")
        return more

    async def _json(self, method: str, address: str, **how: Any) -> dict[str, Any]:
        """The JSON object that an address of the provider answers with."""
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT) as client:
                answer = await client.request(method, address, **how)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.warning("desk.oidc_away", error=type(error).__name__)
            raise IdentityRefused("away") from error
        if answer.status_code >= 500:
            log.warning("desk.oidc_away", status=answer.status_code)
            raise IdentityRefused("away")
        try:
            found = answer.json()
        except ValueError:
            found = None
        if answer.status_code != 200 or not isinstance(found, dict):
            code = found.get("error") if isinstance(found, dict) else None
            raise _not_to_trust(f"status {answer.status_code} {str(code or '')[:40]}".strip())
        return found


def provider_of(settings: Settings) -> Provider | None:
    """The identity provider that is set; None for passwords only."""
    return Provider(settings) if settings.oidc_issuer else None


def verified_email(claims: Mapping[str, Any]) -> str:
    """The address, if the provider says that it belongs to the person; else "". Pure.

    `email_verified` decides. Entra ID has no such claim: there `xms_edov` says that the domain of
    the address belongs to the organisation. An address without either may be anybody's.
    """
    said = claims["email_verified"] if "email_verified" in claims else claims.get("xms_edov")
    email = claims.get("email")
    sure = said is True or str(said).lower() in ("true", "1")
    return email.strip().lower() if sure and isinstance(email, str) and email.isascii() else ""


def _registry(about: Mapping[str, Any]) -> JWSRegistry:
    offered = about.get("id_token_signing_alg_values_supported") or ["RS256"]
    allowed = [one for one in ALGORITHMS if one in offered]
    return JWSRegistry(algorithms=allowed, strict_check_header=False)


def _signing(keys: dict[str, Any]) -> Any:
    """The provider's keys without those for encryption and those of kinds that we do not use."""
    kinds = ("RSA", "EC")
    found = [one for one in keys["keys"] if one.get("kty") in kinds and one.get("use") != "enc"]
    return {"keys": found}


def _not_to_trust(why: str) -> IdentityRefused:
    log.warning("desk.oidc_not_trusted", why=why)
    return IdentityRefused("wrong")
