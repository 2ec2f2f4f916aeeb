"""Every setting of Farled, read once from the environment and passed on.

Each field is set by FARLED_ and its name in capitals; docs/operations.md documents each, and
tests/test_settings.py compares the two.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from bot.errors import SettingsError
from bot.locales import LOCALES

PREFIX = "FARLED_"
TRACKER_SCHEMA = "rasa"
"""The schema of rasa's tables in PostgreSQL: its table `events` is not the hub's."""


@dataclass(frozen=True)
class Settings:
    """What a Farled process is told from outside. Times are in seconds, lengths in characters."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    database_url: str = ""
    redis_url: str = ""
    root: Path = field(default_factory=Path)
    var: Path = field(default_factory=lambda: Path("var"))
    models: Path = field(default_factory=lambda: Path("models"))
    rasa_port: int = 5005
    rasa_url: str = ""
    actions_port: int = 5055
    rasa_timeout_s: float = 12.0
    jobs_url: str = "https://jobsearch.api.jobtechdev.se"
    jobs_key: str = ""
    jobs_sample: bool = False
    default_language: str = "sv"
    default_municipality: str = ""
    allowed_origins: str = "*"
    max_text: int = 2000
    max_messages_per_minute: int = 30
    patience_s: float = 600.0
    silence_s: float = 1200.0
    erasure: str = "immediate"
    keep_months: int = 12
    telegram_token: str = ""
    telegram_secret: str = ""
    telegram_api_url: str = "https://api.telegram.org"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    email_from: str = ""
    email_after_s: float = 120.0
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    translation: str = "none"
    translation_url: str = ""
    translation_key: str = ""
    log_format: str = "console"

    @property
    def database(self) -> str:
        """The hub's SQLAlchemy URL: the one that was set, else SQLite in `var`."""
        return self.database_url or f"sqlite:///{self.var.absolute() / 'farled.db'}"

    @property
    def tracker_database(self) -> str:
        """Rasa's own SQLAlchemy URL: SQLite in `var`, or a schema of the hub's PostgreSQL."""
        if not self.database_url.startswith("postgres"):
            return f"sqlite:///{self.var.absolute() / 'tracker.db'}"
        joint = "&" if "?" in self.database_url else "?"
        return f"{self.database_url}{joint}options=-csearch_path%3D{TRACKER_SCHEMA}"

    @property
    def rasa(self) -> str:
        """Where rasa listens: the one that was set, else loopback on `rasa_port`."""
        return self.rasa_url or f"http://127.0.0.1:{self.rasa_port}"

    @property
    def base_url(self) -> str:
        """Where people reach the hub, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def content(self) -> Path:
        """The folder of content files."""
        return self.root / "content"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """The settings that `env` gives; what it does not name has its default.

        Raises: SettingsError, naming every wrong or unknown FARLED_* variable at once.
        """
        known = {PREFIX + item.name.upper(): item for item in fields(cls)}
        values: dict[str, object] = {}
        problems: dict[str, str] = {}
        for name, raw in env.items():
            if not name.startswith(PREFIX) or name.startswith(PREFIX + "TEST_"):
                continue
            if name not in known:
                problems[name] = "is not a setting of Farled"
                continue
            try:
                values[known[name].name] = _parse(str(known[name].type), raw)
            except ValueError as error:
                problems[name] = str(error)
        problems |= _inconsistent(values)
        if problems:
            raise SettingsError(problems)
        return cls(**values)  # type: ignore[arg-type]

    @classmethod
    def here(cls) -> Settings:
        """The settings of this process, from its environment."""
        return cls.from_env(os.environ)


def _parse(kind: str, raw: str) -> object:
    if kind == "int":
        return int(raw)
    if kind == "float":
        return float(raw)
    if kind == "bool":
        if raw.lower() not in ("true", "false"):
            raise ValueError("must be true or false")
        return raw.lower() == "true"
    return Path(raw) if kind == "Path" else raw


def _inconsistent(values: Mapping[str, object]) -> dict[str, str]:
    problems = {}
    if values.get("default_language", "sv") not in LOCALES:
        problems[PREFIX + "DEFAULT_LANGUAGE"] = f"must be one of {', '.join(LOCALES)}"
    if values.get("erasure", "immediate") not in ("immediate", "queued"):
        problems[PREFIX + "ERASURE"] = "must be immediate or queued"
    if int(str(values.get("keep_months", 12))) < 0:
        problems[PREFIX + "KEEP_MONTHS"] = "must be 0 (never) or a number of months"
    if values.get("log_format", "console") not in ("console", "json"):
        problems[PREFIX + "LOG_FORMAT"] = "must be console or json"
    problems |= _incomplete(values)
    public = str(values.get("public_url", ""))
    if public and not public.startswith(("http://", "https://")):
        problems[PREFIX + "PUBLIC_URL"] = "must start with http:// or https://"
    return problems


def _incomplete(values: Mapping[str, object]) -> dict[str, str]:
    """What is missing or wrong of e-mail, sign-in by OpenID Connect, and translation."""
    problems = {}
    if values.get("smtp_security", "starttls") not in ("starttls", "tls", "none"):
        problems[PREFIX + "SMTP_SECURITY"] = "must be starttls, tls or none"
    if values.get("smtp_host") and "@" not in str(values.get("email_from", "")):
        problems[PREFIX + "EMAIL_FROM"] = "must be the address that sends, with FARLED_SMTP_HOST"
    issuer = str(values.get("oidc_issuer", ""))
    if issuer and not values.get("oidc_client_id"):
        problems[PREFIX + "OIDC_CLIENT_ID"] = "must be set with FARLED_OIDC_ISSUER"
    if issuer and not issuer.startswith(("http://", "https://")):
        problems[PREFIX + "OIDC_ISSUER"] = "must start with http:// or https://"
    translation = values.get("translation", "none")
    if translation not in ("none", "libretranslate", "deepl"):
        problems[PREFIX + "TRANSLATION"] = "must be none, libretranslate or deepl"
    if translation == "libretranslate" and not values.get("translation_url"):
        problems[PREFIX + "TRANSLATION_URL"] = "must be the address of the LibreTranslate server"
    if translation == "deepl" and not values.get("translation_key"):
        problems[PREFIX + "TRANSLATION_KEY"] = "must be the key of the DeepL account"
    return problems
