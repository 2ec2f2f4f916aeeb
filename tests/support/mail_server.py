"""A real mail server on loopback (aiosmtpd) that keeps what it takes, and fails on request."""

from __future__ import annotations

import datetime
import ssl
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.servers import free_port


class MailServer:
    """`start`, then look at `mails`; what is in `answers` is said instead, one a try.

    An answer is "RCPT 451 later", "DATA 554 no", or "DROP" for a connection that ends after the
    e-mail was taken and before that was said.
    """

    def __init__(
        self, *, user: str = "", password: str = "", tls: ssl.SSLContext | None = None
    ) -> None:
        self.port = free_port()
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []
        self.sign_ins: list[str] = []
        self.encrypted: list[bool] = []
        self._user, self._password = user, password
        options: dict[str, Any] = {}
        if user:
            options |= {"authenticator": self._check, "auth_required": True}
            options["auth_require_tls"] = tls is not None
        if tls:
            options |= {"tls_context": tls, "require_starttls": True}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers and self.answers[0].startswith("RCPT "):
            return self.answers.pop(0)[5:]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answers.pop(0) if self.answers else "DATA 250 OK"
        if answer == "DROP" or answer.startswith("DATA 2"):
            mail = message_from_bytes(envelope.content, policy=default)  # type: ignore[arg-type]
            self.mails.append(mail)  # type: ignore[arg-type]
            self.recipients += envelope.rcpt_tos
            self.encrypted.append(session.ssl is not None)
        if answer == "DROP":
            server.transport.abort()
        return answer.removeprefix("DATA ")

    def _check(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.sign_ins.append(data.login.decode())
        right = (data.login, data.password) == (self._user.encode(), self._password.encode())
        return AuthResult(success=right, handled=False)


def text_of(mail: EmailMessage) -> str:
    """What an e-mail says."""
    return str(mail.get_content())


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The TLS of a server with a certificate that it made itself, and of one who trusts that."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    return server, ssl.create_default_context(cafile=str(pem))
