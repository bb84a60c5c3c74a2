"""The scoring table a township begins with: seven items with 100 points, bonus and vetoes.

Its words are Chinese, as they stand on paper; whoever keeps the table changes them.
"""

from dataclasses import dataclass
from decimal import Decimal

from accountability.assessment.enums import Counting, MeasureKey


@dataclass(frozen=True, slots=True)
class StandardRule:
    """A rule: points for each case, and what the portal counts of it."""

    text: str
    points: Decimal = Decimal(0)
    measure: str = ""
    counting: Counting = Counting.EACH


@dataclass(frozen=True, slots=True)
class StandardItem:
    """An item with its rules."""

    title: str
    standard: str
    points: Decimal
    rules: tuple[StandardRule, ...]


@dataclass(frozen=True, slots=True)
class StandardTable:
    """Items, bonus and vetoes."""

    items: tuple[StandardItem, ...]
    bonus: tuple[StandardRule, ...]
    vetoes: tuple[StandardRule, ...]


_TEN, _TWENTY = Decimal(10), Decimal(20)
_HALF, _ONE, _TWO, _THREE, _FIVE = Decimal("0.5"), Decimal(1), Decimal(2), Decimal(3), Decimal(5)

STANDARD = StandardTable(
    items=(
        StandardItem(
            "责任书签订与责任分解",
            "未签扣5分，责任没有分到人的每项扣1分",
            _TEN,
            (StandardRule("未签责任书", _FIVE), StandardRule("责任没有分到人", _ONE)),
        ),
        StandardItem(
            "班子带头与廉政谈话",
            "班子成员每少谈1人扣2分",
            _TEN,
            (StandardRule("班子成员少谈1人", _TWO),),
        ),
        StandardItem(
            "廉政教育",
            "每少1次扣2分，到会率不到80%每次扣1分",
            _TEN,
            (StandardRule("廉政教育少1次", _TWO), StandardRule("到会率不到80%", _ONE)),
        ),
        StandardItem(
            "村务、财务公开",
            "每缺1项扣2分，每迟1项扣0.5分",
            _TWENTY,
            (
                StandardRule("应公开未公开", _TWO, MeasureKey.NOTICES_MISSING),
                StandardRule("公开迟于期限", _HALF, MeasureKey.NOTICES_LATE),
            ),
        ),
        StandardItem(
            "集体资金、资产、资源",
            "拆分付款每起扣3分，招待费没写事由每笔扣2分，票据手续不全每笔扣1分",
            _TWENTY,
            (
                StandardRule("拆分付款", _THREE),
                StandardRule("招待费没写事由", _TWO),
                StandardRule("票据、手续不全", _ONE),
            ),
        ),
        StandardItem(
            "信访与群众评价",
            "信访超期1件扣2分，意见迟答1条扣1分，满意率不到80%扣2分",
            _TWENTY,
            (
                StandardRule("信访超期", _TWO, MeasureKey.PETITIONS_LATE),
                StandardRule("意见迟答", _ONE, MeasureKey.OPINIONS_LATE),
                StandardRule("满意率不到80%", _TWO, MeasureKey.SATISFACTION_LOW, Counting.ONCE),
            ),
        ),
        StandardItem(
            "检查整改",
            "整改超期1个扣2分，通报批评每次扣2分",
            _TEN,
            (
                StandardRule("整改超期", _TWO, MeasureKey.RECTIFICATIONS_LATE),
                StandardRule("受通报批评", _TWO),
            ),
        ),
    ),
    bonus=(
        StandardRule("经验做法在县级推广", _ONE),
        StandardRule("受县级以上表彰", _TWO),
    ),
    vetoes=(
        StandardRule("班子成员受党纪政务处分"),
        StandardRule("连续两个季度没有公开财务", measure=MeasureKey.QUARTERS_UNPUBLISHED),
        StandardRule("截留、挪用惠农补贴或救助资金"),
        StandardRule("打击报复反映问题的人"),
    ),
)
"""The usual table of a township."""
