"""The register of things sealed or handed in, and the notices for the screen, as the desk shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.supervision.enums import NoticeState, Origin, ThingState
from accountability.supervision.models import ScreenNotice, SealedThing
from accountability.supervision.rules import Recovered
from portal.core import dates
from portal.core.components import Tag
from portal.core.money import format_money
from portal.core.texts import as_written

Meta = list[tuple[str, SafeString | str]]


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A line of the register."""

    thing: SealedThing
    url: str
    kind: str
    state: Tag
    due: str
    recovered: str


def thing_rows(things: Iterable[SealedThing]) -> list[ThingRow]:
    """Return things as lines of the register."""
    return [
        ThingRow(
            thing=one,
            url=reverse("accountability_desk:supervision_thing", args=[one.pk]),
            kind=one.get_kind_display(),
            state=thing_tag(one),
            due=format_money(one.due) if one.due is not None else "",
            recovered=format_money(one.recovered) if one.due is not None else "",
        )
        for one in things
    ]


def thing_tag(thing: SealedThing) -> Tag:
    """Return where a thing is as a mark."""
    return Tag(thing.get_state_display(), "warn" if thing.state == ThingState.HELD else "done")


def thing_meta(thing: SealedThing) -> Meta:
    """Return the facts of a thing."""
    is_gift = thing.origin == Origin.HANDED_IN
    kind = str(thing.get_kind_display())
    counted = f"{kind} × {thing.count}" if thing.count > 1 else kind
    facts: Meta = [
        (_("Number"), thing.number),
        (_("Unit"), thing.unit.name),
        (pgettext("of a thing", "Kind"), counted),
        (_("Handed in on") if is_gift else _("Sealed on"), dates.full_date(thing.taken_on)),
        (_("Who took it in") if is_gift else _("Who sealed it"), as_written(thing.taken_by)),
    ]
    if is_gift:
        facts.append((_("Who handed it in"), as_written(thing.handed_in_by)))
    if thing.kept_at:
        facts.append((_("Where it is kept"), as_written(thing.kept_at)))
    if thing.due is not None:
        facts.append((_("Recovered"), recovered_words(Recovered(thing.due, thing.recovered))))
    if thing.ended_on is not None:
        facts.append((thing.get_state_display(), dates.full_date(thing.ended_on)))
    return facts


def recovered_words(sums: Recovered) -> str:
    """Return how much of what is due was recovered, with its base; nothing where nothing is due."""
    if sums.percent is None:
        return ""
    return _("%(recovered)s of %(due)s yuan, %(percent)s %%") % {
        "recovered": format_money(sums.recovered),
        "due": format_money(sums.due),
        "percent": sums.percent,
    }


def register_title(*, is_gifts: bool) -> str:
    """Return what the register is called."""
    return _("Gifts handed in") if is_gifts else _("Things sealed and cleared away")


# The screen.


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice for the screen in the list."""

    notice: ScreenNotice
    url: str
    kind: str
    state: Tag
    days: str


def notice_rows(notices: Iterable[ScreenNotice], *, today: date) -> list[NoticeRow]:
    """Return notices for the screen as rows."""
    return [
        NoticeRow(
            notice=one,
            url=reverse("accountability_desk:screen_notice", args=[one.pk]),
            kind=one.get_kind_display(),
            state=notice_tag(one, today=today),
            days=dates.date_range(one.first_day, one.last_day),
        )
        for one in notices
    ]


def notice_tag(notice: ScreenNotice, *, today: date) -> Tag:
    """Return whether a notice is on the screen as a mark."""
    if notice.state != NoticeState.SHOWN:
        return Tag(notice.get_state_display())
    if notice.is_on(today):
        return Tag(pgettext("a screen notice", "On the screen"), "live")
    is_over = notice.last_day < today
    return Tag(pgettext("a screen notice", "Time is over") if is_over else pgettext("a screen notice", "Comes later"))


def count_of_slides(count: int) -> str:
    """Return how many pages turn over on the screen."""
    return ngettext("%(count)d page", "%(count)d pages", count) % {"count": count}
