"""Debriefings, suggestions and appraisals as the desk shows them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.appraisal.enums import (
    HELD,
    WITH_RESULT,
    AppraisalState,
    DebriefingState,
    SuggestionState,
    VoterClass,
)
from accountability.appraisal.models import Appraisal, Debriefing, Question, Statement, Suggestion
from accountability.appraisal.presenters.words import listed, state_tag, title_of
from accountability.appraisal.queries import meetings as queries
from accountability.appraisal.queries.log import title_of as title_of_appraisal
from accountability.appraisal.queries.meetings import ANSWER_WITHIN
from accountability.appraisal.queries.voting import progress
from accountability.appraisal.workflow import APPRAISAL, DEBRIEFING, SUGGESTION
from portal.core import calendar, dates
from portal.core.components import Call, Tag
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import due_words, task_words
from portal.desk.registry import Due, QueueRow


@dataclass(frozen=True, slots=True)
class Entries:
    """What was reported, asked and suggested at a debriefing."""

    statements: Sequence[Statement]
    questions: Sequence[Question]
    suggestions: Sequence[Suggestion]


def entries_of(debriefing: Debriefing) -> Entries:
    """Return everything that is kept with a debriefing, in its order."""
    return Entries(
        list(debriefing.statements.all()),
        list(debriefing.questions.all()),
        list(debriefing.suggestions.select_related("rectification", "debriefing")),
    )


def meta_of(debriefing: Debriefing) -> list[tuple[str, str]]:
    """Return when and where it is held, and who is there."""
    items = [
        (_("Number"), debriefing.number),
        (_("Day"), dates.moment(timezone.make_aware(datetime.combine(debriefing.day, debriefing.begins)))),
        (pgettext("of a meeting", "Place"), debriefing.place),
        (_("Chaired by"), debriefing.chair),
        (_("Present"), str(debriefing.attended or "")),
    ]
    return [(term, value) for term, value in items if value]


def waits_for(debriefing: Debriefing, *, at: datetime) -> str:
    """Return where a debriefing stands, as lists say it."""
    if debriefing.state == DebriefingState.HELD:
        return str(DEBRIEFING.verb("close").waiting)
    if debriefing.state == DebriefingState.PLANNED and debriefing.day <= timezone.localdate(at):
        return str(DEBRIEFING.verb("hold").waiting)
    return str(DebriefingState(debriefing.state).label)


def debriefing_rows(debriefings: Iterable[Debriefing], *, at: datetime) -> list[QueueRow]:
    """Return debriefings as rows of `components/queue.html`."""
    today, known = today_of_due_days(at), calendar.load()
    return [
        QueueRow(
            pk=one.pk,
            verb="close" if one.state in HELD else "hold",
            title=title_of(one),
            url=reverse("accountability_desk:debriefing", args=[one.pk]),
            unit=one.unit.name,
            step=waits_for(one, at=at),
            number=one.number,
            due=task_words(one.day, today=today, working_days=known)
            if one.state == DebriefingState.PLANNED
            else Due(note=dates.full_date(one.day)),
        )
        for one in debriefings
    ]


def debriefing_queue_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return debriefings as rows of the queue."""
    return debriefing_rows(queries.seen_by(person, at).filter(pk__in=pks), at=at)


def suggestion_step(one: Suggestion) -> str:
    """Return where a suggestion stands, as lists say it."""
    if one.state == SuggestionState.OPEN:
        return str(SUGGESTION.verb("answer").waiting)
    return str(SuggestionState(one.state).label)


def suggestion_rows(suggestions: Iterable[Suggestion], *, at: datetime) -> list[QueueRow]:
    """Return suggestions as rows of `components/queue.html`."""
    today, known = today_of_due_days(at), calendar.load()
    rows = []
    for one in suggestions:
        due = Due(note="")
        if one.state == SuggestionState.OPEN:
            day = one.debriefing.day + ANSWER_WITHIN
            found = due_words(day, today=today, working_days=known)
            late = _("was to be answered by %(day)s") % {"day": dates.full_date(day)}
            due = replace(found, note=late) if found.kind == "owed" else found
        rows.append(
            QueueRow(
                pk=one.pk,
                verb="answer",
                title=one.text,
                url=reverse("accountability_desk:suggestion", args=[one.pk]),
                unit=one.debriefing.unit.name,
                step=suggestion_step(one),
                number=one.audit_number(),
                due=due,
            )
        )
    return rows


def suggestion_queue_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return suggestions as rows of the queue."""
    return suggestion_rows(queries.suggestions_seen_by(person, at).filter(pk__in=pks), at=at)


_STEP_OF = {AppraisalState.PREPARED: "open", AppraisalState.OPEN: "count", AppraisalState.COUNTED: "publish"}


def appraisal_step(one: Appraisal) -> str:
    """Return where an appraisal stands, as lists say it."""
    verb = _STEP_OF.get(AppraisalState(one.state))
    if one.state == AppraisalState.OPEN and one.paper_entered_by_id and one.second_confirmed_by_id is None:
        verb = "confirm"
    return str(APPRAISAL.verb(verb).waiting) if verb else str(AppraisalState(one.state).label)


def appraisal_rows(appraisals: Iterable[Appraisal]) -> list[QueueRow]:
    """Return appraisals as rows of `components/queue.html`."""
    return [
        QueueRow(
            pk=one.pk,
            verb=_STEP_OF.get(AppraisalState(one.state), "open"),
            title=title_of_appraisal(one),
            url=reverse("accountability_desk:appraisal", args=[one.pk]),
            unit=one.debriefing.unit.name,
            step=appraisal_step(one),
            number=one.number,
            due=Due(note=dates.full_date(one.debriefing.day)),
        )
        for one in appraisals
    ]


def appraisal_queue_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return appraisals as rows of the queue."""
    return appraisal_rows(queries.appraisals_seen_by(person, at).filter(pk__in=pks))


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of voters on the desk: what it was handed, and what came back on paper so far."""

    name: str
    codes: int
    papers: int
    collected: int
    valid: int


def class_rows(appraisal: Appraisal) -> list[ClassRow]:
    """Return the classes of an appraisal; how each of them voted is nobody's to see."""
    return [
        ClassRow(str(VoterClass(one.key).label), one.codes, one.papers, one.collected, one.valid)
        for one in appraisal.classes.all()
    ]


def appraisal_tags(appraisal: Appraisal) -> list[Tag]:
    """Return where an appraisal stands."""
    return [state_tag(AppraisalState(appraisal.state))]


def appraisal_meta(appraisal: Appraisal) -> list[tuple[str, str]]:
    """Return what is known of an appraisal besides its voters."""
    tellers = [one.name for one in (appraisal.first_confirmed_by, appraisal.second_confirmed_by) if one]
    items = [
        (_("Number"), appraisal.number),
        (_("Day"), dates.full_date(appraisal.debriefing.day)),
        (_("Choices"), appraisal.get_scale_display()),
        (_("Tellers"), appraisal.tellers),
        (_("Paper entered by"), appraisal.paper_entered_by.name if appraisal.paper_entered_by else ""),
        (_("Paper confirmed by"), listed(tellers)),
        (_("Counted on"), dates.moment(appraisal.counted_at) if appraisal.counted_at else ""),
    ]
    return [(term, str(value)) for term, value in items if value]


def appraisal_calls(appraisal: Appraisal) -> list[Call]:
    """Return what to know first: how many codes were used, and what is still to be done."""
    calls = []
    by_phone = any(one.codes for one in appraisal.classes.all())
    if appraisal.state == AppraisalState.PREPARED and by_phone and not appraisal.lock:
        calls.append(Call("warn", _("The codes are not printed yet")))
    if appraisal.state == AppraisalState.OPEN and by_phone:
        found = progress(appraisal)
        said = ngettext("%(used)d of %(issued)d code is used", "%(used)d of %(issued)d codes are used", found.issued)
        calls.append(
            Call(
                "info",
                said % {"used": found.used, "issued": found.issued},
                _("More is not known to anybody until the voting ends: not who voted, and not what."),
            )
        )
    if appraisal.state in WITH_RESULT and not appraisal.published_at:
        calls.append(Call("info", _("The result is not published yet")))
    return calls
