"""The page that checks a ledger: its rows with their faults, what is still open, and what to do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.catalogue.models import Account
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.desk import findings
from disclosure.content.statement.enums import ImportState
from disclosure.content.statement.forms.repairs import Repairs
from disclosure.content.statement.models.ledger import LedgerImport
from disclosure.content.statement.presenters.findings import place_of
from disclosure.content.statement.queries import money
from disclosure.ledger.canonical import from_canonical
from disclosure.ledger.types import Finding, Line, Statement
from disclosure.notices.models import Edition
from disclosure.notices.presenters.lists import state_tag
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.queries import holders
from portal.core import dates
from portal.desk.pages import crumbs

_RANGE = re.compile(r"(\d{1,6})-(\d{1,6})")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every row of a ledger needs: computed balances by entry, and names of accounts by code."""

    balances: Mapping[int, Decimal]
    accounts: Mapping[str, str]


def check_context(
    row: LedgerImport, *, opened: str = "", repairs: Repairs | None = None, refusal: str = ""
) -> dict[str, Any]:
    """Return everything the check page shows.

    Args:
        row: An import that was read.
        opened: Runs of sound entries to unfold, such as `2-3,7-8`.
        repairs: Repairs that were refused, with what was typed.
        refusal: Why nothing was done, if so.
    """
    ledger = from_canonical(row.document or {})
    found = money.findings_of_import(row)
    errors, left = len(money.errors_in(found)), len(money.unanswered(found, row.answers))
    return {
        "ledger_import": row,
        "title": title_of_import(row),
        "note": _note(row, ledger),
        "loop": _loop(row, ledger, errors, left),
        "call": _call(row, errors, left),
        "issues": findings.listed(found, row.answers),
        "rows": list(check_rows(ledger, found, row.answers, opened=opened, repairs=repairs)),
        "accounts": Account.objects.order_by("code"),
        "errors": errors,
        "left": left,
        "left_text": left_text(errors, left),
        "refusal": refusal,
        "refused_cells": [{"href": name, "text": said} for name, said in repairs.errors.items()] if repairs else [],
        "is_drafted": row.state == ImportState.DRAFTED,
        "edition_url": reverse("disclosure_desk:edition", args=[row.edition_id]) if row.edition_id else "",
        "upload_url": _upload_url(row.unit, row.period),
        "crumbs": crumbs((_("Ledgers"), reverse("disclosure_desk:ledgers"))),
    }


def check_rows(
    ledger: Statement,
    found: list[Finding],
    answers: Mapping[str, str],
    *,
    opened: str = "",
    repairs: Repairs | None = None,
) -> Iterator[Row]:
    """Return the rows of a ledger for `components/check.html`: faulty ones opened, sound ones folded."""
    by_place: dict[str, list[Finding]] = {}
    for one in found:
        by_place.setdefault(place_of(one), []).append(one)
    also = {int(one.params["other"]) for one in found if one.rule == "W-VOUCHER" and one.params.get("other")}

    def faults(place: str) -> Row:
        here = by_place.get(place, [])
        shown = [findings.opened(one, answers, repairs) for one in here]
        return {
            "id": place,
            "level": findings.worst(each["level"] for each in shown),
            "marked": {one.field for one in here},
            "findings": shown,
        }

    kept = _kept(ledger, by_place, also) | _unfolded(opened)
    sheet = _Sheet(_balances(ledger), {one.code: one.name for one in Account.objects.all()})
    yield _opening_row(ledger) | faults("ropen")
    hidden: list[Line] = []
    for line in ledger.lines:
        if line.number in kept:
            yield from _gap(hidden, opened, sheet)
            hidden = []
            row = _line_row(line, sheet) | faults(f"r{line.number}")
            yield row | {"marked": row["marked"] | ({"voucher"} if line.number in also else set())}
        else:
            hidden.append(line)
        for index, total in enumerate(ledger.subtotals):
            place = f"rs{index}"
            if total.after_line == line.number and place in by_place:
                yield from _gap(hidden, opened, sheet)
                hidden = []
                yield _total_row(total.label, total.receipts, total.payments, total.balance) | faults(place)
    yield from _gap(hidden, opened, sheet)
    yield _end_row(ledger, faults("rend"))


def left_text(errors: int, left: int) -> str:
    """Say how many errors and open warnings are left."""
    if not errors and not left:
        return _("nothing is left to mend")
    parts = []
    if errors:
        parts.append(ngettext("%(count)d error", "%(count)d errors", errors) % {"count": errors})
    if left:
        parts.append(ngettext("%(count)d open warning", "%(count)d open warnings", left) % {"count": left})
    return _("still %(what)s") % {"what": _(", ").join(parts)}


def title_of_import(row: LedgerImport) -> str:
    """Return what an import is called."""
    return _("Ledger of %(unit)s, %(period)s") % {
        "unit": row.unit.name,
        "period": name_of(Period.parse(row.period)),
    }


def reading_context(row: LedgerImport) -> dict[str, Any]:
    """Return what is shown while a ledger is read."""
    return {
        "ledger_import": row,
        "title": title_of_import(row),
        "job": row.job,
        "upload_url": _upload_url(row.unit, row.period),
        "crumbs": crumbs((_("Ledgers"), reverse("disclosure_desk:ledgers"))),
    }


def import_row(row: LedgerImport) -> Row:
    """Return a ledger in the list of those brought in."""
    return {
        "title": title_of_import(row),
        "url": reverse("disclosure_desk:ledger", args=[row.pk]),
        "file": row.file_name,
        "who": row.uploaded_by.name,
        "at": row.uploaded_at,
        "tag": _import_tag(row),
        "note": row.refusal,
    }


def cell(
    unit: Unit,
    period: Period,
    newest: Mapping[tuple[int, str], LedgerImport],
    written: Mapping[tuple[int, str], Edition],
) -> Row:
    """Return one cell of units × periods: the edition, else the ledger on its way, else the way in."""
    edition = written.get((unit.pk, str(period)))
    row = newest.get((unit.pk, str(period)))
    label = name_of(period, short=True)
    if edition:
        return {"label": label, "tag": state_tag(edition), "url": reverse("disclosure_desk:edition", args=[edition.pk])}
    if row and row.state != ImportState.DRAFTED:
        return {"label": label, "tag": _import_tag(row), "url": reverse("disclosure_desk:ledger", args=[row.pk])}
    return {"label": label, "tag": None, "url": _upload_url(unit, str(period))}


def _import_tag(row: LedgerImport) -> dict[str, str]:
    kinds = {ImportState.REFUSED: "owed", ImportState.CHECKED: "warn", ImportState.DRAFTED: "done"}
    state = ImportState(row.state)
    return {"text": str(state.label), "kind": kinds.get(state, "")}


def _upload_url(unit: Unit, period: str) -> str:
    return reverse("disclosure_desk:new_ledger") + f"?unit={unit.code}&period={period}"


def _note(row: LedgerImport, ledger: Statement) -> str:
    return _("%(file)s, %(lines)s, brought in by %(who)s, check no. %(check)d, %(at)s") % {
        "file": row.file_name,
        "lines": ngettext("%(count)d entry", "%(count)d entries", len(ledger.lines)) % {"count": len(ledger.lines)},
        "who": row.uploaded_by.name,
        "check": row.checks,
        "at": dates.moment(row.checked_at or row.uploaded_at),
    }


def _loop(row: LedgerImport, ledger: Statement, errors: int, left: int) -> list[Row]:
    drafted = row.state == ImportState.DRAFTED
    read = ngettext("%(count)d entry read", "%(count)d entries read", len(ledger.lines)) % {"count": len(ledger.lines)}
    signers = holders(Role.SUPERVISOR, row.unit, at=timezone.now())
    joint = "、" if dates.is_chinese() else ", "
    steps: list[Row] = [
        {"title": _("Upload"), "text": read},
        {"title": _("Check and mend"), "text": left_text(errors, left), "current": not drafted},
        {"title": _("Make the draft"), "text": _("once no error is left") if errors else "", "current": drafted},
    ]
    if row.unit.is_village:
        steps.append({"title": _("Supervision committee signs"), "text": joint.join(one.name for one in signers)})
    return steps


def _call(row: LedgerImport, errors: int, left: int) -> Row:
    if row.state == ImportState.DRAFTED:
        return {"kind": "done", "title": _("The draft has been made from this ledger"), "text": ""}
    if errors:
        title = ngettext(
            "The draft cannot be made yet: there is %(count)d error",
            "The draft cannot be made yet: there are %(count)d errors",
            errors,
        ) % {"count": errors}
        return {"kind": "owed", "title": title, "text": _errors_text(row, errors)}
    if left:
        title = ngettext(
            "No error is left; %(count)d warning is still to be answered",
            "No error is left; %(count)d warnings are still to be answered",
            left,
        ) % {"count": left}
        text = _("You can make the draft now. It can be submitted once each warning is answered or mended.")
        return {"kind": "warn", "title": title, "text": text}
    return {
        "kind": "done",
        "title": _("The ledger adds up"),
        "text": _("Opening, receipts, payments and closing agree. Make the draft, read it, submit it."),
    }


def _errors_text(row: LedgerImport, errors: int) -> str:
    text = _(
        "Nothing has been saved among the notices. Mend the rows below one by one, or mend your own sheet and "
        "upload it again; explanations you wrote are kept."
    )
    mended = row.first_errors - errors
    if row.checks < 2 or mended <= 0:
        return text
    joint = "" if dates.is_chinese() else " "
    return (
        text
        + joint
        + _("The first check found %(first)d errors; %(mended)d are mended.")
        % {
            "first": row.first_errors,
            "mended": mended,
        }
    )


def _kept(ledger: Statement, by_place: Mapping[str, list[Finding]], also: Collection[int]) -> set[int]:
    """Return the entries that are shown: the first and the last, faulty ones, and the neighbours of errors."""
    last = len(ledger.lines)
    kept = {1, last, *also}
    for line in ledger.lines:
        here = by_place.get(f"r{line.number}", [])
        if here:
            kept.add(line.number)
        if any(one.is_error for one in here):
            kept |= {line.number - 1, line.number + 1}
    return kept


def _unfolded(opened: str) -> set[int]:
    shown: set[int] = set()
    for first, last in _RANGE.findall(opened[:200]):
        shown |= set(range(int(first), min(int(last), int(first) + 20_000) + 1))
    return shown


def _gap(hidden: list[Line], opened: str, sheet: _Sheet) -> Iterator[Row]:
    """Fold a run of sound entries; a single one is shown, since the fold would be no shorter."""
    if not hidden:
        return
    if len(hidden) == 1:
        yield _line_row(hidden[0], sheet)
        return
    first, last = hidden[0].number, hidden[-1].number
    runs = ",".join([*(f"{a}-{b}" for a, b in _RANGE.findall(opened[:200])), f"{first}-{last}"])
    text = _("Entries %(first)d to %(last)d are sound; unfold") % {"first": first, "last": last}
    yield {"kind": "gap", "url": f"?open={runs}#r{first}", "text": text}


def _balances(ledger: Statement) -> dict[int, Decimal]:
    balance, found = ledger.opening, {}
    for line in ledger.lines:
        balance += line.movement
        found[line.number] = balance
    return found


def _line_row(line: Line, sheet: _Sheet) -> Row:
    return {
        "kind": "line",
        "id": f"r{line.number}",
        "row": line.number,
        "date_text": dates.month_day(line.date) if line.date else line.date_text,
        "voucher": line.voucher,
        "summary": line.summary,
        "account": _account(line, sheet.accounts),
        "receipt": line.receipt,
        "payment": line.payment,
        "balance": line.balance if line.balance is not None else sheet.balances[line.number],
        "handler": line.handler,
        "witness": line.witness,
        "marked": set(),
    }


def _account(line: Line, accounts: Mapping[str, str]) -> str:
    if line.account is None:
        return line.account_text
    return f"{line.account} {accounts.get(line.account, '')}".strip()


def _opening_row(ledger: Statement) -> Row:
    return {"kind": "line", "row": None, "summary": _("Opening balance"), "balance": ledger.opening}


def _total_row(label: str, receipts: Decimal | None, payments: Decimal | None, balance: Decimal | None) -> Row:
    return {
        "kind": "total",
        "row": None,
        "summary": label,
        "receipt": receipts,
        "payment": payments,
        "balance": balance,
    }


def _end_row(ledger: Statement, faults: Row) -> Row:
    """Return the last row; what is marked of the statement is shown in its column of balances."""
    closing = ledger.stated_closing if ledger.stated_closing is not None else ledger.closing
    row = _total_row(_("Total and closing balance"), ledger.receipts, ledger.payments, closing) | faults
    if row["marked"] & {"stated_closing", "cash", "bank"}:
        row["marked"] = {"balance"}
    return row
