"""Findings and refusals in the reader's language, and the report of a whole ledger."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import TypedDict

from django.utils.translation import get_language, gettext, pgettext

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.headings import heading
from disclosure.ledger.sentences import FINDING_TEXTS
from disclosure.ledger.types import Finding, Statement, plain
from portal.core.money import format_money
from portal.core.texts import joint
from portal.core.workbooks.faults import FileRefusal

_AMOUNTS = frozenset(
    {
        "balance", "bank", "before", "cash", "closing", "expected", "figures", "limit", "opening", "other_amount",
        "payment", "payments", "payments_expected", "read", "receipt", "receipts", "stated_closing", "total", "used",
    }
)  # fmt: skip

# What these read is no amount, though it may look like one.
_READS_TEXT = frozenset({"READ", "W-DATE", "W-EMPTY-DATE", "W-VOUCHER", "W-PERIOD", "W-DECIMALS"})


def message(finding: Finding) -> str:
    """Return the whole text of a finding: where, what and by which rule, what was read and expected, what to do."""
    text = {"place": place(finding), "short": short(finding), "rule": finding.rule, "detail": detail(finding)}
    if finding.rule.startswith("I"):
        text["short"] = gettext("%(short)s (%(rule)s)") % text
    if text["place"]:
        return gettext("%(place)s: %(short)s. %(detail)s") % text
    return gettext("%(short)s. %(detail)s") % text


def place(finding: Finding) -> str:
    """Return where a finding is, row and heading of the column; empty where it is of the whole sheet."""
    row = row_of(finding)
    column = heading(finding.field or "") if row else ""
    return gettext("%(row)s, “%(column)s”") % {"row": row, "column": column} if column else row


def row_of(finding: Finding) -> str:
    """Return the row a finding is in: the entry and the sheet's row; empty where it is of the whole sheet."""
    values = {"line": finding.line, "row": finding.row, "sheet": finding.params.get("sheet", "")}
    if finding.line is None and finding.row is None:
        return ""
    if finding.line is None:
        named = {
            "opening": gettext("Opening balance (row %(row)s)"),
            "stated_closing": gettext("Closing balance (row %(row)s)"),
        }
        return named.get(finding.field or "", gettext("Row %(row)s")) % values
    if finding.row is None:
        return gettext("Entry %(line)s") % values
    if values["sheet"]:
        return gettext("Entry %(line)s (sheet “%(sheet)s”, row %(row)s)") % values
    return gettext("Entry %(line)s (row %(row)s)") % values


def short(finding: Finding) -> str:
    """Return what is wrong in a few words, for a list."""
    if finding.rule == "W-DATE":
        return {
            12: gettext("Date outside the year"),
            6: gettext("Date outside the half-year"),
            3: gettext("Date outside the quarter"),
            1: gettext("Date outside the month"),
        }[Period.parse(finding.params["period"]).months]
    values = _values(finding)
    if "difference" in finding.params:
        values["difference"] = format_money(abs(Decimal(finding.params["difference"])))
    return gettext(_texts_of(finding)[0]) % values


def detail(finding: Finding) -> str:
    """Return what was read, what was expected and what to do, without where."""
    return gettext(_texts_of(finding)[1]) % _values(finding)


def fix_label(finding: Finding) -> str:
    """Return the label of the one-press repair; empty where there is none."""
    fix = finding.fix
    if fix is None:
        return ""
    if finding.rule in {"W-ID", "W-CARD", "W-PHONE"}:
        return gettext("Mask it")
    values = {"value": fix.value if fix.field == "voucher" else _amount_or_text(fix.value), "line": fix.line}
    if fix.field == "balances":
        return gettext("Change to %(value)s, and those after it alike") % values
    if fix.line is not None and fix.line != finding.line:
        return gettext("Change entry %(line)s to %(value)s") % values
    return gettext("Change to %(value)s") % values


def refusal(fault: FileRefusal) -> str:
    """Return why a file or a repair was refused."""
    translated = gettext(fault.sentence)
    return translated % fault.params if fault.params else translated


def column_name(field: str) -> str:
    """Name a field as the head of its column does."""
    names = {
        "number": pgettext("ledger column", "no."),
        "date": pgettext("ledger column", "date"),
        "voucher": pgettext("ledger column", "voucher no."),
        "summary": pgettext("ledger column", "summary"),
        "account": pgettext("ledger column", "account"),
        "account_text": pgettext("ledger column", "account as written"),
        "receipt": pgettext("ledger column", "receipt"),
        "payment": pgettext("ledger column", "payment"),
        "balance": pgettext("ledger column", "balance"),
        "handler": pgettext("ledger column", "handled by"),
        "witness": pgettext("ledger column", "witness"),
        "approver": pgettext("ledger column", "approved by"),
        "note": pgettext("ledger column", "note"),
        "payee": pgettext("ledger column", "payee"),
        "method": pgettext("ledger column", "paid by"),
    }
    return names.get(field, field)


def _texts_of(finding: Finding) -> tuple[str, str]:
    """Return the short and the detailed text; a case without texts of its own has those of its rule."""
    return FINDING_TEXTS.get(f"{finding.rule} {finding.params.get('case')}") or FINDING_TEXTS[finding.rule]


def _values(finding: Finding) -> dict[str, str]:
    params = finding.params
    amounts = _AMOUNTS - {"read"} if finding.rule in _READS_TEXT else _AMOUNTS
    values = {name: _amount_or_text(text) if name in amounts else text for name, text in params.items()}
    values["line"] = str(finding.line or "")
    if "difference" in params:
        values["gap"] = _gap(Decimal(params["difference"]))
    if "period" in params:
        values["period"] = period_name(params["period"])
    if "side" in params:
        values["side"] = column_name(params["side"])
    if "first" in params and finding.rule == "I5":
        values["first"] = period_name(params["first"])
    if "periods" in params:
        values["periods"] = joint().join(period_name(one) for one in params["periods"].split(","))
    if "lines" in params:
        values["lines"] = joint().join(params["lines"].split(","))
    return values | _clauses(finding, values)


def _clauses(finding: Finding, values: dict[str, str]) -> dict[str, str]:
    params = finding.params
    match finding.rule:
        case "I4":
            clauses = _chain_clauses(finding, values)
        case "W-VOUCHER":
            text = gettext(" By the order, entry %(suggested_line)s should be %(suggested)s.")
            clauses = {"suggestion": text % values if "suggested" in values else ""}
        case "W-ENTERTAINMENT":
            text = gettext(" This one is among the receipts as well; check the column and the account.")
            clauses = {"receipt": text if params["side"] == "receipt" else ""}
        case "W-COLUMN":
            clauses = {"columns": joint().join(column_name(name) for name in params["columns"].split(","))}
        case "W-ACCOUNT":
            clauses = {"texts": gettext(" (%(texts)s)") % values if values["texts"] else ""}
        case "W-SPLIT":
            clauses = {"name": values["payee"] or values["summary"]}
        case "W-DECIMALS":
            clauses = {"exact": params["read"]}
        case "W-PERIOD":
            clauses = {"named": period_name(params["read"])}
        case "W-SCALE":
            clauses = {"other": _amount_or_text(params.get("other", ""))}
        case _:
            clauses = {}
    return clauses


def _chain_clauses(finding: Finding, values: dict[str, str]) -> dict[str, str]:
    params = finding.params
    texts = {
        "next": gettext(" The next row goes on from %(expected)s, so this one cell is probably mistyped."),
        "other": gettext(" The payments should be %(payments_expected)s; the sheet says %(payments)s."),
        "carried": gettext(
            " What is added up below says the same, so one of these entries is probably wrong or missing."
        ),
        "closings": gettext(
            " For the same reason the closing balance is stated as %(stated_closing)s, but computed as %(closing)s."
        ),
    }
    applies = {
        "next": params.get("goes_on"),
        "other": "payments_expected" in params,
        "carried": params.get("carried"),
        "closings": "stated_closing" in params,
    }
    clauses = {name: text % values if applies[name] else "" for name, text in texts.items()}
    if params["case"] in {"balance", "carried"}:
        start = gettext("Opening balance %(before)s") if params["first"] else gettext("Balance before %(before)s")
        moves = [gettext(", plus receipts %(receipt)s") % values] if "receipt" in params else []
        moves += [gettext(", less payments %(payment)s") % values] if "payment" in params else []
        clauses |= {"before": start % values, "moves": "".join(moves)}
    return clauses


def period_name(text: str) -> str:
    """Name a period in the reader's language: 2026年第三季度, third quarter of 2026."""
    period = Period.parse(text)
    return period.name_zh if (get_language() or "zh").startswith("zh") else period.name_en


def _gap(difference: Decimal) -> str:
    values = {"amount": format_money(abs(difference))}
    return gettext("%(amount)s more") % values if difference > 0 else gettext("%(amount)s less") % values


def _amount_or_text(text: str) -> str:
    try:
        return format_money(Decimal(text)) if text.count(".") == 1 else text
    except InvalidOperation:
        return text


class ReportedFinding(TypedDict):
    """A finding: the sheet's row and the entry's number, null where there is none."""

    rule: str
    row: int | None
    line: int | None
    message: str


class Report(TypedDict):
    """Figures in yuan as strings with two places; `closing` is computed, `lines` counts the entries."""

    opening: str
    receipts: str
    payments: str
    closing: str
    lines: int
    errors: list[ReportedFinding]
    warnings: list[ReportedFinding]


def report(statement: Statement, findings: Iterable[Finding]) -> Report:
    """Return the figures and findings of a checked ledger, sentences in the active language."""
    found = [
        (one.is_error, ReportedFinding(rule=one.rule, row=one.row, line=one.line, message=message(one)))
        for one in findings
    ]
    return {
        "opening": plain(statement.opening),
        "receipts": plain(statement.receipts),
        "payments": plain(statement.payments),
        "closing": plain(statement.closing),
        "lines": len(statement.lines),
        "errors": [reported for is_error, reported in found if is_error],
        "warnings": [reported for is_error, reported in found if not is_error],
    }
