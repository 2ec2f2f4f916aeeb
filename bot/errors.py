"""Every error that Farled raises on purpose, and the one shape in which our APIs tell of one.

FarledError
├── ContentError        a content file is wrong; found by `farled check`, never at run time
├── SettingsError       a setting is missing or wrong; at start, all of them in one message
├── NotOwner            somebody may not speak in this conversation now
├── UnknownConversation no such conversation, or a wrong token for it
├── RefusedMessage      a visitor's message cannot be taken (too long, empty, unknown button)
├── RasaUnavailable     the hub got no usable answer from rasa
├── TrainingFailed      `rasa train` did not produce a model
├── JobServiceError     the job service gave no usable answer
├── TranslationFailed   the translation service did not translate
├── SignInFailed        wrong e-mail address, password or sign-in link
├── IdentityRefused     the identity provider was away, or let in nobody who may come to the desk
├── LastAdministrator   nobody would be left who can make accounts
└── DeliveryFailed      a message did not reach the visitor's channel
"""

from __future__ import annotations

from pathlib import Path

from starlette.responses import JSONResponse


class FarledError(Exception):
    """Something Farled knows about went wrong; the text says what to do."""


class ContentError(FarledError):
    """A content file is wrong: `file` and `line` say where."""

    def __init__(self, message: str, file: Path, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line

    def __str__(self) -> str:
        """The problem as file:line: text, which editors make clickable."""
        return f"{self.file}:{self.line}: {self.message}"


class SettingsError(FarledError):
    """One or more FARLED_* settings are missing or wrong; all are named in one message."""

    def __init__(self, problems: dict[str, str]) -> None:
        lines = "\n".join(f"  {name}: {problem}" for name, problem in sorted(problems.items()))
        super().__init__(f"Settings to mend (see docs/operations.md):\n{lines}")
        self.problems = problems


class NotOwner(FarledError):
    """Somebody tried to speak or act in a conversation that they do not own now."""

    def __init__(self, conversation: str, owner: str) -> None:
        super().__init__(f"the conversation is owned by {owner}")
        self.conversation = conversation
        self.owner = owner


class UnknownConversation(FarledError):
    """There is no such conversation for whoever asks."""


class RefusedMessage(FarledError):
    """A visitor's message cannot be taken; `code` is stable, the text is for developers."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class RasaUnavailable(FarledError):
    """Rasa was down, slow, or answered nothing; the message is kept and asked again."""


class TrainingFailed(FarledError):
    """`rasa train` ended without a model; its own output says why."""


class JobServiceError(FarledError):
    """The job service gave no usable answer; the text is a short reason.

    `status` is the HTTP status it answered with, None when it did not answer.
    """

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class TranslationFailed(FarledError):
    """The translation service did not translate.

    `reason` is "away", "key" (refused), "quota", "too_long" or "language" (not offered).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SignInFailed(FarledError):
    """The e-mail address, password or one-time link is not right."""


class IdentityRefused(FarledError):
    """Signing in with the identity provider did not open the desk.

    `reason` is "away", "again" (begun elsewhere, or too old), "denied" (by the provider), "wrong"
    (its answer is not to be trusted), "unverified", "unknown" or "taken" (by another identity).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LastAdministrator(FarledError):
    """The last administrator can neither end nor get another role."""


class DeliveryFailed(FarledError):
    """A message did not reach the visitor's channel.

    `retry_after_s` is None when trying again is no use (blocked, chat gone).
    `delivered` is "no", or "unknown" when it may have arrived although no answer came.
    """

    def __init__(
        self, message: str, *, delivered: str = "no", retry_after_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.delivered = delivered
        self.retry_after_s = retry_after_s


def failure(code: str, message: str, status: int) -> JSONResponse:
    """An error in the one shape that all our APIs have."""
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)
