"""The two ways out: a mail server and the webhook of an SMS gateway."""

import hashlib
import hmac
import json
import smtplib
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail

from portal.messaging import faults
from portal.messaging.channels import site_host
from portal.messaging.enums import Channel
from portal.messaging.faults import Undelivered
from portal.messaging.models import Delivery

SMS_TIMEOUT = 15
"""Seconds the gateway may take for each part of its answer."""
SIGNATURE = "X-Gongkai-Signature"
_OK = range(200, 300)
_FOR_GOOD = 500
"""Answers of a mail server from here on are final."""
_REFUSES_US = frozenset({401, 403, 407})
"""The gateway will have nothing from us now, whatever it says."""
_NOT_NOW = _REFUSES_US | {408, 425, 429}


class Senders:
    """Sends deliveries; keeps one connection to the mail server for all of them."""

    def __init__(self) -> None:
        self._mail: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _t: TracebackType | None) -> None:
        self._hang_up()

    def send(self, delivery: Delivery) -> None:
        """Send one delivery.

        Raises:
            Undelivered: It did not go out.
        """
        if delivery.channel == Channel.SMS:
            send_sms(delivery)
        else:
            self._send_email(delivery)

    def _send_email(self, delivery: Delivery) -> None:
        try:
            if self._mail is None:
                self._mail = mail.get_connection()
                self._mail.open()
            self._mail.send_messages([email_of(delivery)])
        except (OSError, ValueError) as error:  # what smtplib raises is an OSError, too
            self._hang_up()
            raise _email_fault(error) from None

    def _hang_up(self) -> None:
        if self._mail is not None:
            with suppress(OSError):  # it may have hung up first
                self._mail.close()
            self._mail = None


def email_of(delivery: Delivery) -> mail.EmailMessage:
    """Return the letter of a delivery. Sent again it bears the same Message-ID."""
    return mail.EmailMessage(
        subject=delivery.subject,
        body=delivery.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[delivery.address],
        headers={
            "Message-ID": f"<delivery-{delivery.pk}@{site_host()}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": delivery.language,
        },
    )


def send_sms(delivery: Delivery) -> None:
    """Hand one short message to the gateway.

    Raises:
        Undelivered: It did not take it.
    """
    body = json.dumps(
        {"id": f"{site_host()}-{delivery.pk}", "to": delivery.address, "text": delivery.body}, ensure_ascii=False
    ).encode()
    try:
        status = _post(settings.SMS_WEBHOOK_URL, body)
    except TimeoutError:
        raise Undelivered(faults.TIMEOUT, for_all=True) from None
    except (OSError, HTTPException):
        raise Undelivered(faults.UNREACHABLE, for_all=True) from None
    if status not in _OK:
        refused = 400 <= status < 500 and status not in _NOT_NOW
        raise Undelivered(f"http {status}", for_good=refused, for_all=status in _REFUSES_US)


def signature(body: bytes) -> str:
    """Return what stands in the header of a short message: by it the gateway knows that we sent it."""
    return "sha256=" + hmac.new(settings.SMS_WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()


def _post(address: str, body: bytes) -> int:
    """Send a body and return the status of the answer. A redirect is an answer like any other; it is not followed."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SMS_TIMEOUT)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Content-Type": "application/json; charset=utf-8", SIGNATURE: signature(body)}
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _email_fault(error: OSError | ValueError) -> Undelivered:
    """Return what an error of the mail library means for the delivery."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            [code, *_others] = [code for code, _said in error.recipients.values()]
            fault = Undelivered(f"smtp {code}", for_good=code >= _FOR_GOOD)
        case smtplib.SMTPDataError():
            fault = Undelivered(f"smtp {error.smtp_code}", for_good=error.smtp_code >= _FOR_GOOD)
        case smtplib.SMTPResponseException():  # greeting, sign-in, or our own address is not liked
            fault = Undelivered(f"smtp {error.smtp_code}", for_all=True)
        case TimeoutError():
            fault = Undelivered(faults.TIMEOUT, for_all=True)
        case OSError():  # hung up, no TLS, nobody there
            fault = Undelivered(faults.UNREACHABLE, for_all=True)
        case _:  # a header with a line break, an address that no letter can bear
            fault = Undelivered(faults.ADDRESS, for_good=True)
    return fault
