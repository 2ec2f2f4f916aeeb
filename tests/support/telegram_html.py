"""Telegram's HTML as its Bot API parses it, but stricter: nothing is bent."""

from __future__ import annotations

import html
import re

TAGS = {
    *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del"),
    *("code", "pre", "a", "blockquote"),
}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-z]+)(?P<attributes>[^<>]*)>"
    r"|(?P<entity>&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)"
    r"|(?P<plain>[^<>&]+)"
)
_HREF = re.compile(r' href="(?:https?://|tg://)[^"<>]+"')


class BadHtml(Exception):
    """Telegram would not take this text."""


def parsed(source: str) -> str:
    """The text that a reader sees. Raises: BadHtml."""
    shown: list[str] = []
    opened: list[str] = []
    position = 0
    while position < len(source):
        token = _TOKEN.match(source, position)
        if token is None:
            raise BadHtml(f"unexpected character at {position}")
        position = token.end()
        if token["plain"] or token["entity"]:
            shown.append(html.unescape(token.group(0)))
        elif token["close"]:
            if not opened or opened.pop() != token["tag"]:
                raise BadHtml(f"unmatched end tag {token['tag']}")
        else:
            _check_tag(token["tag"], token["attributes"])
            opened.append(token["tag"])
    if opened:
        raise BadHtml(f"no end tag for {opened[-1]}")
    return "".join(shown)


def _check_tag(tag: str, attributes: str) -> None:
    if tag not in TAGS:
        raise BadHtml(f"unsupported tag {tag}")
    if not (_HREF.fullmatch(attributes) if tag == "a" else attributes == ""):
        raise BadHtml(f"bad attributes of {tag}")


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
