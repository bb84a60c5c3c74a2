"""What a statement puts on the poster of its edition. Chinese only."""

from __future__ import annotations

from disclosure.content.statement.documents.bars import bars_of
from disclosure.content.statement.documents.money import money as written
from disclosure.content.statement.documents.quarters import quarters_of
from disclosure.content.statement.documents.sheet import AccountTotal, Note, PosterStatement, QuarterTotal
from disclosure.content.statement.documents.table import table_of
from disclosure.content.statement.models.statement import StatementLine
from disclosure.content.statement.queries import money
from disclosure.content.statement.queries.breakdown import AccountSum, breakdown
from disclosure.content.statement.queries.reading import PERIODS_COMPARED, Reading, read
from disclosure.ledger.months import with_month_totals
from disclosure.notices.models import Edition
from disclosure.posters.rules.content import Drawing, Picture, Pillar, PosterContent
from disclosure.posters.rules.paper import Paper

_QUARTER_NAMES = ("一季度", "二季度", "三季度", "四季度")


def statement_poster(edition: Edition) -> PosterContent | None:
    """Return what an edition's statement puts on its poster; None where it has none."""
    statement = poster_statement(edition)
    return as_content(statement) if statement else None


def as_content(statement: PosterStatement) -> PosterContent:
    """Return a statement as posters draws it."""
    money_of = statement.statement

    def draw(paper: Paper) -> Drawing:
        pictures: list[Picture] = [*bars_of(statement, paper)]
        quarters = quarters_of(statement.quarters, paper)
        if quarters:
            pictures.append(quarters)
        return Drawing(table_of(statement, paper), tuple(pictures))

    return PosterContent(
        amounts_unit="元",
        pillars=(
            Pillar("", "上期结余", written(money_of.opening)),
            Pillar("+", "本期收入", written(money_of.receipts)),
            Pillar("−", "本期支出", written(money_of.payments)),
            Pillar("=", "期末结余", written(money_of.closing)),
        ),
        notes=tuple(_note(number, note) for number, note in enumerate(statement.notes, start=1)),
        count=f"共 {len(money_of.lines)} 笔",
        doubt="对哪一笔有疑问？",
        draw=draw,
    )


def _note(number: int, note: Note) -> str:
    line = f"（第 {note.line} 笔）" if note.line is not None else ""
    return f"注{number}{line}：{note.text}"


def poster_statement(edition: Edition) -> PosterStatement | None:
    """Gather a statement with what is shown beside it; None where an edition has none."""
    reading = read(edition)
    if reading is None:
        return None
    lines = reading.lines
    sums = breakdown(lines)
    return PosterStatement(
        statement=with_month_totals(money.ledger_of(reading.statement)),
        account_names={line.account.code: line.account.name_zh for line in lines if line.account},
        receipts_by_account=_totals(sums.receipts),
        payments_by_account=_totals(sums.payments),
        quarters=_quarters(reading),
        notes=tuple(Note(line=answer.line, text=answer.text) for answer in reading.answers),
        corrected_lines=_corrected_lines(edition, lines),
        remarks=((f"收入中专项资金 {sums.earmarked:,.2f}，专款专用，不属于村集体收入。",) if sums.earmarked else ()),
    )


def _totals(sums: tuple[AccountSum, ...]) -> tuple[AccountTotal, ...]:
    return tuple(
        AccountTotal(
            code=one.account.code if one.account else "",
            name=one.account.name_zh if one.account else "未分类",
            amount=one.amount,
        )
        for one in sums
    )


def _quarters(reading: Reading) -> tuple[QuarterTotal, ...]:
    last, found = reading.period, reading.by_period
    spans = [last.shifted(-back) for back in reversed(range(PERIODS_COMPARED))]
    return tuple(
        QuarterTotal(
            label=_QUARTER_NAMES[(span.first.month - 1) // 3] if span.months == 3 else span.name_zh[5:],
            year=str(span.first.year),
            receipts=found[span].receipts if span in found else None,
            payments=found[span].payments if span in found else None,
        )
        for span in spans
    )


def _corrected_lines(edition: Edition, lines: list[StatementLine]) -> frozenset[int]:
    """Return the numbers of the lines that read otherwise in the edition before."""
    before = StatementLine.objects.filter(
        statement__edition__notice=edition.notice_id, statement__edition__number=edition.number - 1
    )
    told = {line.number: _told(line) for line in before}
    return frozenset(line.number for line in lines if told and told.get(line.number) != _told(line))


def _told(line: StatementLine) -> tuple[object, ...]:
    return (
        line.date,
        line.voucher,
        line.summary,
        line.account_id,
        line.receipt,
        line.payment,
        line.handler,
        line.witness,
        line.approver,
        line.note,
    )
