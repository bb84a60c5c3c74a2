"""What the steps of an edition do that cannot be undone, sentence by sentence, for those who are about to take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from disclosure.catalogue.presenters import days_on_notice
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import coming_notice_period
from disclosure.notices.registry import if_published, if_withdrawn
from portal.core import dates
from portal.core.workflow import Words


def of_publishing(edition: Edition, *, at: datetime) -> list[Words]:
    """Return what happens when an edition is published at a time, now or later."""
    effects: list[Words] = [
        _("Everybody can read it at once. An entry is added to the publication log, which nobody can change or remove.")
    ]
    if edition.number > 1:
        effects.append(_("It takes the place of the edition before, which stays readable with what was changed."))
    effects.append(on_notice(edition, at=at))
    effects += if_published(edition, at=at)
    effects.append(_("This cannot be undone. What is wrong afterwards is corrected by a new edition, or withdrawn."))
    return effects


@dataclass(frozen=True, slots=True)
class Announced:
    """What happens once an edition is published, for those who do not publish it themselves."""

    heading: str
    sentences: Sequence[Words]


def announced(edition: Edition, *, at: datetime) -> Announced | None:
    """Return what a scheduled edition does at its time, and what a correction that waits does if published now."""
    if edition.state == State.SCHEDULED and edition.scheduled_for and edition.scheduled_by:
        named = {"moment": dates.moment(edition.scheduled_for), "person": edition.scheduled_by.name}
        heading = _("The website publishes it on %(moment)s for %(person)s") % named
        return Announced(heading, of_publishing(edition, at=max(edition.scheduled_for, at)))
    if edition.number > 1 and edition.state in IN_PREPARATION and edition.state != State.DRAFT:
        return Announced(_("If it is published today"), of_publishing(edition, at=at))
    return None


def of_withdrawing(edition: Edition, *, at: datetime) -> list[Words]:
    """Return what happens when the live edition is withdrawn now."""
    return [
        _("The notice is shown no longer, with all its editions; residents read the reason in its place."),
        *if_withdrawn(edition, at=at),
        _("The withdrawal is added to the publication log, and cannot be undone."),
    ]


def on_notice(edition: Edition, *, at: datetime) -> str:
    """Say for which days an edition is on notice if it is published at a time."""
    period = coming_notice_period(edition, at=at)
    if period is None:
        return _("No notice period is prescribed for it.")
    sentence = (
        _("It is on notice for %(length)s, %(dates)s.")
        if not period.provisional
        else _("It is on notice for %(length)s, %(dates)s by a calendar that is not yet announced.")
    )
    return sentence % {
        "length": days_on_notice(edition.notice.entry),
        "dates": dates.date_range(period.first, period.last),
    }
