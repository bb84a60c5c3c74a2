"""What a statement puts on the poster of its edition. Chinese only."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.contrib.admin.utils import label_for_field
from django.utils.translation import gettext as _, override

from disclosure.content.statement import queries
from disclosure.content.statement.documents.sheet import PosterStatement
from disclosure.content.statement.documents.table import table_of
from disclosure.content.statement.models import Statement, StatementLine
from disclosure.content.statement.presenters.differences import line_changes
from disclosure.content.statement.presenters.page import statement_page
from disclosure.ledger.sums import with_month_totals
from disclosure.notices.models import Edition
from disclosure.posters.rules.content import Drawing, Picture, Pillar, PosterContent
from disclosure.posters.rules.paper import Paper
from portal.core import charts
from portal.core.money import format_money
from portal.core.texts import comma

_WORDS = ("voucher", "summary", "account_text", "handler", "witness", "approver", "note")
_MOST_ACCOUNTS, _MOST_BESIDE = 7, 5  # bars of a picture; beside a table there is less room


def statement_poster(edition: Edition) -> PosterContent | None:
    """Return what an edition's statement puts on its poster; None where it has none."""
    with override("zh-hans"):
        page = statement_page(edition)
    if page is None:
        return None
    reading = page.reading
    earmarked = reading.sums.earmarked
    return as_content(
        PosterStatement(
            statement=with_month_totals(queries.ledger_of(reading.statement)),
            account_names={line.account.code: line.account.name_zh for line in reading.lines if line.account},
            receipts_by_account=page.receipts.bars,
            payments_by_account=page.payments.bars,
            comparison=page.comparison,
            notes=tuple(reading.answers),
            corrected_lines=_corrected_lines(edition, reading.statement),
            remarks=(f"收入中专项资金 {format_money(earmarked)}，专款专用，不属于村集体收入。",) if earmarked else (),
        )
    )


def statement_places(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the texts of an edition's statement with the places where they stand."""
    for statement in Statement.objects.filter(edition=edition):
        for line in statement.lines.all():
            entry = _("Entry %(number)d") % {"number": line.number}
            for name in _WORDS:
                yield comma().join((entry, str(label_for_field(name, StatementLine)))), getattr(line, name)
        for answer in statement.answers.all():
            yield _("Explanation"), answer.text


def as_content(poster: PosterStatement) -> PosterContent:
    """Return a statement as posters draws it."""
    statement = poster.statement
    return PosterContent(
        amounts_unit="元",
        pillars=(
            Pillar("", "上期结余", format_money(statement.opening)),
            Pillar("+", "本期收入", format_money(statement.receipts)),
            Pillar("−", "本期支出", format_money(statement.payments)),
            Pillar("=", "期末结余", format_money(statement.closing)),
        ),
        notes=tuple(
            f"注{number}{'' if note.line is None else f'（第 {note.line} 笔）'}：{note.text}"
            for number, note in enumerate(poster.notes, start=1)
        ),
        count=f"共 {len(statement.lines)} 笔",
        doubt="对哪一笔有疑问？",
        draw=lambda paper: Drawing(table_of(poster, paper), pictures_of(poster, paper)),
    )


def pictures_of(poster: PosterStatement, paper: Paper) -> list[list[Picture]]:
    """Return receipts and payments by account beside the last periods; on a narrow sheet one above the other."""
    accounts, periods = list(_accounts(poster, paper)), list(_periods(poster, paper))
    cells = [[picture] for picture in accounts] if paper.one_row else [accounts]
    return [cell for cell in (*cells, periods) if cell]


def _accounts(poster: PosterStatement, paper: Paper) -> Iterator[Picture]:
    most = _MOST_BESIDE if paper.side else _MOST_ACCOUNTS
    sides = [
        (ids, title, _few(accounts, most))
        for ids, title, accounts in (
            ("in", "收入按科目", poster.receipts_by_account),
            ("out", "支出按科目", poster.payments_by_account),
        )
        if any(one.amount for one in accounts)
    ]
    largest = max((one.amount for *_, accounts in sides for one in accounts), default=Decimal(0))
    same = "（同一比例）" if len(sides) > 1 else ""
    for ids, title, accounts in sides:
        drawn = charts.bars(accounts, scale_max=largest, hatch=ids == "out", ids=ids)
        yield Picture(title + (same if ids == "out" else ""), drawn, paper.bars)


def _periods(poster: PosterStatement, paper: Paper) -> Iterator[Picture]:
    if poster.comparison:
        periods = poster.comparison.rows
        count = "零一二三四"[len(periods)]
        unit = "个季度" if all(period.word.endswith("季度") for period in periods) else "期"
        yield Picture(f"近{count}{unit}（万元）", poster.comparison.chart, paper.columns)


def _few(accounts: Sequence[charts.Bar], most: int) -> Sequence[charts.Bar]:
    if len(accounts) <= most:
        return accounts
    rest = accounts[most - 1 :]
    amount = sum((item.amount for item in rest), Decimal(0))
    return (*accounts[: most - 1], charts.Bar(f"其余 {len(rest)} 个科目", amount))


def _corrected_lines(edition: Edition, statement: Statement) -> frozenset[int]:
    """Return the numbers of the lines that read otherwise in the edition before, or do not stand in it."""
    before = Statement.objects.filter(edition__notice=edition.notice_id, edition__number=edition.number - 1).first()
    if before is None:
        return frozenset()
    changes = line_changes(queries.ledger_of(before).lines, queries.ledger_of(statement).lines)
    return frozenset(now.number for _was, now in changes if now is not None)
