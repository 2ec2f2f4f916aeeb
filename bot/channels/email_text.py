"""How a lots's answer looks as an e-mail: plain text in the visitor's language, honest headers.

Pure: knows no network and no database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlencode

from bot.content import Content
from bot.conversations.events import Message
from bot.log import hashed


@dataclass(frozen=True)
class Letter:
    """What has to be known to write one e-mail; `seq` is the first answer's, `first` the thread's.

    `stop` is the path of the page that takes the address back.
    """

    conversation: str
    seq: int
    first: int
    messages: tuple[Message, ...]
    language: str
    municipality: str
    stop: str
    at: datetime


def written(content: Content, letter: Letter, sender: str, to: str, base_url: str) -> bytes:
    """The e-mail as it goes to the mail server; the same letter gives the same Message-ID."""
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2]
    stop = base_url + letter.stop
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = content.phrase("email.subject", letter.language)
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = message_id(letter.conversation, letter.seq, domain)
    if letter.first != letter.seq:
        thread = message_id(letter.conversation, letter.first, domain)
        mail["In-Reply-To"] = mail["References"] = thread
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Content-Language"] = letter.language
    mail["List-Unsubscribe"] = f"<{stop}>"
    if stop.startswith("https://"):  # RFC 8058 knows no other
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_text(content, letter, base_url, stop), cte="base64")
    return mail.as_bytes()


def message_id(conversation: str, seq: int, domain: str) -> str:
    """The Message-ID of the e-mail that begins with this answer; never the conversation's id."""
    return f"<{hashed(conversation)}.{seq}@{domain}>"


def _text(content: Content, letter: Letter, base_url: str, stop: str) -> str:
    language = letter.language
    asked = {"language": language}
    if letter.municipality:
        asked["municipality"] = letter.municipality
    page = f"{base_url}/?{urlencode(asked)}"
    parts = []
    said_by = ""
    for message in letter.messages:
        if message.lots != said_by:
            said_by = message.lots
            parts.append(content.phrase("email.from", language, lots=said_by))
        parts.append(message.text.strip())
        if message.translated_by:
            key = f"widget.translated_{message.original_language}"
            parts.append(content.phrase(key, message.language, service=message.translated_by))
        parts += _sources(content, language, message)
    parts += [
        "– – –",
        content.phrase("email.answer", language, url=page),
        content.phrase("email.why", language),
        content.phrase("email.stop", language, url=stop),
    ]
    return "\n\n".join(parts) + "\n"


def _sources(content: Content, language: str, message: Message) -> list[str]:
    lines = [f"{source.title}: {source.url}" for source in message.sources]
    return ["\n".join([content.phrase("email.sources", language), *lines])] if lines else []
