"""What each role may do at the desk: one table, and nothing else decides it. Pure."""

from __future__ import annotations

from enum import Enum

LOTS, COORDINATOR, EDITOR, ADMINISTRATOR = "lots", "coordinator", "editor", "administrator"
ROLES = (LOTS, COORDINATOR, EDITOR, ADMINISTRATOR)
"""Every role: cases; cases of all municipalities and reports; content; accounts and everything."""


class Act(str, Enum):
    """Something that is done at the desk; each of its routes names one."""

    DESK = "desk"
    LISTS = "lists"
    OPEN = "open"
    CLAIM = "claim"
    REPLY = "reply"
    TRANSLATE = "translate"
    RELEASE = "release"
    TRANSFER = "transfer"
    NOTE = "note"
    CORRECT = "correct"
    PLAN = "plan"
    SEARCH = "search"
    EXPORT = "export"
    LESSONS = "lessons"
    REPORT = "report"
    AUDIT = "audit"
    ACCOUNTS = "accounts"
    OWN_ACCOUNT = "own_account"


_CASES = frozenset({LOTS, COORDINATOR, ADMINISTRATOR})
_LEADERS = frozenset({COORDINATOR, ADMINISTRATOR})
_EVERYBODY = frozenset(ROLES)

RIGHTS: dict[Act, frozenset[str]] = {
    Act.DESK: _EVERYBODY,
    Act.LISTS: _CASES,
    Act.OPEN: _CASES,
    Act.CLAIM: _CASES,
    Act.REPLY: _CASES,
    Act.TRANSLATE: _CASES,
    Act.RELEASE: _CASES,
    Act.TRANSFER: _CASES,
    Act.NOTE: _CASES,
    Act.CORRECT: _CASES,
    Act.PLAN: _CASES,
    Act.SEARCH: _CASES,
    Act.EXPORT: _LEADERS,
    Act.LESSONS: _EVERYBODY,
    Act.REPORT: _LEADERS,
    Act.AUDIT: _LEADERS,
    Act.ACCOUNTS: frozenset({ADMINISTRATOR}),
    Act.OWN_ACCOUNT: _EVERYBODY,
}
"""Which roles may do what."""

AUDITED = {
    Act.OPEN: "opened",
    Act.PLAN: "opened",
    Act.CLAIM: "claimed",
    Act.TRANSFER: "transferred",
    Act.CORRECT: "corrected",
    Act.SEARCH: "searched",
    Act.EXPORT: "exported",
}
"""What stands in the audit log when somebody has done it."""

OPEN = (
    "/desk",
    "/desk/sign-in",
    "/desk/oidc",
    "/desk/oidc/back",
    "/desk/code",
    "/desk/first/{token}",
    "/desk/welcome/{token}",
)
"""Pages for whoever has not signed in yet; every other route of the desk names an act."""


def may(role: str, act: Act) -> bool:
    """True if somebody of this role may do this. An unknown role may do nothing."""
    return role in RIGHTS[act]
