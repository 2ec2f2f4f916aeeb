"""Stand-ins for LibreTranslate and DeepL on loopback, after their documented interfaces.

Strict: a wrong key, form, language or markup that is no XML is refused as there. The words are not
translated but marked with the language: "hej" comes back as "hej·lv". It can be slow, fail with any
status, and mangle the marks that stand for what was taken out.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.servers import free_port, wait_for_port

LANGUAGES = {"sv", "en", "et", "lv"}  # Lithuanian is not offered here
KEY = "hemlig-nyckel"
FREE_KEY = "hemlig-nyckel:fx"
MOST_CHARACTERS = 5000
_WORD = re.compile(r"(?<![\w<&/])([^\W\d_]+)(?![\w;]*[;=>])", re.UNICODE)
Mangle = Callable[[str], str]


class TranslationService:
    """Both services at one address; `seen` has every text that ever reached it."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[str] = []
        self.asked = 0
        self.status = 200
        self.delay_s = 0.0
        self.mangle: Mangle = lambda text: text
        self.odd: object = None

    def reset(self) -> None:
        """As new."""
        url = self.url
        self.__init__()  # type: ignore[misc]
        self.url = url

    async def libretranslate(self, request: Request) -> Response:
        """POST /translate."""
        body = await self._body(request)
        if self.status != 200:
            return JSONResponse({"error": "refused"}, self.status)
        if body.get("api_key") != KEY:
            return JSONResponse({"error": "Invalid API key"}, 403)
        q, form = body.get("q"), body.get("format")
        if not isinstance(q, list) or form != "html" or not body.get("source"):
            return JSONResponse({"error": "Invalid request: missing q parameter"}, 400)
        for name in ("source", "target"):
            if body.get(name) not in LANGUAGES:
                return JSONResponse({"error": f"{body.get(name)} is not supported"}, 400)
        length = sum(map(len, q))
        if length > MOST_CHARACTERS:
            told = f"Invalid request: request ({length}) exceeds text limit ({MOST_CHARACTERS})"
            return JSONResponse({"error": told}, 400)
        made = self.odd or [self._made(text, str(body["target"])) for text in q]
        return JSONResponse({"translatedText": made})

    async def deepl(self, request: Request) -> Response:
        """POST /v2/translate."""
        body = await self._body(request)
        if self.status != 200:
            return JSONResponse({"message": "refused"}, self.status)
        keys = (f"DeepL-Auth-Key {KEY}", f"DeepL-Auth-Key {FREE_KEY}")
        if request.headers.get("authorization") not in keys:
            return Response(status_code=403)
        texts, target = body.get("text"), str(body.get("target_lang"))
        if not isinstance(texts, list) or len(texts) > 50 or body.get("tag_handling") != "xml":
            return JSONResponse({"message": "Bad request"}, 400)
        if target not in {"SV", "EN-GB", "ET", "LV"}:
            return JSONResponse({"message": "Value for 'target_lang' not supported."}, 400)
        if body.get("source_lang") not in {"SV", "EN", "ET", "LV"}:
            return JSONResponse({"message": "Value for 'source_lang' not supported."}, 400)
        language = target.split("-")[0].lower()
        made = [{"text": self._made(text, language)} for text in texts]
        return JSONResponse({"translations": self.odd or made})

    async def _body(self, request: Request) -> dict[str, object]:
        body = dict(await request.json())
        self.asked += 1
        texts = body.get("q") or body.get("text") or []
        assert isinstance(texts, list)
        self.seen += texts
        await asyncio.sleep(self.delay_s)
        return body

    def _made(self, text: str, language: str) -> str:
        ElementTree.fromstring(f"<t>{text}</t>")
        return self.mangle(_WORD.sub(rf"\1·{language}", text))


@contextlib.contextmanager
def translation_service() -> Iterator[TranslationService]:
    """The services while the block runs."""
    service = TranslationService()
    port = free_port()
    routes = [
        Route("/translate", service.libretranslate, methods=["POST"]),
        Route("/v2/translate", service.deepl, methods=["POST"]),
    ]
    config = uvicorn.Config(
        Starlette(routes=routes), host="127.0.0.1", port=port, ws="none", log_config=None
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_for_port(port)
    service.url = f"http://127.0.0.1:{port}"
    try:
        yield service
    finally:
        server.should_exit = True
        thread.join(timeout=15)
