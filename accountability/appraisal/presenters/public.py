"""The result of an appraisal as everybody reads it; the desk shows the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.appraisal.enums import AppraisalState
from accountability.appraisal.models import Appraisal
from accountability.appraisal.presenters.votebars import vote_bars
from accountability.appraisal.presenters.words import (
    choices_of,
    class_names,
    good_of,
    of_base,
    percent,
    rate_words,
    state_tag,
)
from accountability.appraisal.queries.log import title_of
from accountability.appraisal.queries.results import OfLine, OfSubject, Result, result
from accountability.appraisal.rules.classes import SMALLEST
from portal.core import calendar, dates
from portal.core.components import File, Tag
from portal.core.demonstration import today_of_due_days
from portal.core.texts import comma


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A line of the table of votes."""

    name: str
    title: str
    counts: Sequence[int]
    of_base: str
    percent: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the table of classes: how they voted on the group."""

    name: str
    issued: int
    collected: int
    valid: int
    counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Step:
    """How many ballots were left after a step: issued, collected, valid, and the abstentions among them."""

    label: str
    count: int
    note: str
    is_at_most: bool


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result on a page or a paper."""

    steps: Sequence[Step]
    choices: Sequence[str]
    subjects: Sequence[SubjectRow]
    bars: SafeString
    rate: str
    lines: Sequence[LineRow]
    total: LineRow
    group: str
    joined: str


def shown(found: Result) -> ShownResult:
    """Return a result as it is shown."""
    scale = found.appraisal.scale
    names = [_line_row(one) for one in found.lines]
    return ShownResult(
        steps=_steps(found),
        choices=choices_of(scale),
        subjects=[_subject_row(one) for one in found.subjects],
        bars=vote_bars(found.subjects, scale=scale, ids="votes"),
        rate=rate_words(scale),
        lines=names if len(names) > 1 else [],
        total=LineRow(_("All together"), found.issued, found.collected, found.valid, found.group.counts),
        group=found.group.subject.name,
        joined=_joined(found),
    )


def _subject_row(one: OfSubject) -> SubjectRow:
    return SubjectRow(one.subject.name, one.subject.title, one.counts, of_base(one.share), percent(one.share))


def _line_row(one: OfLine) -> LineRow:
    line = one.line
    return LineRow(class_names(line.classes), line.issued, line.collected, line.valid, one.subjects[0].counts)


def _steps(found: Result) -> list[Step]:
    ways = []
    if found.appraisal.codes_issued:
        ways.append(_("%(count)d codes for phones") % {"count": found.appraisal.codes_issued})
    if found.papers:
        ways.append(_("%(count)d on paper") % {"count": found.papers})
    unused, void = found.codes_not_used, found.collected - found.valid
    missing = found.issued - found.collected - unused
    lost = []
    if unused:
        said = ngettext("%(count)d code was not used", "%(count)d codes were not used", unused)
        lost.append(said % {"count": unused})
    if missing:
        lost.append(_("%(count)d on paper did not come back") % {"count": missing})
    is_void = ngettext("%(count)d on paper is void", "%(count)d on paper are void", void) % {"count": void}
    return [
        Step(_("Issued"), found.issued, comma().join(ways), is_at_most=False),
        Step(_("Collected"), found.collected, comma().join(lost), is_at_most=True),
        Step(
            pgettext("of ballots", "Valid"),
            found.valid,
            is_void if void else "",
            is_at_most=True,
        ),
        Step(_("Abstentions among them"), found.abstentions, _("of all who are appraised, added up"), is_at_most=False),
    ]


def _joined(found: Result) -> str:
    """Return which classes stand in one line, and why; empty where none do."""
    together = [class_names(one.line.classes) for one in found.lines if len(one.line.classes) > 1]
    if not together:
        return ""
    if len(found.lines) == 1:
        return _("The classes are not told apart: at least one had fewer than %(least)d valid votes.") % {
            "least": SMALLEST
        }
    said = {"classes": "; ".join(together), "least": SMALLEST}
    return (
        _(
            "%(classes)s stand in one line, because one of them had fewer than %(least)d valid votes. To hide its "
            "line alone would not help: it is what the others leave of the sum."
        )
        % said
    )


@dataclass(frozen=True, slots=True)
class ResultPage:
    """`appraisal.html`: a published result."""

    title: str
    tags: Sequence[Tag]
    lede: str
    meta: Sequence[tuple[str, str]]
    until: str
    is_open: bool
    phone: str
    shown: ShownResult
    files: Sequence[File]


def result_page(appraisal: Appraisal, *, at: datetime) -> ResultPage:
    """Return the page of a published result."""
    found = result(appraisal)
    if found is None:
        raise ValueError("Only a counted appraisal has a result.")
    held, until = appraisal.debriefing, appraisal.objections_until
    today = today_of_due_days(at)
    is_open = until is not None and today <= until
    return ResultPage(
        title=title_of(appraisal),
        tags=[objection_tag(appraisal, at=at), Tag(_("Democratic appraisal"))],
        lede=lede(found),
        meta=[
            (_("Appraised on"), dates.full_date(held.day)),
            (pgettext("of a meeting", "Place"), held.place),
            (_("Tellers"), appraisal.tellers),
            (_("Number"), appraisal.number),
        ],
        until=dates.full_date(until) if until else "",
        is_open=is_open,
        phone=held.town.supervision_phone,
        shown=shown(found),
        files=files_of(appraisal),
    )


def lede(found: Result) -> str:
    """Return the result of the group in a sentence."""
    first, second = good_of(found.appraisal.scale)
    return _("%(valid)d valid votes. %(group)s: %(good)d of them %(first)s or %(second)s.") % {
        "valid": found.valid,
        "group": found.group.subject.name,
        "good": found.group.share.good,
        "first": first.lower(),
        "second": second.lower(),
    }


def objection_tag(appraisal: Appraisal, *, at: datetime) -> Tag:
    """Return how far the days for objections are, or where an appraisal stands that is not published."""
    until, since = appraisal.objections_until, appraisal.published_at
    if appraisal.state != AppraisalState.PUBLISHED or until is None or since is None:
        return state_tag(AppraisalState(appraisal.state))
    today, first = today_of_due_days(at), timezone.localdate(since)
    if today > until:
        return Tag(_("Published, objections closed"), "done")
    day = calendar.load().count(first, today)
    if day == 0:
        return Tag(_("Open to objections"), "live")
    return Tag(_("Open to objections, day %(day)d") % {"day": day}, "live")


def files_of(appraisal: Appraisal) -> list[File]:
    """Return the papers of a published result."""
    return [
        File(reverse("accountability_files:appraisal_pdf", args=[appraisal.number]), _("Form of the result"), "PDF"),
        File(
            reverse("accountability_files:appraisal_json", args=[appraisal.number]),
            _("What the publication log names"),
            "JSON",
        ),
    ]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result in a list: unit, meeting and how satisfied voters are with the group."""

    url: str
    unit: str
    day: str
    valid: int
    of_base: str
    percent: str


def result_rows(appraisals: Sequence[Appraisal]) -> list[ResultRow]:
    """Return published results as rows, in the order of the units."""
    found = [one for one in map(result, sorted(appraisals, key=attrgetter("debriefing.unit.code"))) if one]
    return [
        ResultRow(
            url=reverse("accountability:appraisal", args=[one.appraisal.number]),
            unit=one.appraisal.debriefing.unit.name,
            day=dates.full_date(one.appraisal.debriefing.day),
            valid=one.valid,
            of_base=of_base(one.group.share),
            percent=percent(one.group.share),
        )
        for one in found
    ]
