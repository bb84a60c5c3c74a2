"""What the desk offers to do about a finding: on the page that checks a ledger, and above the grid of a statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _, override

from disclosure.content.statement.forms import RepairForm, answer_name, cell_name
from disclosure.content.statement.presenters.ledgers import level_of, place_of, where
from disclosure.ledger.messages import detail, fix_label, message, short
from disclosure.ledger.types import Finding


@dataclass(frozen=True, slots=True)
class Press:
    """A button that does one thing; `value` names the cell or the answer and what to put there."""

    value: str
    label: str
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding with what is offered to do about it: buttons, inputs for a value of one's own and for an explanation.

    `where` is its cell, `text` all but where it is and what is wrong, `sentence` everything. With `fold` the value
    of one's own is folded under these words, because another remedy comes first.
    """

    level: str
    where: str
    title: str
    text: str
    sentence: str
    place: str
    presses: list[Press]
    cell: BoundField | None
    fold: str
    answer: BoundField | None


def shown(finding: Finding, answers: Mapping[str, str], form: RepairForm) -> ShownFinding:
    """Return a finding with what is offered, and what was typed before."""
    title = short(finding)
    if finding.rule.startswith("I"):
        title = _("%(short)s (%(rule)s)") % {"short": title, "rule": finding.rule}
    cell = form.offered(cell_name(finding.line, finding.field or ""))
    return ShownFinding(
        level=level_of(finding, answers),
        where=where(finding),
        title=title,
        text=detail(finding),
        sentence=message(finding),
        place=place_of(finding),
        presses=list(_presses(finding)),
        cell=cell,
        fold=_fold(finding, cell) if cell else "",
        answer=form.offered(answer_name(finding.key)),
    )


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


def _fold(finding: Finding, cell: BoundField) -> str:
    """Return what a value of one's own is called, unless it is the natural remedy or something was typed."""
    is_natural = finding.is_error or finding.rule.startswith(("W-EMPTY", "W-DATE", "W-NO-AMOUNT"))
    if cell.value() or (finding.fix is None and is_natural):
        return ""
    is_text = cell.widget_type == "text" and "inputmode" not in cell.field.widget.attrs
    return _("Reword it") if is_text else _("Another figure")
