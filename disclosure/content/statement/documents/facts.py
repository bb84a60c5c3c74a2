"""What the entries of a statement say, in the words of the poster, and which columns that takes.

A column that says nothing, or the same on every line, is said once in a sentence below the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from disclosure.content.statement.documents.money import money
from disclosure.content.statement.documents.sheet import PosterStatement
from disclosure.ledger.types import Line

UNCLASSIFIED = "未分类"

HEADS: Mapping[str, str] = {
    "number": "序",
    "date": "日期",
    "voucher": "凭证号",
    "summary": "摘要",
    "account": "科目",
    "receipt": "收入",
    "payment": "支出",
    "balance": "余额",
    "handler": "经手人",
    "witness": "证明人",
    "approver": "审批人",
}
_MAY_BE_MISSING = ("date", "voucher", "account", "handler", "witness", "approver")


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns that stay, the sentences for those that do not, and each entry's words."""

    fields: tuple[str, ...]
    remarks: tuple[str, ...]
    words: Mapping[int, Mapping[str, str]]
    below: Mapping[int, tuple[str, ...]]


def facts_of(poster: PosterStatement) -> Facts:
    """Return what the poster's entries say."""
    lines = poster.statement.lines
    years = {line.date.year for line in lines if line.date}
    pattern = "%m-%d" if len(years) <= 1 else "%Y-%m-%d"
    account = _account_namer(poster.account_names)
    words = {line.number: _words(line, pattern, account) for line in lines}
    empty = tuple(
        field
        for field in _MAY_BE_MISSING
        if not any(said[field] for said in words.values())
        or (field == "account" and all(said[field] == UNCLASSIFIED for said in words.values()))
    )
    approvers = {said["approver"] for said in words.values()}
    sole = approvers.pop() if len(approvers) == 1 and lines else ""
    dropped = {*empty, "approver"} if sole else set(empty)
    return Facts(
        fields=tuple(field for field in HEADS if field not in dropped),
        remarks=(*_dropped(poster, empty, sole), *_holdings(poster), *poster.remarks),
        words=words,
        below={line.number: _below(line) for line in lines},
    )


def _words(line: Line, pattern: str, account: Callable[[Line], str]) -> dict[str, str]:
    return {
        "number": str(line.number),
        "date": line.date.strftime(pattern) if line.date else line.date_text,
        "voucher": line.voucher,
        "summary": line.summary,
        "account": account(line),
        "receipt": money(line.receipt),
        "payment": money(line.payment),
        "handler": line.handler,
        "witness": line.witness,
        "approver": line.approver,
    }


def _account_namer(names: Mapping[str, str]) -> Callable[[Line], str]:
    def name(line: Line) -> str:
        if line.account is None:
            return line.account_text or UNCLASSIFIED
        return names.get(line.account) or line.account_text or line.account

    return name


def _below(line: Line) -> tuple[str, ...]:
    """Return what is printed smaller under the summary."""
    paid = (f"收款：{line.payee}" if line.payee else "", line.method)
    return tuple(filter(None, ("，".join(filter(None, paid)), line.note)))


def _dropped(poster: PosterStatement, empty: tuple[str, ...], sole: str) -> list[str]:
    """Say which columns are not there and why."""
    if not poster.statement.lines or poster.statement.layout == "two_sided":
        return []
    absent = [HEADS[field] for field in empty if field not in poster.statement.columns]
    blank = [HEADS[field] for field in empty if field in poster.statement.columns]
    sentences = [f"各笔审批人：{sole}。"] if sole else []
    if absent:
        sentences.append(f"原表没有{'、'.join(absent)}栏。")
    if blank:
        sentences.append(f"各笔都没有填写{'、'.join(blank)}。")
    return sentences


def _holdings(poster: PosterStatement) -> list[str]:
    """Say where the closing balance lies, as far as the statement says so."""
    cash, bank = poster.statement.cash, poster.statement.bank
    parts = [
        f"{label} {money(amount)}" for label, amount in (("库存现金", cash), ("银行存款", bank)) if amount is not None
    ]
    return [f"期末结余中{'，'.join(parts)}。"] if parts else []
