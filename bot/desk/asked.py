"""A sign-in at the identity provider that has begun: three values that must come back, once.

All three are made of one secret that only the browser keeps. The database knows its hash, until it
is used or too old: so any hub can go on with what another began, and nobody can do it twice.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from bot.conversations.store import Transaction
from bot.desk import one_time

GOOD_FOR = timedelta(minutes=10)
"""How long signing in at the provider may take."""
MOST = 5000
"""Sign-ins that are under way at once: more than any municipality has, and a small table."""


@dataclass(frozen=True)
class Asked:
    """What the provider is told (state, nonce) and what it learns last (verifier)."""

    state: str
    nonce: str
    verifier: str


def begin(transaction: Transaction) -> str:
    """The secret of a new sign-in, for the browser's cookie.

    Anybody may begin, so no more than MOST are kept: the oldest give way.
    """
    one_time.forget_old(transaction, one_time.AWAY)
    one_time.keep_newest(transaction, one_time.AWAY, MOST - 1)
    return one_time.issue(transaction, one_time.AWAY, 0, GOOD_FOR).partition("-")[2]


def asked(secret: str) -> Asked:
    """The three values of a secret. Pure."""

    def made(name: str) -> str:
        digest = hmac.digest(secret.encode(), name.encode(), hashlib.sha256)
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

    return Asked(made("state"), made("nonce"), made("verifier"))


def came_back(transaction: Transaction, secret: str, state: str) -> bool:
    """True once for the browser that began; what it began is used up."""
    same = hmac.compare_digest(asked(secret).state.encode(), state.encode())
    return bool(secret) and same and one_time.spend(transaction, one_time.AWAY, secret)
