"""Wrong passwords and codes: guessing is slowed down over all networks, and the owner of the account is told.

Who guesses from many networks stays below the limit of each. So the tries on one user name are counted over all of
them too: beyond `FREE` in an hour there is a pause before each, which doubles up to `LONGEST`. Nobody is kept waiting
on the line, they are told when to come again. A browser in which somebody has signed in before is counted by itself
and meets no pause, so that its owner is not shut out (OWASP calls this device cookies); nor does a passkey.

Whether there is such an account makes no difference to what is counted, answered, or how long it takes.
"""

import math
import secrets
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from allauth.mfa.signals import authentication_failed
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.rate import counted, keyed, network_in_short, taken_back

HOUR = 3600
FREE = 60
"""Tries on one user name in an hour before there is a pause: as many as one network may make."""
LONGEST = 300
"""Seconds of the longest pause."""
COOKIE, COOKIE_SALT, COOKIE_AGE = "known", "portal.accounts.known", 365 * 24 * HOUR
MOST_NAMES = 8
"""People that one browser knows, the latest: an office shares its computers."""
KEPT = 90 * 24 * HOUR
"""Seconds for which wrong tries on an account are remembered, unless its owner signs in before."""
_NOBODY = 0
"""Under which those are counted that were typed for no account."""


def seconds_to_wait(login: str) -> int:
    """Count one try on a user name by a browser that is not known, and return how long it has to wait first."""
    name, now = f"sign-in:{_digest(login)}", time.time()
    beyond = counted(name, seconds=HOUR) - FREE
    if beyond > 0:
        pause = min(1 << min(beyond, 10), LONGEST)
        wait: int = math.ceil(cache.get(f"{name}:latest", 0) + pause - now)
        if wait > 0:
            taken_back(name, seconds=HOUR)
            return wait
    cache.set(f"{name}:latest", now, timeout=LONGEST)
    return 0


def known_browser(request: HttpRequest, login: str) -> str:
    """Return the name of the browser where it is one in which this person has signed in before, or nothing."""
    browser, *names = _cookie(request)
    return browser if _digest(login) in names else ""


def remember_browser(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Note in the browser that this person has signed in there."""
    browser, *names = _cookie(request)
    name = _digest(person.username)
    known = [name, *(other for other in names if other != name)][:MOST_NAMES]
    response.set_signed_cookie(
        COOKIE,
        ".".join([browser or secrets.token_hex(8), *known]),
        salt=COOKIE_SALT,
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def _cookie(request: HttpRequest) -> list[str]:
    return (request.get_signed_cookie(COOKIE, "", salt=COOKIE_SALT, max_age=COOKIE_AGE) or "").split(".")


def _digest(login: str) -> str:
    return keyed(login.strip().lower())


class Guessed(StrEnum):
    """What is typed wrong at a sign-in."""

    PASSWORD = "passwords"  # noqa: S105 (what is counted, no password)
    CODE = "codes"


@dataclass(frozen=True, slots=True)
class WrongTries:
    """What was typed wrong for an account since its owner last signed in.

    Attributes:
        network: Where the latest came from, such as 198.51.100.0/24; empty where that is not known.
    """

    count: int
    latest: datetime
    network: str

    @property
    def shown_network(self) -> str:
        """The network, or that it is not known."""
        return self.network or _("unknown")


@receiver(user_login_failed)
def note_wrong_password(credentials: Mapping[str, Any], request: HttpRequest | None = None, **_signal: Any) -> None:
    """Remember that a wrong password was typed for an account."""
    login = str(credentials.get("username", ""))
    person = User.objects.filter(username__iexact=login).order_by("pk").values_list("pk", flat=True).first() or _NOBODY
    _note(Guessed.PASSWORD, person, request)


@receiver(authentication_failed)
def note_wrong_code(user: User, request: HttpRequest | None = None, **_signal: Any) -> None:
    """Remember that a wrong code was typed after the right password, which somebody else may know."""
    _note(Guessed.CODE, user.pk, request)


def wrong_tries(people: Collection[int], what: Guessed) -> dict[int, WrongTries]:
    """Return what was typed wrong for people since they last signed in, by their keys; only where there is some."""
    kept = cache.get_many([key for person in people for key in _keys(what, person)])
    tries = ((person, [kept.get(key) for key in _keys(what, person)]) for person in people)
    return {person: WrongTries(count, *latest) for person, (count, latest) in tries if count and latest}


def forget_wrong(person: User) -> None:
    """Begin to count anew, because the owner has been told."""
    cache.delete_many([key for what in Guessed for key in _keys(what, person.pk)])


def _note(what: Guessed, person: int, request: HttpRequest | None) -> None:
    count, latest = _keys(what, person)
    cache.add(count, 0, timeout=KEPT)
    cache.incr(count)
    cache.set(latest, (timezone.now(), network_in_short(request) if request else ""), timeout=KEPT)


def _keys(what: Guessed, person: int) -> tuple[str, str]:
    """Return under which keys number and latest of them are kept."""
    return f"wrong-{what}:{person}", f"wrong-{what}:{person}:latest"
