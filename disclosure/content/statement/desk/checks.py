"""The page that checks a ledger: its rows with their faults, what is still open, and what to do."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from disclosure.catalogue.models import Account
from disclosure.content.statement import queries
from disclosure.content.statement.desk.findings import ShownFinding, shown, worst
from disclosure.content.statement.enums import ImportState
from disclosure.content.statement.forms import RepairForm
from disclosure.content.statement.models import LedgerImport
from disclosure.content.statement.presenters.ledgers import listed, place_of, title_of_import, upload_url
from disclosure.content.statement.presenters.pillars import entries_text
from disclosure.ledger.types import Finding, Line, Statement
from disclosure.notices import registry as notices
from portal.accounts.enums import Role
from portal.accounts.queries import holders
from portal.core import dates
from portal.core.components import Call
from portal.core.money import format_money
from portal.core.texts import joint, sentences

_CELLS = {
    "number": "n",
    "date_text": "num",
    "voucher": "num",
    "summary": "",
    "account_text": "",
    "receipt": "n",
    "payment": "n",
    "balance": "n",
    "handler": "",
    "witness": "",
}
_RANGE = re.compile(r"(\d{1,6})-(\d{1,6})")


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A row of `desk/_check.html`: a line, or with `text` and `url` the fold of a run of sound entries.

    A total has no number; `level` is the worst of its findings, `marked` are the fields to underline.
    """

    line: Line
    id: str = ""
    level: str = ""
    marked: frozenset[str] = frozenset()
    findings: Sequence[ShownFinding] = ()
    url: str = ""
    text: str = ""

    @property
    def cells(self) -> Iterator[tuple[str, str, bool]]:
        """The text of each cell with its class, and whether it is underlined."""
        for name, style in _CELLS.items():
            value = getattr(self.line, name)
            text = format_money(value) if style == "n" and name != "number" else str(value or "")
            yield text, style, name.removesuffix("_text") in self.marked


@dataclass(frozen=True, slots=True)
class WorkStep:
    """A step of `components/loop.html`."""

    title: str
    text: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What `desk/ledger.html` shows; `open` is how many errors and unanswered warnings are left."""

    ledger_import: LedgerImport
    title: str
    note: str
    steps: list[WorkStep]
    call: Call
    issues: list[notices.Finding]
    rows: list[CheckRow]
    accounts: Sequence[Account]
    open: queries.Outstanding
    left_text: str
    upload_url: str


def check_page(row: LedgerImport, form: RepairForm, *, unfolded: str = "") -> CheckPage:
    """Return the page of an import that was read, with runs of sound entries unfolded, such as `2-3,7-8`."""
    ledger = queries.ledger_of(row)
    found = queries.findings_of_import(row)
    left = queries.outstanding(found, row.answers)
    accounts = list(Account.objects.order_by("code"))
    sheet = _Sheet(ledger, found, row.answers, {one.code: one.name for one in accounts}, unfolded, form)
    return CheckPage(
        ledger_import=row,
        title=title_of_import(row),
        note=_note(row, ledger),
        steps=_steps(row, ledger, left),
        call=_call(row, left),
        issues=listed(found, row.answers),
        rows=list(sheet.rows()),
        accounts=accounts,
        open=left,
        left_text=left_text(left),
        upload_url=upload_url(row.unit, row.period),
    )


def left_text(left: queries.Outstanding) -> str:
    """Say how many errors and open warnings are left."""
    texts = [errors_text(left.errors)] if left.errors else []
    texts += [warnings_text(left.warnings)] if left.warnings else []
    return _("still %(what)s") % {"what": _(", ").join(texts)} if texts else _("nothing is left to fix")


def errors_text(count: int) -> str:
    """Count errors in words."""
    return ngettext("%(count)d error", "%(count)d errors", count) % {"count": count}


def warnings_text(count: int) -> str:
    """Count warnings that are not answered, in words."""
    return ngettext("%(count)d open warning", "%(count)d open warnings", count) % {"count": count}


def _note(row: LedgerImport, ledger: Statement) -> str:
    return _("%(file)s, %(lines)s, imported by %(who)s, check no. %(check)d, %(at)s") % {
        "file": row.file_name,
        "lines": entries_text(len(ledger.lines)),
        "who": row.uploaded_by.name,
        "check": row.checks,
        "at": dates.moment(row.checked_at or row.uploaded_at),
    }


def _steps(row: LedgerImport, ledger: Statement, left: queries.Outstanding) -> list[WorkStep]:
    drafted = row.state == ImportState.DRAFTED
    read = ngettext("%(count)d entry read", "%(count)d entries read", len(ledger.lines)) % {"count": len(ledger.lines)}
    steps = [
        WorkStep(_("Upload"), read),
        WorkStep(_("Check and fix"), left_text(left), not drafted),
        WorkStep(_("Make the draft"), _("once no error is left") if left.errors else "", drafted),
    ]
    if row.unit.is_village:
        signers = holders(Role.SUPERVISOR, row.unit, at=timezone.now())
        steps.append(WorkStep(_("Supervision committee signs"), joint().join(one.name for one in signers)))
    return steps


def _call(row: LedgerImport, left: queries.Outstanding) -> Call:
    if row.state == ImportState.DRAFTED:
        return Call("done", _("The draft has been made from this ledger"))
    if left.errors:
        title = ngettext(
            "The draft cannot be made yet: there is %(count)d error",
            "The draft cannot be made yet: there are %(count)d errors",
            left.errors,
        )
        return Call("owed", title % {"count": left.errors}, _errors_text(row, left.errors))
    if left.warnings:
        title = ngettext(
            "No error is left; %(count)d warning is still to be answered",
            "No error is left; %(count)d warnings are still to be answered",
            left.warnings,
        )
        text = _("You can make the draft now. It can be submitted once each warning is answered or fixed.")
        return Call("warn", title % {"count": left.warnings}, text)
    text = _("Opening, receipts, payments and closing agree. Make the draft, read it, submit it.")
    return Call("done", _("The ledger adds up"), text)


def _errors_text(row: LedgerImport, errors: int) -> str:
    text = _(
        "Nothing has been saved among the notices. Fix the rows below one by one, or fix your own sheet and "
        "upload it again; explanations you wrote are kept."
    )
    mended = row.first_errors - errors
    if row.checks < 2 or mended <= 0:
        return text
    counted = _("The first check found %(first)d errors; %(mended)d are fixed.")
    return sentences(text, counted % {"first": row.first_errors, "mended": mended})


@dataclass(slots=True)
class _Sheet:
    """A ledger that is drawn row by row: those with findings and their neighbours open, runs of sound ones folded."""

    ledger: Statement
    found: list[Finding]
    answers: Mapping[str, str]
    accounts: Mapping[str, str]
    unfolded: str
    form: RepairForm

    def rows(self) -> Iterator[CheckRow]:
        """Yield the rows."""
        ledger, by_place = self.ledger, defaultdict(list)
        for one in self.found:
            by_place[place_of(one)].append(one)
        doubled = {int(one.params["other"]) for one in self.found if one.rule == "W-VOUCHER"}
        kept = self._kept(by_place, doubled)
        balances = list(accumulate((line.movement for line in ledger.lines), initial=ledger.opening))
        opening = _total(_("Opening balance"), balance=ledger.opening)
        yield self._with_findings(opening, "ropen", by_place)
        folded: list[CheckRow] = []
        for line in ledger.lines:
            row = self._line_row(line, balances[line.number])
            if line.number in kept:
                yield from self._fold(folded)
                row = self._with_findings(row, f"r{line.number}", by_place)
                yield replace(row, marked=row.marked | {"voucher"}) if line.number in doubled else row
            else:
                folded.append(row)
            for index, total in enumerate(ledger.subtotals):
                if total.after_line == line.number and f"rs{index}" in by_place:
                    yield from self._fold(folded)
                    row = _total(total.label, total.receipts, total.payments, total.balance)
                    yield self._with_findings(row, f"rs{index}", by_place)
        yield from self._fold(folded)
        closing = ledger.closing if ledger.stated_closing is None else ledger.stated_closing
        last = _total(_("Total and closing balance"), ledger.receipts, ledger.payments, closing)
        last = self._with_findings(last, "rend", by_place)
        # The closing, cash and bank are written in the column of balances.
        yield replace(last, marked=frozenset({"balance"})) if last.marked & {"stated_closing", "cash", "bank"} else last

    def _kept(self, by_place: Mapping[str, list[Finding]], doubled: set[int]) -> set[int]:
        """Return the entries shown: first and last, those with findings, neighbours of errors, those unfolded."""
        kept = {1, len(self.ledger.lines), *doubled}
        for line in self.ledger.lines:
            here = by_place.get(f"r{line.number}", [])
            if here:
                kept.add(line.number)
            if any(one.is_error for one in here):
                kept |= {line.number - 1, line.number + 1}
        for first, last in self._runs():
            kept |= set(range(first, min(last, first + 20_000) + 1))
        return kept

    def _runs(self) -> list[tuple[int, int]]:
        return [(int(first), int(last)) for first, last in _RANGE.findall(self.unfolded[:200])]

    def _with_findings(self, row: CheckRow, place: str, by_place: Mapping[str, list[Finding]]) -> CheckRow:
        here = by_place.get(place, [])
        findings = [shown(one, self.answers, self.form) for one in here]
        marked = frozenset(one.field for one in here if one.field)
        return replace(row, id=place, level=worst(one.level for one in findings), marked=marked, findings=findings)

    def _fold(self, rows: list[CheckRow]) -> Iterator[CheckRow]:
        """Fold a run of sound entries; a single one is shown, since the fold would be no shorter."""
        if len(rows) == 1:
            yield rows[0]
        elif rows:
            first, last = rows[0].line.number, rows[-1].line.number
            runs = ",".join([*(f"{start}-{end}" for start, end in self._runs()), f"{first}-{last}"])
            text = _("Entries %(first)d to %(last)d are sound; unfold") % {"first": first, "last": last}
            yield CheckRow(rows[0].line, url=f"?open={runs}#r{first}", text=text)
        rows.clear()

    def _line_row(self, line: Line, balance: Decimal) -> CheckRow:
        account = f"{line.account} {self.accounts.get(line.account, '')}".strip() if line.account else line.account_text
        shown_as = replace(
            line,
            date_text=dates.month_day(line.date) if line.date else line.date_text,
            account_text=account,
            balance=balance if line.balance is None else line.balance,
        )
        return CheckRow(shown_as, id=f"r{line.number}")


def _total(
    label: str, receipts: Decimal | None = None, payments: Decimal | None = None, balance: Decimal | None = None
) -> CheckRow:
    return CheckRow(Line(0, None, summary=label, receipt=receipts, payment=payments, balance=balance))
