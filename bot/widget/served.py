"""Serves the widget's files under /w/: as they are written, but without comments, and compressed.

Nothing is bundled or compiled. The loader alone is completed: it gets the launcher's words in every
language, because it may ask for nothing before a visitor opens the panel.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.content import Content
from bot.locales import LOCALES

FOLDER = Path(__file__).parent
LOADER = "farled.js"
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_NO_WORDS = "const WORDS = {};"
_COMMENT = re.compile(r"/\*[\s\S]*?\*/|(?<!\S)// .*$", re.MULTILINE)
_BLANK = re.compile(r"\n\s+")


@dataclass(frozen=True)
class File:
    """One file as it is sent."""

    body: bytes
    zipped: bytes
    media_type: str
    etag: str


def files(content: Content) -> dict[str, File]:
    """Every file of the widget by its name under /w/."""
    paths = (path for path in sorted(FOLDER.iterdir()) if path.suffix in _TYPES)
    return {path.name: _file(path, content) for path in paths}


def routes(content: Content) -> list[Route]:
    """The route /w/{name}; any page may load from it."""
    found = files(content)

    async def serve(request: Request) -> Response:
        file = found.get(request.path_params["name"])
        if file is None:
            return Response(status_code=404)
        headers = {
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": "no-cache",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "ETag": file.etag,
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        if request.headers.get("if-none-match") == file.etag:
            return Response(status_code=304, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(file.body, media_type=file.media_type, headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(file.zipped, media_type=file.media_type, headers=headers)

    return [Route("/w/{name}", serve)]


def launcher_words(content: Content) -> dict[str, dict[str, str]]:
    """What the launcher says before anything is fetched, by language; our first one is first."""
    return {
        language: {
            "open": content.phrase("widget.open", language),
            "failed": content.phrase("error.failed", language),
        }
        for language in LOCALES
    }


def _file(path: Path, content: Content) -> File:
    text = path.read_text("utf-8")
    if path.name == LOADER:
        words = json.dumps(launcher_words(content), ensure_ascii=False)
        text = text.replace(_NO_WORDS, f"const WORDS = {words};")
    body = _BLANK.sub("\n", _COMMENT.sub("", text)).strip().encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return File(body, gzip.compress(body, 9, mtime=0), _TYPES[path.suffix], etag)
