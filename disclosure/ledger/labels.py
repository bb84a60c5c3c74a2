"""Rows that are no entries: balances brought forward, totals, footers, and labelled amounts in running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from portal.core.workbooks.money import UnreadableAmount, parse_amount
from portal.core.workbooks.written import narrow, small_number, squash

_CHINESE_MONTH = r"[一二三四五六七八九十]{1,2}"
_PERIOD = (
    rf"(?:本?(?:期|季|季度|月|年|年度|半年|上半年|下半年)|\d{{1,2}}月份?|{_CHINESE_MONTH}月份?"
    r"|第?[一二三四1-4]季度?)"
)
_YEARS = r"(?:\d{4}年度?)?"
_LEFT = r"(?:结余|余额|结存|节余|库存|余款|滚存)"
_WHOSE = r"(?:收支|累计|滚存|账面|实际|资金|财务|账户|合计|实存)*"
_TAIL = r"(?:余额|结余|金额|资金|款|数|额|合计|总额|转入)?"
_MOVED = r"(?:收支|发生额?)?"
_SUM = r"(?:合计|小计|总计|共计|计)"

# The first form that fits is the kind of row.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile("|".join(forms)))
    for kind, forms in {
        "brought": (r"承(?:前|上)页(?:余额|结余|合计|数)?", r"上页结转", r"(?:前|上)页(?:结余|余额|合计)"),
        "carried": (r"(?:过|转|结转)(?:次|下|后)页(?:余额|结余|合计|数)?",),
        "opening": (
            rf"(?:承|结转|加|转|接)?(?:上|前)(?:期|季|季度|月|年|年度|半年)末?{_WHOSE}"
            rf"(?:{_LEFT}|结转|转入|转来|余){_TAIL}",
            r"承(?:上|前)(?:期|季|月|年)",
            rf"上半年{_WHOSE}{_LEFT}{_TAIL}",
            rf"{_YEARS}(?:本?(?:期|季|季度|月|年|年度)|\d{{1,2}}月)初{_WHOSE}(?:{_LEFT}|数){_TAIL}",
            r"openingbalance|balancebroughtforward",
        ),
        "closing": (
            rf"(?:截[止至]?|至)?{_YEARS}{_PERIOD}?[末底]?止?{_WHOSE}{_LEFT}{_TAIL}",
            rf"(?:期|季|月|年|年度|季度)[末底]{_WHOSE}数",
            r"(?:结转|转)(?:入)?下(?:期|季|月|年|季度|年度|半年)(?:结余|余额|资金|数)?",
            r"closingbalance",
        ),
        "day": (r"本?日(?:合计|小计|计)",),
        "page": (r"(?:本|第\d+)?页(?:合计|小计|总计|计)",),
        "cumulative": (
            rf"{_YEARS}(?:截[止至]?|自?年初至)?(?:本|当|全)?{_PERIOD}?[末底止]*{_MOVED}累计(?:发生)?(?:数|额|合计)?",
        ),
        "month": (rf"{_YEARS}(?:本|当|\d{{1,2}}|{_CHINESE_MONTH})?月份?{_MOVED}{_SUM}(?:数|额)?",),
        "quarter": (rf"{_YEARS}(?:本|第?[一二三四1-4])?季度?{_MOVED}{_SUM}(?:数|额|及余额)?",),
        "subtotal": (r"小计",),
        "total": (
            rf"{_YEARS}本?(?:期|次|表|年|年度|半年|上半年|下半年|全年)?{_MOVED}"
            r"(?:合计|总计|共计|总额|总合计)(?:数|额|金额)?",
            r"total",
        ),
    }.items()
)
_SIDE_TOTAL = re.compile(
    rf"{_YEARS}{_PERIOD}?(?P<side>收入|支出)(?:资金)?(?:部分)?(?P<sum>合计|总计|小计|共计|总额|总数|金额合计|累计)"
    rf"|{_YEARS}(?:{_PERIOD}|全年)总?(?P<side2>收入|支出)(?:总)?(?:数|额|金额|合计|总额|总计)?"
    r"|总(?P<side3>收入|支出)(?:额|数)?"
)
_CASH = re.compile(r"(?:库存)?现金(?:余额|结余|结存|库存)?")
_BANK = re.compile(
    r"(?:[^,:]{0,12})?(?:银行(?:存款)?|存款|信用社|农商行|农信社|邮储)(?:存款)?(?:账户)?(?:余额|结余|结存)?(?:[-_].*)?"
)
_ENUMERATOR = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\d{1,2}[、.]|\([一二三四五六七八九十\d]+\)|其中[:：]?|[加减][:：])+"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_MONTH = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月")
_MONTH_HEADING = re.compile(r"(?:\d{4}年)?(\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:收支|收支情况|收支明细)?")


@dataclass(frozen=True, slots=True)
class Label:
    """What a row that is no entry is about; `side` is receipt or payment for a total of one side."""

    kind: str
    month: int | None = None
    side: str | None = None


@lru_cache(maxsize=4096)
def read_label(text: str) -> Label | None:
    """Return what the label of a row means; None where it is the text of an entry or of nothing known."""
    bare = _bare(text)
    if not bare or len(bare) > 24:
        return None
    side = _SIDE_TOTAL.fullmatch(bare)
    if side:
        name = side["side"] or side["side2"] or side["side3"]
        kind = "month" if "月" in bare else "subtotal" if side["sum"] == "小计" else "total"
        return Label(kind, _month_in(bare), "receipt" if name == "收入" else "payment")
    for kind, form in _FORMS:
        if form.fullmatch(bare.lower()):
            return Label(kind, _month_in(bare))
    if _CASH.fullmatch(bare):
        return Label("cash")
    if _BANK.fullmatch(bare):
        return Label("bank")
    return None


def _bare(text: str) -> str:
    close = squash(text)
    close = _ENUMERATOR.sub("", close)
    return _BRACKETS.sub("", close).split(":")[0].strip(":;,.、=")


def _month_in(bare: str) -> int | None:
    found = _MONTH.search(bare)
    month = small_number(found[1]) if found else None
    return month if month and month <= 12 else None


def month_heading(text: str) -> int | None:
    """Read a row that only names the month the entries below are of: 七月份, 2026年7月."""
    found = _MONTH_HEADING.fullmatch(_bare(text))
    month = small_number(found[1]) if found else None
    return month if month and month <= 12 else None


_ROLE = (
    r"(?:村?(?:党(?:总)?支部)?(?:书记|支书)|村务监督委员会(?:主任)?|村务监督小组组长|(?:村务)?监督?(?:委员)?会?(?:主任|组长)"
    r"|村?监委会?主任|村(?:委会|民委员会)?主任|主任|村?(?:主管|委托|总账)?会计|出纳员?|报账员|村?文书|制表人?|填表人?|填报人"
    r"|编制人?|审核人?|复核人?|(?:单位|村级?|财务)?负责人|(?:民主)?理财小组(?:组长)?|经办人|经手人|核算员|记账员?|证明人"
    r"|审批人|(?:农经站)?站长)"
)
_SIGNER = re.compile(
    rf"(?P<role>{_ROLE})(?:\([^()]*\))?(?:签字|签名|签章|盖章)?:(?P<name>(?:(?!{_ROLE}:)[^\s:,;、]){{0,12}})"
)
_REMARK = re.compile(
    r"^(?:注|备注|说明|附注|附|公开(?:日期|时间|单位|期限|地点)|公示(?:日期|时间|期|期限|单位)?|监督(?:电话|举报电话)|举报电话"
    r"|联系电话|咨询电话|制表(?:日期|时间)|填报(?:日期|时间|单位)|填表(?:日期|时间)|编制单位|单位|核算单位|金额单位|日期|时间"
    r"|打印(?:日期|时间)|页码)(?:\([^()]*\))?[:：]"
)
_PAGE = re.compile(r"第\d+页.*|共\d+页.*")


def read_signers(text: str) -> dict[str, str]:
    """Read who signs, by the role as printed: `会计：钱秀兰`. A blank place gives an empty name."""
    found: dict[str, str] = {}
    line = re.sub(r"\s*:\s*", ":", narrow(text))
    for match in _SIGNER.finditer(line):
        found[squash(match["role"])] = match["name"]
    return found


def is_remark(text: str) -> bool:
    """Return whether a text is a footer or caption without any money."""
    close = squash(text)
    return bool(_REMARK.match(close) or _PAGE.fullmatch(close))


_IN_TEXT = re.compile(
    r"(?P<label>[^\d:,;。、\s()+=-]{2,20}?)\s*(?:\([^()]*\))?\s*[:为是]?\s*"
    r"(?P<amount>[¥]?\s*-?\d[\d,]*(?:\.\d+)?\s*(?:万元|元)?)(?![\d年月日季号./-])"
)


def read_pairs(text: str) -> Iterator[tuple[Label, str]]:
    """Find labelled amounts in running text: `上期结余：64,310.22元　期末结余：79,018.33元`."""
    for match in _IN_TEXT.finditer(narrow(text).replace(", ", ",")):
        label = read_label(match["label"])
        if label is None:
            continue
        try:
            if parse_amount(match["amount"]) is not None:
                yield label, match["amount"]
        except UnreadableAmount:
            continue


_UNIT = re.compile(r"(?:金额)?单位:?(?:人民币)?\(?(亿元|万元|千元|百元|元)\)?|\((?:人民币)?(亿元|万元|千元|百元|元)\)")


def read_unit(text: str) -> str:
    """Read the unit of amounts that a title or a corner names; empty where it names none."""
    close = squash(text)
    found = _UNIT.search(close)
    if found:
        return found[1] or found[2]
    return close if close in {"元", "万元", "千元", "百元", "亿元"} else ""
