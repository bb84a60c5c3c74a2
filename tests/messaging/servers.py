"""A mail server and an SMS gateway on loopback, which answer as a test wants."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"


@dataclass
class MailServer:
    """A mail server; `answers` is its reply to each recipient, `to_text` its reply to a letter."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    to_text: str = "250 OK"
    taken: list[EmailMessage] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)

    # The library finds these by their names and passes everything by position.
    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer to one receiver."""
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a letter, or do not."""
        if self.to_text.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            letter = message_from_bytes(content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.taken.append(letter)
            self.receivers += envelope.rcpt_tos
        return self.to_text


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server."""
    server = MailServer()
    server.port = closed_port()
    controller = Controller(server, hostname=LOOPBACK, port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@dataclass
class Gateway:
    """An SMS gateway; it answers with `statuses` one after the other, then with 200."""

    address: str = ""
    statuses: list[int] = field(default_factory=list)
    taken: list[tuple[dict[str, Any], bytes, str]] = field(default_factory=list)

    @property
    def texts(self) -> list[dict[str, Any]]:
        """What it was sent."""
        return [payload for payload, _body, _signature in self.taken]


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Run an SMS gateway."""
    made = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.taken.append((json.loads(body), body, self.headers["X-Gongkai-Signature"]))
            self.send_response(made.statuses.pop(0) if made.statuses else 200)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library calls it so
            """Say nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.address = f"http://{LOOPBACK}:{server.server_address[1]}/sms?account=7"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


def closed_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        port: int = found.getsockname()[1]
    return port
