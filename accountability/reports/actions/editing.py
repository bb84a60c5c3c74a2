"""People write the report: they change and add paragraphs, explain gaps, and settle figures that disagree."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from accountability.reports.actions.drawing import kept
from accountability.reports.enums import MAX_REASON_LENGTH, MAX_TEXT_LENGTH, ParagraphKind
from accountability.reports.models import Paragraph, Report, ReportFigure
from accountability.reports.policies import WRITES
from accountability.reports.queries.contents import first_position
from accountability.reports.queries.figures import counted, unknown_numbers
from accountability.reports.rules.chapters import BY_KEY, CHAPTERS, GAPS
from accountability.reports.rules.text import figures_in, put
from portal.accounts.models import User
from portal.accounts.queries import published_telephones
from portal.core import audit
from portal.core.personal import find_personal
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain, required
from portal.core.workflow import lock_seen


def write(*, actor: User, paragraph: Paragraph, text: str, at: datetime, seen: int | None = None) -> Paragraph:
    """Change what a paragraph says. An empty text takes a drafted one out; the system's draft stays viewable.

    Raises:
        NotAllowed: The actor does not write the report, or the paragraph is a gap.
        Refused: The text is too long, names a number that is no source's, or holds a private number.
    """

    def change(report: Report, row: Paragraph) -> None:
        if row.kind == ParagraphKind.GAP:
            raise NotAllowed(_("A gap may be explained, and not changed."))
        if row.kind == ParagraphKind.WRITTEN and not plain(text):
            raise Refused(_("Write something, or remove the paragraph."), "text")
        row.text = _checked(report, text, "text", MAX_TEXT_LENGTH)
        row.written_by, row.written_at = actor, at

    return _change(actor, paragraph, "write", change, seen=seen, at=at)


def explain(*, actor: User, paragraph: Paragraph, explanation: str, at: datetime, seen: int | None = None) -> Paragraph:
    """Say how a gap came about or what is done about it; an empty text takes that back.

    Raises:
        NotAllowed: The actor does not write the report, or the paragraph is no gap.
        Refused: The text is too long, or holds a private number.
    """

    def change(report: Report, row: Paragraph) -> None:
        if row.kind != ParagraphKind.GAP:
            raise NotAllowed(_("Only gaps are explained."))
        row.explanation = _checked(report, explanation, "explanation", MAX_REASON_LENGTH)
        row.written_by, row.written_at = (actor, at) if row.explanation else (None, None)

    return _change(actor, paragraph, "explain", change, seen=seen, at=at)


def restore(*, actor: User, paragraph: Paragraph, at: datetime, seen: int | None = None) -> Paragraph:
    """Put the system's draft of a paragraph back.

    Raises:
        NotAllowed: The actor does not write the report, or people added the paragraph.
    """

    def change(_report: Report, row: Paragraph) -> None:
        if row.kind != ParagraphKind.DRAWN:
            raise NotAllowed(_("The system drafted nothing here."))
        row.text, row.written_by, row.written_at = row.drawn, None, None

    return _change(actor, paragraph, "restore", change, seen=seen, at=at)


@transaction.atomic
def add(*, actor: User, report: Report, chapter: str, text: str, at: datetime, seen: int | None = None) -> Paragraph:
    """Add a paragraph at the end of a chapter.

    Raises:
        NotAllowed: The actor does not write the report.
        Refused: There is no such chapter, or the text is missing, too long, or not to be published.
    """
    locked = _locked(actor, report, seen, at)
    if chapter not in BY_KEY or chapter == GAPS:
        raise Refused(_("Nothing is added to this chapter."), "text")
    told = required(text, _("Write something."), "text", MAX_TEXT_LENGTH)
    place = [one.key for one in CHAPTERS].index(chapter)
    last = locked.paragraphs.filter(chapter=chapter).order_by("-position").values_list("position", flat=True).first()
    made = Paragraph.objects.create(
        report=locked,
        chapter=chapter,
        position=(last + 1) if last is not None else first_position(place),
        kind=ParagraphKind.WRITTEN,
        text=_checked(locked, told, "text", MAX_TEXT_LENGTH),
        written_by=actor,
        written_at=at,
    )
    _saved(actor, locked, "add", at)
    return made


@transaction.atomic
def remove(*, actor: User, paragraph: Paragraph, at: datetime, seen: int | None = None) -> None:
    """Remove a paragraph that people added.

    Raises:
        NotAllowed: The actor does not write the report, or the system drafted the paragraph.
    """
    locked = _locked(actor, paragraph.report, seen, at)
    row = locked.paragraphs.get(pk=paragraph.pk)
    if row.kind != ParagraphKind.WRITTEN:
        raise NotAllowed(_("What the system drafted is changed and not removed."))
    row.delete()
    _saved(actor, locked, "remove", at)


@transaction.atomic
def take_figure(*, actor: User, figure: ReportFigure, at: datetime, seen: int | None = None) -> ReportFigure:
    """Write a figure as its source has it now, wherever the report names it.

    Raises:
        NotAllowed: The actor does not write the report.
    """
    locked = _locked(actor, figure.report, seen, at)
    row = locked.figures.get(pk=figure.pk)
    now = counted(locked.town, locked.year, at=at)[row.key]
    row.value, row.before = kept(now.value), kept(now.before)
    row.kept, row.kept_against, row.reason, row.kept_by, row.kept_at = "", "", "", None, None
    row.save()
    for paragraph in locked.paragraphs.all():
        text = put(paragraph.text, row.number, now.written)
        if text != paragraph.text and paragraph.kind != ParagraphKind.GAP:
            paragraph.text = text
            paragraph.save()
    _saved(actor, locked, "take figure", at)
    return row


@transaction.atomic
def keep_figure(
    *, actor: User, figure: ReportFigure, reason: str, at: datetime, seen: int | None = None
) -> ReportFigure:
    """Leave a figure in the text as it is, though its source says something else by now.

    Raises:
        NotAllowed: The actor does not write the report.
        Refused: The reason is missing or too long, or the report names the figure in several ways.
    """
    locked = _locked(actor, figure.report, seen, at)
    row = locked.figures.get(pk=figure.pk)
    told = required(reason, _("Write down why the figure stays."), "reason", MAX_REASON_LENGTH)
    now = counted(locked.town, locked.year, at=at)[row.key].written
    texts = locked.paragraphs.exclude(kind=ParagraphKind.GAP).values_list("text", flat=True)
    said = {piece.text for text in texts for piece in figures_in(text) if piece.number == row.number} - {now}
    if len(said) != 1:
        raise Refused(_("The report names this figure in several ways. Write it the same everywhere first."), "reason")
    row.kept, row.kept_against, row.reason = said.pop(), now, _checked(locked, told, "reason", MAX_REASON_LENGTH)
    row.kept_by, row.kept_at = actor, at
    row.save()
    _saved(actor, locked, "keep figure", at)
    return row


@transaction.atomic
def _change(
    actor: User,
    paragraph: Paragraph,
    verb: str,
    change: Callable[[Report, Paragraph], None],
    *,
    seen: int | None,
    at: datetime,
) -> Paragraph:
    locked = _locked(actor, paragraph.report, seen, at)
    row = locked.paragraphs.get(pk=paragraph.pk)
    change(locked, row)
    row.save()
    _saved(actor, locked, verb, at)
    return row


def _locked(actor: User, report: Report, seen: int | None, at: datetime) -> Report:
    locked = lock_seen(report, seen, "town")
    if not WRITES.allows(actor, locked, at=at):
        raise NotAllowed(_("You may not change this report."))
    return locked


def _saved(actor: User, locked: Report, verb: str, at: datetime) -> None:
    locked.save()
    audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb=verb, at=at)


def _checked(report: Report, text: str, field: str, max_length: int) -> str:
    """Return a text as it is kept.

    Raises:
        Refused: It is too long, names a number that is no source's, or holds a private number.
    """
    told = plain(text)
    if len(told) > max_length:
        raise Refused(_("This has more than %(count)d characters. Shorten it.") % {"count": max_length}, field)
    unknown = unknown_numbers(told, report.figures.all())
    if unknown:
        raise Refused(
            ngettext(
                "There is no source with the number %(numbers)s.",
                "There are no sources with the numbers %(numbers)s.",
                len(unknown),
            )
            % {"numbers": ", ".join(map(str, unknown))},
            field,
        )
    if find_personal(told, published=published_telephones(report.town)):
        raise Refused(_("The text holds a private number, which everybody would read. Take it out."), field)
    return told
