"""Finding one obligation that somebody follows, by the key of its row or by its number."""

from __future__ import annotations

import re
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.enums import Origin
from disclosure.obligations.policies import FOLLOWS_OBLIGATION
from disclosure.obligations.queries.awaited import units_followed
from disclosure.obligations.queries.owed import owed_for
from disclosure.obligations.queries.reading import ObligationStatus
from portal.accounts.models import User

MAX_KEY_DIGITS = 18
_NUMBER = re.compile(r"(?P<unit>.+)-(?P<entry>[^-]+)-(?P<period>\d{4}(?:[HQ]\d|-\d\d)?)")


def the_obligation(person: User, number: str, *, at: datetime) -> ObligationStatus:
    """Return an obligation this person follows.

    Raises:
        Http404: There is none, it is owed no longer, or it does not exist for this person.
    """
    is_key = number.isdecimal() and number.isascii() and len(number) <= MAX_KEY_DIGITS
    row = _by_key(person, int(number), at) if is_key else _by_number(person, number, at)
    if row is None:
        raise Http404(_("There is no such item."))
    return row


def _by_key(person: User, key: int, at: datetime) -> ObligationStatus | None:
    stored = FOLLOWS_OBLIGATION.permitted(person, at=at).select_related("unit__parent").filter(pk=key).first()
    if stored is None:
        return None
    rows = owed_for(Period.parse(stored.period), at=at, units=[stored.unit])
    return next((row for row in rows if row.obligation == key), None)


def _by_number(person: User, number: str, at: datetime) -> ObligationStatus | None:
    found = _NUMBER.fullmatch(number)
    if not found:
        return None
    unit = units_followed(person, at=at).select_related("parent").filter(code=found["unit"]).first()
    if unit is None:
        return None
    try:
        period = Period.parse(found["period"])
    except ValueError:
        return None
    rows = owed_for(period, at=at, units=[unit])
    return next((row for row in rows if row.origin == Origin.CALENDAR and row.number == number), None)
