"""Which ways out of the portal are open, where they lead for one person, and addresses of pages in letters."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.accounts.models import User
from portal.core.language import localized_path
from portal.messaging.enums import Channel
from portal.messaging.models import NotificationPreference

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


def email_address(text: str) -> str:
    """Return an e-mail address fit to be written to; empty for anything else."""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def phone_number(text: str) -> str:
    """Return a telephone number as its digits alone, with + in front of a country's; empty for anything else."""
    number = _BETWEEN.sub("", text)
    return number if _NUMBER.fullmatch(number) else ""


def address_of(person: User, channel: str) -> str:
    """Return where a channel leads for a person; empty where it leads nowhere."""
    return phone_number(person.phone) if channel == Channel.SMS else email_address(person.email)


def channels_of(person: User, preference: NotificationPreference) -> tuple[str, ...]:
    """Return the channels a person is written to by: open, wished for, and with an address."""
    wished = ((Channel.EMAIL, preference.by_email), (Channel.SMS, preference.by_sms))
    ways = open_channels()
    return tuple(str(way) for way, wanted in wished if wanted and way in ways and address_of(person, way))


def absolute(path: str, language: str) -> str:
    """Return the whole address of a page of ours.

    Args:
        path: Its address without host and language, such as /desk/inbox/.
        language: In which language it is to open.
    """
    return f"{settings.SITE_URL}{localized_path(path, language)}"


def site_host() -> str:
    """Return the name under which the portal is reached."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def masked(address: str) -> str:
    """Return an address as lists may show it: a telephone's first 3 and last 4 digits, an e-mail's first letter."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{address[:3]}****{address[-4:]}" if len(address) > len("0001111") else "****"
