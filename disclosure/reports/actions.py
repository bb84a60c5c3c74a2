"""Write the yearly report of a draft."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from disclosure.notices.actions.drafts import change_draft
from disclosure.notices.models import Edition
from disclosure.reports import queries
from disclosure.reports.models import Report
from disclosure.reports.rules import DECIMALS, FORM, LARGEST, TEXTS, ZERO, Figures, with_totals
from portal.accounts.models import User
from portal.core.refusals import Refused
from portal.core.texts import plain

MAX_TEXT_LENGTH, MAX_EXPLANATION_LENGTH = 8000, 500
COPIED = (*TEXTS, "figures", "drawn", "explanations")
"""What a correction begins with."""


def save_report(
    *,
    actor: User,
    edition: Edition,
    figures: Figures,
    texts: Mapping[str, str],
    at: datetime,
    explanations: Mapping[str, str] | None = None,
    adds_up: bool = False,
    draws: bool = False,
    seen: int | None = None,
) -> Edition:
    """Replace the report of a draft. Its sums are checked at submission: a draft may be unfinished.

    Args:
        figures: By cell; one that is missing is 0.
        texts: By the names of `rules.TEXTS`; one that is missing stays.
        explanations: By the key of their fault. One that is empty is removed; so are those of what fits by now.
        adds_up: Whether every total is put to what its parts add up to.
        draws: Whether figures are drawn from the portal anew; those that were typed over stay as they are.

    Raises:
        Refused: The item is no yearly report, or a figure is none that the form takes.
    """

    def write(draft: Edition) -> None:
        if draft.form != FORM:
            raise Refused(_("This item is not disclosed as a yearly report."))
        _check(figures, texts, explanations or {})
        report = queries.report_of(draft) or begun(draft)
        told = drawn_anew(figures, report, draft) if draws else dict(figures)
        report.figures = queries.stored(with_totals(told) if adds_up else told)
        for name, text in texts.items():
            setattr(report, name, plain(text))
        given = {**report.explanations, **(explanations or {})}
        raised = [fault.key for fault in queries.faults_of(draft, report)]
        report.explanations = {key: plain(given[key]) for key in raised if given.get(key, "").strip()}
        report.save()

    return change_draft(actor=actor, edition=edition, verb="write report", change=write, seen=seen, at=at)


def begun(draft: Edition) -> Report:
    """Return the report a draft begins with, which is not saved: what the portal counts."""
    figures = queries.stored(queries.counted(draft.notice.unit.town, queries.year_of(draft)))
    return Report(edition=draft, figures=figures, drawn=figures)


def drawn_anew(typed: Figures, report: Report, draft: Edition) -> dict[str, Decimal]:
    """Return figures with those drawn anew that nobody typed over, and note in the report what was drawn."""
    before, now = queries.read(report.drawn), queries.counted(draft.notice.unit.town, queries.year_of(draft))
    untouched = {name for name in before.keys() | now.keys() if typed.get(name, ZERO) == before.get(name, ZERO)}
    report.drawn = queries.stored(now)
    return {**typed, **{name: now.get(name, ZERO) for name in untouched}}


def copy_report(*, source: Edition, target: Edition, **_by: User) -> None:
    """Copy the report of an edition into the draft that corrects it."""
    report = queries.report_of(source)
    if report is not None:
        Report.objects.create(edition=target, **{name: getattr(report, name) for name in COPIED})


def _check(figures: Figures, texts: Mapping[str, str], explanations: Mapping[str, str]) -> None:
    for name, value in figures.items():
        if name not in DECIMALS or not 0 <= value < LARGEST or value != round(value, DECIMALS.get(name, 0)):
            raise Refused(_("A figure of the report must be a count, or a sum with at most four decimals."))
    unknown = texts.keys() - TEXTS.keys()
    if unknown or any(len(text) > MAX_TEXT_LENGTH for text in texts.values()):
        raise Refused(_("At most %(count)d characters.") % {"count": MAX_TEXT_LENGTH})
    if any(len(text) > MAX_EXPLANATION_LENGTH for text in explanations.values()):
        raise Refused(_("At most %(count)d characters.") % {"count": MAX_EXPLANATION_LENGTH})
