"""Ledgers that were brought in, and the findings on a statement, as pages of the desk show them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement import queries
from disclosure.content.statement.enums import ImportState
from disclosure.content.statement.models import LedgerImport, Statement
from disclosure.content.statement.presenters.page import StatementPage
from disclosure.content.statement.queries import imports_of
from disclosure.ledger.messages import message, place, short
from disclosure.ledger.types import Finding
from disclosure.notices import registry as notices
from disclosure.notices.models import Edition
from disclosure.notices.presenters.lists import state_tag
from disclosure.notices.registry import EditionPage
from portal.accounts.models import Unit
from portal.core.components import Tag
from portal.core.money import format_money
from portal.desk.registry import DeskHomePage


def statement_findings(edition: Edition) -> list[notices.Finding]:
    """Return what the check of an edition's statement raises, with a link to where it is put right."""
    found = queries.findings_of(edition)
    answers = queries.answers_of(edition) if found else {}
    return listed(found, answers, url=reverse("disclosure_desk:statement", args=[edition.pk]))


def listed(found: Iterable[Finding], answers: Mapping[str, str], *, url: str = "") -> list[notices.Finding]:
    """Return findings for a list, with links to their rows on the page that has them."""
    return [
        notices.Finding(
            level=level_of(one, answers),
            where=where(one),
            text=short(one),
            sentence=message(one),
            answer=answers.get(one.key, ""),
            url=f"{url}#{place_of(one)}",
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class OpeningDiffers:
    """A live statement that does not open with the closing published for the period before, in yuan."""

    opening: Decimal
    closing: Decimal
    period: str
    url: str


def opening_differs(page: EditionPage) -> OpeningDiffers | None:
    """Return where a live statement no longer follows from the period before, for its page of the desk."""
    if not page.edition.is_live or not isinstance(page.content, StatementPage):
        return None
    opening, before = page.content.reading.statement.opening, page.content.reading.before
    if before is None or before.closing == opening:
        return None
    url = reverse("disclosure_desk:edition", args=[before.edition_id])
    return OpeningDiffers(opening, before.closing, name_of(Period.parse(before.edition.notice.period)), url)


def next_period_affected(edition: Edition, _at: datetime) -> Iterator[str]:
    """Yield which live statement no longer follows once an edition is published, and that its clerks are told."""
    statement = Statement.objects.filter(edition=edition).select_related("edition__notice").first()
    if statement is None:
        return
    for following in queries.openings_that_no_longer_follow(statement):
        yield _(
            "%(period)s opens with %(opening)s and no longer follows from the closing balance, %(closing)s. It stays"
            " published; its clerks are told to check it."
        ) % {
            "period": name_of(Period.parse(following.edition.notice.period)),
            "opening": format_money(following.opening),
            "closing": format_money(statement.closing),
        }


def place_of(finding: Finding) -> str:
    """Return the id of the row of the check table that a finding is shown in."""
    if finding.line is not None:
        return f"r{finding.line}"
    name = finding.field or ""
    if name == "opening":
        return "ropen"
    if name.startswith("subtotals."):
        return f"rs{name.split('.')[1]}"
    return "rend"


def where(finding: Finding) -> str:
    """Return the place of a finding in words: entry, row of the sheet where there is one, and column."""
    return place(finding) or _("The whole ledger")


def level_of(finding: Finding, answers: Mapping[str, str]) -> Literal["error", "warning", "answered"]:
    """Return error, warning, or answered where the warning has its explanation."""
    if finding.level == "warning" and answers.get(finding.key, "").strip():
        return "answered"
    return "error" if finding.is_error else "warning"


RECENT = 4
"""How many the desk's first page shows."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A ledger in a list of those brought in."""

    ledger_import: LedgerImport
    title: str
    url: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class ImportCell:
    """A unit's period: the edition, else the ledger on its way, else (without a tag) the way to bring one in."""

    label: str
    url: str
    tag: Tag | None = None


def ledgers_brought_in(page: DeskHomePage) -> list[ImportRow] | None:
    """Return the ledgers of a person's units that were brought in last; None where there is none."""
    return [import_row(row) for row in imports_of(page.person, at=page.at)[:RECENT]] or None


def import_row(row: LedgerImport) -> ImportRow:
    """Return a ledger as a list shows it."""
    return ImportRow(row, title_of_import(row), reverse("disclosure_desk:ledger", args=[row.pk]), _import_tag(row))


def import_cell(
    unit: Unit,
    period: Period,
    newest: Mapping[tuple[int, str], LedgerImport],
    written: Mapping[tuple[int, str], Edition],
) -> ImportCell:
    """Return one cell of units by periods."""
    label, key = name_of(period, short=True), (unit.pk, str(period))
    edition, row = written.get(key), newest.get(key)
    if edition:
        return ImportCell(label, reverse("disclosure_desk:edition", args=[edition.pk]), state_tag(edition))
    if row and row.state != ImportState.DRAFTED:
        return ImportCell(label, reverse("disclosure_desk:ledger", args=[row.pk]), _import_tag(row))
    return ImportCell(label, upload_url(unit, str(period)))


def title_of_import(row: LedgerImport) -> str:
    """Return what an import is called."""
    return _("Ledger of %(unit)s, %(period)s") % {"unit": row.unit.name, "period": name_of(Period.parse(row.period))}


def upload_url(unit: Unit, period: str) -> str:
    """Return the page where the ledger of a unit and a period is brought in."""
    return reverse("disclosure_desk:new_ledger") + f"?unit={unit.code}&period={period}"


def _import_tag(row: LedgerImport) -> Tag:
    kinds = {ImportState.REFUSED: "owed", ImportState.CHECKED: "warn", ImportState.DRAFTED: "done"}
    state = ImportState(row.state)
    return Tag(str(state.label), kinds.get(state, ""))
