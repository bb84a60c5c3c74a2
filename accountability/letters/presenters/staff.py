"""Letters, years and templates as the desk shows them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.letters.enums import TO_SIGN, LetterState, Standing, WordingState, YearState
from accountability.letters.models import Letter, LetterVersion, SigningYear
from accountability.letters.policies import LETTER_POLICIES
from accountability.letters.presenters.letters import title_of
from accountability.letters.queries import figures
from accountability.letters.queries.letters import WAITS_FOR, listed
from accountability.letters.workflow import LETTER_STEPS
from portal.accounts.models import Unit
from portal.core import calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.components import File, Tag
from portal.core.demonstration import today_of_due_days
from portal.desk.at_once import tokens_at_once
from portal.desk.queue import due_words
from portal.desk.registry import Due, QueueRow, TallyFigure


def rows(letters: Iterable[Letter], person: Any, *, at: datetime) -> list[QueueRow]:
    """Return letters as rows of `components/queue.html`; those with which a step can be taken at once have a token."""
    found = list(letters)
    today, working = today_of_due_days(at), calendar.load()
    offered = tokens_at_once(person, found, LETTER_STEPS, LETTER_POLICIES, at=at)
    tokens = {pk: token for (pk, _verb), token in offered.items()}
    return [
        QueueRow(
            pk=one.pk,
            verb=WAITS_FOR.get(LetterState(one.state), ""),
            title=title_of(one),
            url=reverse("accountability_desk:letter", args=[one.pk]),
            unit=one.unit.name,
            step=str(LetterState(one.state).label),
            number=one.number,
            due=_due(one, today, working),
            token=tokens.get(one.pk, ""),
        )
        for one in found
    ]


def _due(letter: Letter, today: date, working: Calendar) -> Due:
    if letter.state in TO_SIGN:
        found = due_words(letter.due, today=today, working_days=working)
        late = _("was to be signed by %(day)s") % {"day": dates.full_date(letter.due)}
        return replace(found, note=late) if found.kind == "owed" else found
    return Due(note=dates.full_date(timezone.localdate(letter.state_since)))


def queue_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return letters as rows of the queue."""
    return rows(listed(person, at).filter(pk__in=pks), person, at=at)


def step_of(letter: Letter) -> str:
    """Return where a letter stands, as its page says it."""
    verb = WAITS_FOR.get(LetterState(letter.state))
    return str(LETTER_STEPS.verb(verb).waiting) if verb else str(LetterState(letter.state).label)


def desk_meta(letter: Letter) -> list[tuple[str, str]]:
    """Return by when a letter is to be signed, and how often somebody was reminded."""
    items = [(_("To be signed by"), dates.full_date(letter.due))] if letter.state in TO_SIGN else []
    if count := letter.times_reminded:
        times = ngettext("%(count)d time", "%(count)d times", count) % {"count": count}
        items.append((pgettext("of a letter", "Reminded"), times))
    return items


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the letters of a year stand, with the rows behind each figure."""

    year: int
    figures: Sequence[TallyFigure]


def coverage(town: Unit, year: int, *, at: datetime) -> Coverage:
    """Return how many units have signed, are still to sign, refused, and were changed in a year."""
    found = figures.of_year(town, year, at=at)
    return Coverage(
        year,
        [
            TallyFigure(_("Issued to units"), found.due, _list(year)),
            TallyFigure(Standing.SIGNED.label, found.signed, _list(year, Standing.SIGNED)),
            TallyFigure(Standing.TO_SIGN.label, found.to_sign, _list(year, Standing.TO_SIGN), owed=found.to_sign > 0),
            TallyFigure(Standing.REFUSED.label, found.refused, _list(year, Standing.REFUSED), owed=found.refused > 0),
            TallyFigure(Standing.CHANGED.label, found.changed, _list(year, Standing.CHANGED)),
        ],
    )


def _list(year: int, standing: Standing | None = None) -> str:
    narrowed: Mapping[str, str] = {"year": str(year), "kind": "clean", "level": "unit"}
    if standing is not None:
        narrowed = {**narrowed, "standing": standing.value}
    return f"{reverse('accountability_desk:letters')}?{urlencode(narrowed)}"


def year_title(plan: SigningYear) -> str:
    """Return what the plan of a year is called."""
    return _("Letters of %(year)d") % {"year": plan.year}


def year_tags(plan: SigningYear) -> list[Tag]:
    """Return where the signing of a year stands."""
    return [Tag(str(YearState(plan.state).label), "done" if plan.state == YearState.HELD else "live")]


def year_meta(plan: SigningYear) -> list[tuple[str, str]]:
    """Return day and place of a conference, and how many came."""
    items = [
        (_("Day of the conference"), dates.full_date(plan.meets_on)),
        (pgettext("of a meeting", "Place"), plan.place),
    ]
    if plan.attended is not None:
        items.append((_("Present"), str(plan.attended)))
    return items


def year_links(plans: Iterable[SigningYear]) -> list[File]:
    """Return links to the plans of years."""
    return [
        File(
            reverse("accountability_desk:letter_year", args=[one.pk]), year_title(one), str(YearState(one.state).label)
        )
        for one in plans
    ]


def version_title(version: LetterVersion) -> str:
    """Return what a version of a template is called."""
    words = {"name": version.template.name, "number": version.number}
    return _("%(name)s, version %(number)d") % words


def version_tags(version: LetterVersion) -> list[Tag]:
    """Return where a version of a template stands."""
    state = WordingState(version.state)
    kinds = {WordingState.DRAFT: "warn", WordingState.PUBLISHED: "done"}
    return [Tag(str(state.label), kinds.get(state, ""))]


def version_links(versions: Iterable[LetterVersion]) -> list[File]:
    """Return links to versions of templates."""
    return [
        File(
            reverse("accountability_desk:letter_version", args=[one.pk]),
            version_title(one),
            str(WordingState(one.state).label),
        )
        for one in versions
    ]
