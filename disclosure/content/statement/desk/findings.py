"""What the desk offers to do about a finding: on the page that checks a ledger, and below the grid of a statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from disclosure.content.statement.forms import Repairs, StatementGrid, answer_name, cell_name
from disclosure.content.statement.presenters.findings import level_of, where
from disclosure.ledger.messages import detail, fix_label, short
from disclosure.ledger.types import Finding

PERSONAL = frozenset({"W-ID", "W-CARD", "W-PHONE"})
"""What no explanation makes fit for the public: it is masked or rewritten."""

_OF_LINE = {column.name: column for column in StatementGrid.columns}
_OF_STATEMENT = {column.name: column for column in StatementGrid.above}


@dataclass(frozen=True, slots=True)
class Press:
    """A button that does one thing; `value` names the cell or the answer and what to put there."""

    value: str
    label: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class CellInput:
    """An input for a value of one's own; folded where another remedy comes first."""

    name: str
    label: str
    placeholder: str
    type: str
    inputmode: str
    list: str
    value: str
    error: str
    is_folded: bool


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """An input for an explanation."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Remedies:
    """What is offered to do about a finding, for `desk/_repairs.html`."""

    presses: list[Press]
    cell: CellInput | None
    answer: AnswerInput | None


@dataclass(frozen=True, slots=True)
class OpenedFinding:
    """A finding below its row, for `components/check_row.html`, with its remedies."""

    level: str
    title: str
    text: str
    actions: SafeString


def opened(finding: Finding, answers: Mapping[str, str], repairs: Repairs | None) -> OpenedFinding:
    """Return a finding with its remedies."""
    title = short(finding)
    if finding.rule.startswith("I"):
        title = _("%(short)s (%(rule)s)") % {"short": title, "rule": finding.rule}
    context = {"remedies": remedies(finding, answers, repairs)}
    actions = render_to_string("disclosure/content/statement/desk/_repairs.html", context)
    return OpenedFinding(level_of(finding, answers), title, detail(finding), actions)


def remedies(finding: Finding, answers: Mapping[str, str], repairs: Repairs | None) -> Remedies:
    """Return what is offered to do about a finding, with what was typed before."""
    repairs = repairs or Repairs()
    return Remedies(list(_presses(finding)), _cell(finding, repairs), _answer(finding, answers, repairs))


def worst(levels: Iterable[str]) -> str:
    """Return the worst level that still asks for something; empty where all is answered."""
    present = set(levels)
    return next((level for level in ("error", "warning") if level in present), "")


def _presses(finding: Finding) -> Iterable[Press]:
    fix = finding.fix
    if fix:
        yield Press(f"{cell_name(fix.line, fix.field)}={fix.value}", fix_label(finding), finding.is_error)
    if finding.rule == "W-VOUCHER":
        with override("zh-hans"):
            # It is published with the ledger, which is Chinese.
            text = _("Both entries belong to the same voucher.")
        yield Press(f"{answer_name(finding.key)}={text}", _("The same voucher indeed"))


def _cell(finding: Finding, repairs: Repairs) -> CellInput | None:
    name = finding.field or ""
    column = (_OF_STATEMENT if finding.line is None else _OF_LINE).get(name)
    is_total = finding.line is None and name.startswith("subtotals.")
    if column is None and not (is_total and finding.fix):
        return None
    field = str(column.label) if column else _("Amount")
    posted = cell_name(finding.line, name)
    return CellInput(
        name=posted,
        label=_("%(where)s: %(field)s") % {"where": where(finding), "field": field},
        placeholder=field,
        type="date" if name == "date" else "text",
        inputmode="decimal" if column is None or column.kind in ("amount", "reckoned") else "",
        list="chart" if name == "account" else "",
        value=repairs.typed.get(posted, ""),
        error=repairs.errors.get(posted, ""),
        is_folded=not _comes_first(finding) and posted not in repairs.typed,
    )


def _comes_first(finding: Finding) -> bool:
    """Return whether a value of one's own is the natural remedy: an empty or unreadable cell, or a wrong date."""
    return finding.fix is None and (finding.is_error or finding.rule.startswith(("W-EMPTY", "W-DATE", "W-NO-AMOUNT")))


def _answer(finding: Finding, answers: Mapping[str, str], repairs: Repairs) -> AnswerInput | None:
    if finding.is_error or finding.rule in PERSONAL:
        return None
    posted = answer_name(finding.key)
    label = _("%(where)s: explanation") % {"where": where(finding)}
    return AnswerInput(posted, label, repairs.typed.get(posted, answers.get(finding.key, "")))
