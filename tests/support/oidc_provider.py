"""A real OpenID Provider on loopback: idpyoidc's, with a login form for people of the test.

Codes, PKCE, client authentication, signed id_tokens, userinfo and discovery are idpyoidc's. The app
around it only carries HTTP. `bend` changes the claims of the next id_tokens before they are signed
again with the provider's own key, as a provider would that is broken or hostile.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin

import httpx
import uvicorn
from cryptojwt.jwk.hmac import SYMKey
from cryptojwt.jws.jws import JWS
from cryptojwt.jwt import JWT
from cryptojwt.key_jar import build_keyjar
from idpyoidc.message.oauth2 import ResponseMessage
from idpyoidc.message.oidc import AccessTokenRequest, AuthorizationRequest
from idpyoidc.server import Server
from idpyoidc.server.configure import OPConfiguration
from idpyoidc.server.exception import FailedAuthentication, OnlyForTestingWarning
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.support.oidc_settings import settings_of
from tests.support.servers import free_port, wait_for_port

CLIENT_ID, CLIENT_SECRET = "farled", "a secret of~the client+in & the tests"
PASSWORD = "lösenordet hos leverantören"
KEY_DEFS = [{"type": "RSA", "use": ["sig"]}, {"type": "EC", "crv": "P-256", "use": ["sig"]}]
FORM = """<!doctype html><html lang="sv"><title>Logga in hos kommunen</title>
<form method="post" action="/{{ action }}"><input type="hidden" name="token" value="{{ token }}">
<label>Användare <input name="username"></label>
<label>Lösenord <input name="password" type="password"></label>
<button type="submit">Fortsätt</button></form></html>"""


class OpenIDProvider:
    """The provider: its people, what it was asked, and how to bend what it says."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.people: dict[str, dict[str, Any]] = {}
        self.passwords: dict[str, str] = {}
        self.bend: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stray_key: Any = None
        self.algorithm = "RS256"
        (folder / "login.html").write_text(FORM, "utf-8")
        self._server = Server(
            OPConfiguration(settings_of(self.issuer, folder, KEY_DEFS)), cwd=str(folder)
        )
        self.context = self._server.get_context()
        self.context.cdb[CLIENT_ID] = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "redirect_uris": [],
            "response_types_supported": ["code"],
            "allowed_scopes": ["openid", "email"],
        }
        self.keys.add_symmetric(CLIENT_ID, CLIENT_SECRET)
        self.context.userinfo.db = self.people  # the configuration keeps copies
        self.context.authn_broker.get_method_by_id("user").user_db = self.passwords
        self._running: tuple[uvicorn.Server, threading.Thread] | None = None

    @property
    def keys(self) -> Any:
        return self._server.keyjar

    def sends_back_to(self, address: str) -> None:
        """Registers where browsers come back; to no other address are they sent."""
        self.context.cdb[CLIENT_ID]["redirect_uris"] = [(address, {})]

    def forget(self) -> None:
        """No people, nothing asked, nothing bent."""
        for one in (self.people, self.passwords, self.bend, self.asked):
            one.clear()  # type: ignore[attr-defined]
        self.stray_key, self.algorithm = None, "RS256"

    def calls(self, name: str) -> list[dict[str, str]]:
        """What an endpoint was asked."""
        return [given for called, given in self.asked if called == name]

    def has(self, name: str, email: str, **claims: Any) -> None:
        """Somebody who can sign in at the provider."""
        self.people[name] = {"email": email, "email_verified": True} | claims
        self.passwords[name] = PASSWORD

    def rotate_keys(self) -> None:
        """The provider signs with new keys only."""
        for issuer in ("", self.issuer):
            if issuer in self.keys.owners():
                del self.keys[issuer]
        new = build_keyjar(KEY_DEFS).export_jwks(private=True)
        for issuer in ("", self.issuer):
            self.keys.import_jwks(new, issuer)

    def start(self) -> None:
        config = uvicorn.Config(
            self._app(),
            host="127.0.0.1",
            port=self.port,
            ws="none",
            log_config=None,
            access_log=False,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        wait_for_port(self.port)
        self._running = (server, thread)

    def stop(self) -> None:
        if self._running:
            server, thread = self._running
            server.should_exit = True
            thread.join(15)
            self._running = None

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._endpoint("provider_config")),
                Route("/authorization", self._endpoint("authorization")),
                Route("/token", self._endpoint("token"), methods=["POST"]),
                Route("/userinfo", self._endpoint("userinfo")),
                Route("/jwks.json", self._jwks),
                Route("/verify/user", self._verify, methods=["POST"]),
            ]
        )

    def _endpoint(self, name: str) -> Any:
        async def serve(request: Request) -> Response:
            given = dict(request.query_params)
            if request.method == "POST":
                given = dict(parse_qsl((await request.body()).decode()))
            self.asked.append((name, given))
            return self._answer(self._server.get_endpoint(name), given, request)

        return serve

    def _answer(self, endpoint: Any, given: dict[str, str], request: Request) -> Response:
        about = {
            "headers": dict(request.headers),
            "method": request.method,
            "url": str(request.url),
            "cookie": [],
        }
        try:
            asked = endpoint.parse_request(given, http_info=about)
            if isinstance(asked, ResponseMessage) and "error" in asked:
                return JSONResponse(asked.to_dict(), status_code=400)
            if endpoint.name == "token":
                asked = AccessTokenRequest(**asked)
            told = endpoint.process_request(asked, http_info=about)
        except Exception as error:  # as in the example of idpyoidc
            wrong = {"error": "invalid_request", "error_description": str(error)}
            return JSONResponse(wrong, status_code=400)
        if isinstance(told, ResponseMessage) and "error" in told:
            return JSONResponse(told.to_dict(), status_code=400)
        if "http_response" in told:
            return Response(told["http_response"], media_type="text/html")
        return self._carry(endpoint, asked, told)

    def _carry(self, endpoint: Any, asked: Any, told: dict[str, Any]) -> Response:
        info = endpoint.do_response(request=asked, **told)
        placed = info.get("response_placement", endpoint.response_placement)
        if placed != "body":
            return RedirectResponse(info["response"], status_code=302)
        text, status = info["response"], info.get("response_code", 200)
        if endpoint.name == "token":
            text = self._bent(text)
        return Response(text, status_code=status, media_type="application/json")

    def _bent(self, text: str) -> str:
        answer = json.loads(text)
        bent = self.bend or self.stray_key or self.algorithm != "RS256"
        if not bent or "id_token" not in answer:
            return text
        own = self.keys.get_signing_key("RSA", "")
        claims = dict(JWT(self.keys, iss=self.issuer).unpack(answer["id_token"]))
        claims = {key: value for key, value in (claims | self.bend).items() if value is not None}
        key = self.stray_key or own[0]
        if self.algorithm == "HS256":  # with what everybody can read: the public key
            key = SYMKey(key=json.dumps(own[0].serialize()), alg="HS256")
        signer = JWS(json.dumps(claims), alg=self.algorithm)
        answer["id_token"] = signer.sign_compact([] if self.algorithm == "none" else [key])
        return json.dumps(answer)

    async def _jwks(self, request: Request) -> Response:
        self.asked.append(("jwks", {}))
        return JSONResponse(self.keys.export_jwks())

    async def _verify(self, request: Request) -> Response:
        given = dict(parse_qsl((await request.body()).decode()))
        method = self.context.authn_broker.get_method_by_id("user")
        try:
            name = method.verify(**given)
        except FailedAuthentication:
            return Response("fel lösenord", status_code=403)
        kept = method.unpack_token(given["token"])
        asked = AuthorizationRequest().from_urlencoded(kept["query"])
        endpoint = self._server.get_endpoint("authorization")
        session = endpoint.create_session(asked, name, kept["authn_class_ref"], kept["iat"], method)
        return self._carry(endpoint, asked, endpoint.authz_part2(asked, session))


def signed_in(address: str, name: str) -> str:
    """Where the provider sends a browser that came to `address`, after its form was filled in."""
    page = httpx.get(address)
    token = re.search(r'name="token" value="(.*?)"', page.text)
    assert token, page.text
    form = {"token": token[1], "username": name, "password": PASSWORD}
    answer = httpx.post(urljoin(address, "/verify/user"), data=form)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


@contextlib.contextmanager
def openid_provider(folder: Path) -> Iterator[OpenIDProvider]:
    """A provider that runs until the block ends."""
    logging.getLogger("idpyoidc").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OnlyForTestingWarning)
        provider = OpenIDProvider(folder)
        provider.start()
        try:
            yield provider
        finally:
            provider.stop()
