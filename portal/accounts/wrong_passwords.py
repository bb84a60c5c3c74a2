"""Wrong passwords: guessing is slowed down over all networks, and the owner of the account is told.

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
from typing import Any

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
"""Seconds for which wrong passwords of an account are remembered, unless its owner signs in before."""
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


@dataclass(frozen=True, slots=True)
class WrongPasswords:
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
def note_wrong(credentials: Mapping[str, Any], request: HttpRequest | None = None, **_signal: Any) -> None:
    """Remember that a wrong password was typed for an account."""
    login = str(credentials.get("username", ""))
    person = User.objects.filter(username__iexact=login).order_by("pk").values_list("pk", flat=True).first() or _NOBODY
    cache.add(_count_key(person), 0, timeout=KEPT)
    cache.incr(_count_key(person))
    latest = timezone.now(), network_in_short(request) if request else ""
    cache.set(_latest_key(person), latest, timeout=KEPT)


def wrong_passwords(people: Collection[int]) -> dict[int, WrongPasswords]:
    """Return what was typed wrong for people since they last signed in, by their keys; only where there is some."""
    kept = cache.get_many([key(person) for person in people for key in (_count_key, _latest_key)])
    return {
        person: WrongPasswords(kept[_count_key(person)], *kept[_latest_key(person)])
        for person in people
        if _count_key(person) in kept and _latest_key(person) in kept
    }


def forget_wrong(person: User) -> None:
    """Begin to count anew, because the owner has been told."""
    cache.delete_many([_count_key(person.pk), _latest_key(person.pk)])


def _count_key(person: int) -> str:
    return f"wrong-passwords:{person}"


def _latest_key(person: int) -> str:
    return f"wrong-passwords:{person}:latest"
