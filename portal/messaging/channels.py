"""How messages leave the portal: the open channels, where they lead for a person, and sending."""

import hashlib
import hmac
import json
import re
import smtplib
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.accounts.models import User
from portal.core.language import localized_path
from portal.messaging.enums import Channel, Fault
from portal.messaging.models import Delivery, NotificationPreference
from portal.messaging.registry import MESSAGE_TEMPLATES

NO_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
"""What Django sends with where no server is named: it takes every letter and drops it."""
_NUMBER = re.compile(r"\+?[0-9]{7,15}")
_BETWEEN = re.compile(r"[\s()\-–]")


def open_channels() -> frozenset[Channel]:
    """Return the channels this portal is set up for."""
    channels = set()
    if settings.EMAIL_BACKEND != NO_BACKEND:
        channels.add(Channel.EMAIL)
    if settings.SMS_WEBHOOK_URL:
        channels.add(Channel.SMS)
    return frozenset(channels)


def valid_address(text: str, channel: str) -> str:
    """Return an address a channel can write to, a telephone number as its digits and +; empty for anything else."""
    if channel == Channel.SMS:
        number = _BETWEEN.sub("", text)
        return number if _NUMBER.fullmatch(number) else ""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def address_of(person: User, channel: str) -> str:
    """Return where a channel leads for a person; empty where it leads nowhere."""
    return valid_address(person.phone if channel == Channel.SMS else person.email, channel)


def channels_of(person: User, preference: NotificationPreference) -> tuple[str, ...]:
    """Return the channels a person is written to by: open, wished for, and with an address."""
    wished = ((Channel.EMAIL, preference.by_email), (Channel.SMS, preference.by_sms))
    ways = open_channels()
    return tuple(str(way) for way, wanted in wished if wanted and way in ways and address_of(person, way))


def absolute(path: str, language: str) -> str:
    """Return the whole address of a page, from its path without language, such as /desk/inbox/."""
    return f"{settings.SITE_URL}{localized_path(path, language)}"


def site_host() -> str:
    """Return the name under which the portal is reached."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


class Undelivered(Exception):
    """A delivery did not go out: for good where the receiver refused, for all where the whole channel is down.

    `fault` is a `Fault`, or the number of an answer, which names nobody as the answer itself may.
    """

    def __init__(self, fault: str, *, for_good: bool = False, for_all: bool = False) -> None:
        super().__init__(fault)
        self.fault = fault
        self.for_good = for_good
        self.for_all = for_all


SMS_TIMEOUT = 15
"""Seconds the gateway may take for each part of its answer."""
SIGNATURE = "X-Gongkai-Signature"
_OK = range(200, 300)
_FOR_GOOD = 500
"""Answers of a mail server from here on are final."""
_REFUSES_US = frozenset({401, 403, 407})
"""Answers by which the gateway refuses all we send."""
_NOT_NOW = _REFUSES_US | {408, 425, 429}


class Senders:
    """Sends deliveries; keeps one connection to the mail server for all of them."""

    def __init__(self) -> None:
        self._mail: Any = None

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
            self.close()
            raise _email_fault(error) from None

    def close(self) -> None:
        """Close the connection; the server may have closed it first."""
        if self._mail is not None:
            with suppress(OSError):
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
            **_leaving(delivery),
        },
    )


def _leaving(delivery: Delivery) -> dict[str, str]:
    """Return the headers by which mail programs offer to leave in one click (RFC 8058)."""
    template = MESSAGE_TEMPLATES.get(delivery.kind)
    if template is None or template.leave is None:
        return {}
    page = absolute(template.leave(delivery.cause), delivery.language)
    return {"List-Unsubscribe": f"<{page}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


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
        raise Undelivered(Fault.TIMEOUT, for_all=True) from None
    except (OSError, HTTPException):
        raise Undelivered(Fault.UNREACHABLE, for_all=True) from None
    if status not in _OK:
        refused = 400 <= status < 500 and status not in _NOT_NOW
        raise Undelivered(f"http {status}", for_good=refused, for_all=status in _REFUSES_US)


def signature(body: bytes) -> str:
    """Return the header of a short message by which the gateway knows that we sent it."""
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
            [code, *_others] = [code for code, _text in error.recipients.values()]
            fault = Undelivered(f"smtp {code}", for_good=code >= _FOR_GOOD)
        case smtplib.SMTPDataError():
            fault = Undelivered(f"smtp {error.smtp_code}", for_good=error.smtp_code >= _FOR_GOOD)
        case smtplib.SMTPResponseException():  # greeting, sign-in, or our own address is not liked
            fault = Undelivered(f"smtp {error.smtp_code}", for_all=True)
        case TimeoutError():
            fault = Undelivered(Fault.TIMEOUT, for_all=True)
        case OSError():  # hung up, no TLS, nobody there
            fault = Undelivered(Fault.UNREACHABLE, for_all=True)
        case _:  # a header with a line break, an address that no letter can bear
            fault = Undelivered(Fault.ADDRESS, for_good=True)
    return fault
