"""What steps mean for what is owed, sentence by sentence, for those who are about to take them."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _, ngettext

from disclosure.notices.models import Edition
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.met import about
from portal.core import dates
from portal.core.demonstration import today_of_due_days
from portal.core.workflow import Words


def of_publishing(edition: Edition, at: datetime) -> Iterator[Words]:
    """Yield what an edition meets if it is published at a time."""
    for row in Obligation.objects.filter(about(edition.notice), voided_at=None, met_by=None).order_by("due_on", "pk"):
        late = (today_of_due_days(at) - row.due_on).days
        if late <= 0:
            yield _("It meets what is owed by %(day)s, on time.") % {"day": dates.full_date(row.due_on)}
        else:
            words = ngettext(
                "It meets what was owed by %(day)s, %(count)d day late.",
                "It meets what was owed by %(day)s, %(count)d days late.",
                late,
            )
            yield words % {"day": dates.full_date(row.due_on), "count": late}


def of_withdrawing(edition: Edition, at: datetime) -> Iterator[Words]:
    """Yield what is owed again if an edition is withdrawn at a time."""
    for row in Obligation.objects.filter(met_by=edition.notice).order_by("due_on", "pk"):
        yield owed_again(row, at)


def owed_again(row: Obligation, at: datetime) -> str:
    """Say by when something is owed again, and how much too late that is."""
    late, day = (today_of_due_days(at) - row.due_on).days, dates.full_date(row.due_on)
    if late <= 0:
        return _("The item is then owed, by %(day)s.") % {"day": day}
    words = ngettext(
        "The item is then owed; it was due on %(day)s and counts as %(count)d day overdue.",
        "The item is then owed; it was due on %(day)s and counts as %(count)d days overdue.",
        late,
    )
    return words % {"day": day, "count": late}


def of_accepting() -> list[Words]:
    """Return what happens when the office agrees that nothing of the kind happened."""
    return [
        _("Residents read “not applicable” for this item, and the reason if it is published."),
        _("The office cannot undo it; the party committee can say that the item is owed again."),
    ]


def of_ending(exemption: Exemption, at: datetime) -> list[Words]:
    """Return what happens when an exemption ends, or a claim is refused."""
    return [owed_again(exemption.obligation, at), _("Residents read it at once. It cannot be undone, only made again.")]
