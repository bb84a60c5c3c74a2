"""The secretary's page of petitions: what needs a decision first, what is late, who is not content, and where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from petitions.handling.enums import Matter
from petitions.handling.models import Petition
from petitions.handling.presenters.staff import rows
from petitions.outcomes.presenters import outcomes as shown_outcomes
from petitions.outcomes.queries import outcomes, oversight as queries
from portal.accounts.models import User
from portal.accounts.queries import villages
from portal.core.demonstration import today_of_due_days
from portal.desk.registry import QueueRow, TallyFigure

HOT, WARM = 5, 3
"""From so many petitions on a place is hot, or warm."""
CHANGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Leaf:
    """One list of the page, with how many there are."""

    key: str
    heading: str
    count: int
    rows: list[QueueRow]


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of the table of hot spots."""

    count: int
    kind: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class SpotRow:
    """One village in the table of hot spots."""

    name: str
    spots: list[Spot]
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class Change:
    """A village and a matter, compared with the year before."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class OversightPage:
    """`petitions/outcomes/desk/oversight.html`."""

    tally: list[TallyFigure]
    decide: list[Leaf]
    leaves: list[Leaf]
    matters: list[str]
    spots: list[SpotRow]
    sums: SpotRow
    changes: list[Change]


def oversight_page(person: User, at: datetime) -> OversightPage:
    """Return what the secretary looks at."""
    leaves = [
        _leaf("overdue", _("Overdue"), queries.overdue(person, at), at),
        _leaf("soon", _("Due within a week"), queries.due_soon(person, at), at),
        _leaf("extended", _("Extended"), queries.extended(person, at), at),
        _leaf("dissatisfied", _("Not content"), queries.dissatisfied(person, at), at),
        _leaf("repeated", _("Repeated and of groups"), queries.repeated(person, at), at),
    ]
    tally = [
        TallyFigure(one.heading, one.count, f"#h-{one.key}", owed=one.key == "overdue" and one.count > 0)
        for one in leaves
    ]
    waiting = outcomes.with_context(outcomes.to_do(person, at)).order_by("state_since")
    decide = [
        _leaf("sealed", _("Sealed, for you alone"), queries.sealed(person, at), at),
        Leaf("decide", _("Outcomes to review"), waiting.count(), shown_outcomes.rows(waiting[: queries.LISTED])),
    ]
    today = today_of_due_days(at)
    now = queries.hot_spots(person, at, until=today)
    before = queries.hot_spots(person, at, until=today - queries.YEAR)
    names = {one.code: one.name for one in villages()}
    matters = [one for one in Matter if any(matter == one for _place, matter in now)]
    return OversightPage(
        tally=tally,
        decide=[one for one in decide if one.count],
        leaves=[one for one in leaves if one.count],
        matters=[str(one.label) for one in matters],
        spots=_spots(now, names, matters),
        sums=_sums(now, names, matters),
        changes=_changes(now, before, names),
    )


def _leaf(key: str, heading: str, found: QuerySet[Petition], at: datetime) -> Leaf:
    return Leaf(key, heading, found.count(), rows(found[: queries.LISTED], at=at))


def _spots(now: Counter[tuple[str, str]], names: dict[str, str], matters: Sequence[Matter]) -> list[SpotRow]:
    found = [
        SpotRow(
            name,
            [_spot(now[code, one], code, one, name) for one in matters],
            sum(now[code, one] for one in matters),
            _list_url(place=code),
        )
        for code, name in names.items()
    ]
    return sorted((row for row in found if row.total), key=lambda row: -row.total)


def _sums(now: Counter[tuple[str, str]], names: dict[str, str], matters: Sequence[Matter]) -> SpotRow:
    """Return how many there are of each matter in all villages, and of all matters."""
    counts = {one: sum(now[code, one] for code in names) for one in matters}
    spots = [Spot(count, "", _list_url(matter=one.value), str(one.label)) for one, count in counts.items()]
    return SpotRow(_("Sum"), spots, sum(counts.values()), _list_url())


def _spot(count: int, code: str, matter: Matter, name: str) -> Spot:
    kind = "hot" if count >= HOT else "warm" if count >= WARM else ""
    return Spot(count, kind, _list_url(place=code, matter=matter.value), f"{name} {matter.label}")


def _changes(now: Counter[tuple[str, str]], before: Counter[tuple[str, str]], names: dict[str, str]) -> list[Change]:
    """Return where most changed against the year before, the largest first."""
    moved = {key: now[key] - before[key] for key in {*now, *before} if now[key] != before[key] and key[0] in names}
    largest = sorted(moved, key=lambda key: (-abs(moved[key]), key))[:CHANGES_SHOWN]
    return [
        _change(names[code], code, Matter(matter), now[code, matter], moved[code, matter]) for code, matter in largest
    ]


def _change(name: str, code: str, matter: Matter, count: int, more: int) -> Change:
    title = ngettext("%(place)s, %(matter)s: %(count)d", "%(place)s, %(matter)s: %(count)d", count)
    note = _("%(count)d more than the year before") if more > 0 else _("%(count)d fewer than the year before")
    words = {"place": name, "matter": matter.label, "count": count}
    return Change(title % words, _list_url(place=code, matter=matter.value), note % {"count": abs(more)})


def _list_url(**narrowed: str) -> str:
    return f"{reverse('petitions_desk:from_villages')}?{urlencode(narrowed)}"
