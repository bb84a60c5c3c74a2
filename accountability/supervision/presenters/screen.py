"""What the screen in the hall shows: notices, and what is drawn from what is public already."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.inspections.enums import FindingKind
from accountability.inspections.queries.figures import public_open
from accountability.supervision.enums import NoticeKind
from accountability.supervision.queries import figures, screen as queries
from accountability.supervision.registry import Slide
from portal.accounts.models import Unit
from portal.core import dates
from portal.core.demonstration import today_of_due_days
from portal.core.money import format_money
from portal.core.texts import joint

NAMED_ITEMS = 3


def notices(town: Unit, at: datetime) -> Iterator[Slide]:
    """Yield the notices that stand on the screen today."""
    for one in queries.on_screen(town, today_of_due_days(at)):
        yield Slide(one.get_kind_display(), one.title, one.text)


def overdue(town: Unit, at: datetime) -> Iterator[Slide]:
    """Yield what villages should have published by now; nothing where nothing is overdue."""
    found = queries.overdue_items(town, at=at)
    if not found:
        return
    count = sum(len(names) for _unit, names in found)
    title = ngettext("%(count)d item is not published in time", "%(count)d items are not published in time", count)
    yield Slide(
        kind=_("Disclosure"),
        title=title % {"count": count},
        head=(_("Village"), _("Not published"), _("Items")),
        rows=[
            (unit.name, joint().join(names[:NAMED_ITEMS]), str(len(names)))
            for unit, names in found[: queries.MOST_ROWS]
        ],
    )


def inspections(town: Unit, _at: datetime) -> Iterator[Slide]:
    """Yield what public inspections found that is not put right yet, this year or before: the longest due first."""
    found = list(public_open(town)[: queries.MOST_ROWS])
    rows = [
        (
            one.unit.name,
            one.public_text or str(FindingKind(one.kind).label),
            dates.full_date(one.rectification.due),
            one.rectification.responsible,
        )
        for one in found
        if one.rectification is not None
    ]
    if rows:
        yield Slide(
            kind=NoticeKind.RESULT.label,
            title=_("Found by inspections and not put right yet"),
            head=(_("Unit"), _("What is wrong"), _("By when"), _("Responsible")),
            rows=rows,
        )


def visit_days(town: Unit, at: datetime) -> Iterator[Slide]:
    """Yield who of the leaders receives people next."""
    days = queries.next_visit_days(town, at=at)
    if days:
        yield Slide(
            kind=_("Visit days"),
            title=_("Leaders receive whoever comes"),
            head=(_("Day"), pgettext("of a visit day", "From"), _("Who receives"), _("Where people are received")),
            rows=[
                (
                    _("%(day)s, %(weekday)s") % {"day": dates.day(one.day), "weekday": dates.weekday(one.day)},
                    f"{one.begins.hour}:{one.begins.minute:02}",
                    joint().join(receiver.person.name for receiver in one.receivers.all()),
                    one.where,
                )
                for one in days
            ],
        )


def supervision(town: Unit, at: datetime) -> Iterator[Slide]:
    """Yield the figures of this year's supervision; nothing before the first check."""
    year = today_of_due_days(at).year
    found = figures.of_year(town, year, at=at)
    if not found.checks:
        return
    facts = [
        (_("Points of risk"), str(found.points)),
        (_("Checks made"), str(found.checks)),
        (_("Something was wrong"), str(found.wrong)),
    ]
    if found.money.due:
        facts.append((_("Recovered, yuan"), format_money(found.money.recovered)))
    title = _("Supervision before, during and after, %(year)d") % {"year": year}
    text = _("Whatever is wrong is given to the unit with a day, and checked again.")
    yield Slide(kind=_("Supervision"), title=title, facts=facts, text=text)
