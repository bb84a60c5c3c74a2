"""A report is drafted from what happened, drawn anew while it is written, and begun again as a correction."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accountability.reports.enums import FIGURE_PLACES, MAX_REASON_LENGTH, ParagraphKind
from accountability.reports.models import Paragraph, Report, ReportFigure
from accountability.reports.policies import STEPS, WRITES
from accountability.reports.queries.contents import drafts, gaps_now
from accountability.reports.queries.figures import Counted, counted, drawn_of
from accountability.reports.queries.reports import to_draw
from accountability.reports.workflow import YEARLY_REPORT
from portal.accounts.models import Unit, User
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import required
from portal.core.workflow import create, lock_seen


def draw(*, actor: User, town: Unit, year: int, at: datetime) -> Report:
    """Have the report of a year drafted from what happened.

    Raises:
        NotAllowed: The actor does not write the town's reports.
        Refused: There is one, or the year is to come or too long ago.
    """

    def make(locked: Unit) -> Report:
        if (locked, year) not in to_draw(actor, at):
            raise Refused(_("There is a report of this year, or the year is none that can be reported on."), "year")
        return Report(town=locked, year=year, counted_at=at)

    return create(
        actor=actor,
        parent=town,
        make=make,
        workflow=YEARLY_REPORT,
        verb="draw",
        policies=STEPS,
        at=at,
        complete=lambda made: _renew(made, actor, at),
    )


def correct(*, actor: User, report: Report, reason: str, at: datetime) -> Report:
    """Begin another edition of a published report: as it stands, with figures drawn anew.

    Raises:
        NotAllowed: The actor does not write it, or it is not the edition in force.
        Refused: The reason is missing or too long, or another edition is on its way.
    """
    told = required(reason, _("Write down what is wrong. Everybody will read it."), "reason", MAX_REASON_LENGTH)

    def make(locked: Report) -> Report:
        if Report.objects.filter(town=locked.town, year=locked.year, edition__gt=locked.edition).exists():
            raise Refused(_("Another edition of this report is on its way."), "reason")
        return Report(town=locked.town, year=locked.year, edition=locked.edition + 1, reason=told, counted_at=at)

    def complete(made: Report) -> None:
        _copy(report, made, actor)
        _renew(made, actor, at)

    return create(
        actor=actor,
        parent=report,
        make=make,
        workflow=YEARLY_REPORT,
        verb="correct",
        policies=STEPS,
        at=at,
        reason=told,
        related=("town",),
        complete=complete,
    )


@transaction.atomic
def draw_anew(*, actor: User, report: Report, seen: int | None, at: datetime) -> Report:
    """Count every figure again, draft again what nobody wrote over, and name the gaps as they are now.

    What people wrote stays; where a figure in it no longer agrees with its source, that must be settled.

    Raises:
        NotAllowed: The actor does not write it.
        Conflict: Somebody else changed it meanwhile.
    """
    locked = lock_seen(report, seen, "town")
    if not WRITES.allows(actor, locked, at=at):
        raise NotAllowed(_("You may not change this report."))
    _renew(locked, actor, at)
    locked.counted_at = at
    locked.save()
    audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="draw anew", at=at)
    return locked


def store_figures(report: Report, found: Mapping[str, Counted], actor: User) -> dict[str, int]:
    """Keep figures as they are counted now, and return the number of each; those that are new get the next ones."""
    known = {one.key: one for one in report.figures.all()}
    last = max((one.number for one in known.values()), default=0)
    new = [key for key in found if key not in known]
    made = [
        ReportFigure(
            report=report, number=last + place, key=key, value=kept(found[key].value), before=kept(found[key].before)
        )
        for place, key in enumerate(new, start=1)
    ]
    changed = []
    for key, figure in known.items():
        now = found.get(key)
        if now is not None and (figure.value, figure.before) != (kept(now.value), kept(now.before)):
            figure.value, figure.before = kept(now.value), kept(now.before)
            changed.append(figure)
    bulk_create_with_history(made, ReportFigure, default_user=actor)
    bulk_update_with_history(changed, ReportFigure, ["value", "before"], default_user=actor)
    return {one.key: one.number for one in (*known.values(), *made)}


def gaps_differ(report: Report, found: Mapping[str, Counted]) -> bool:
    """Return whether the gaps an edition names are others than those there are now."""
    numbers = {one.key: one.number for one in report.figures.all()}
    if found.keys() - numbers.keys():
        return True
    named = report.paragraphs.filter(kind=ParagraphKind.GAP)
    return dict(named.order_by().values_list("row", "text")) != gaps_now(report, found, numbers)


def kept(value: Decimal | None) -> Decimal | None:
    """Return a figure as the table keeps it."""
    return None if value is None else round(value, FIGURE_PLACES)


def _renew(report: Report, actor: User, at: datetime) -> None:
    found = counted(report.town, report.year, at=at)
    numbers = store_figures(report, found, actor)
    drawn = {one.row: one for one in drafts(report, drawn_of(found, numbers))}
    there = {one.row: one for one in report.paragraphs.exclude(row="")}
    for row, draft in drawn.items():
        _draft(there.get(row), draft)
    for row, paragraph in there.items():
        if row not in drawn and (paragraph.kind == ParagraphKind.GAP or paragraph.written_by_id is None):
            paragraph.delete()


def _draft(paragraph: Paragraph | None, draft: Paragraph) -> None:
    """Write a drafted paragraph, or only what the system would say where people wrote over it."""
    if paragraph is None:
        draft.save()
        return
    is_theirs = paragraph.written_by_id is not None and paragraph.kind == ParagraphKind.DRAWN
    if paragraph.drawn == draft.text and (is_theirs or paragraph.text == draft.text):
        return
    paragraph.drawn = draft.text
    if not is_theirs:
        paragraph.text = draft.text
    paragraph.save()


def _copy(source: Report, target: Report, actor: User) -> None:
    """Copy figures and paragraphs of an edition into the one that corrects it."""
    figures, paragraphs = list(source.figures.all()), list(source.paragraphs.all())
    rows: list[ReportFigure | Paragraph] = [*figures, *paragraphs]
    for row in rows:
        row.pk, row.report = None, target
    bulk_create_with_history(figures, ReportFigure, default_user=actor)
    bulk_create_with_history(paragraphs, Paragraph, default_user=actor)
