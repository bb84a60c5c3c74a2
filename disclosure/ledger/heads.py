"""What the words in the head of a table mean."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from portal.core.workbooks.money import UNITS
from portal.core.workbooks.written import squash

Side = Literal["receipt", "payment"]

SIDES: tuple[Side, Side] = ("receipt", "payment")

# How offices write each head, without spaces, brackets or units; English is what our own exports use.
_SYNONYMS: dict[str, str] = {
    "number": "序号 编号 行次 行号 笔数 笔次 顺序号 No No. # Entry",
    "date": (
        "日期 时间 年月日 月日 发生日期 发生时间 记账日期 入账日期 入账时间 收支日期 收支时间 业务日期"
        " 凭证日期 制单日期 交易日期 交易时间 登记日期 日期时间 Date"
    ),
    "year": "年 年份",
    "month": "月 月份",
    "day": "日",
    "voucher": (
        "凭证号 凭证 凭证字号 凭证编号 凭证号数 凭证号码 凭证序号 记账凭证 记账凭证号 记账凭证号数 票据号"
        " 票据号码 单据号 单据编号 字号 凭单号 票号 Voucher"
    ),
    "summary": (
        "摘要 事由 内容 项目 用途 名称 事项 收支内容 收支项目 收支事项 收支摘要 收支明细 收支名称 项目名称"
        " 项目内容 业务内容 业务摘要 经济业务 经济业务内容 款项内容 款项用途 资金用途 收支用途 资金名称"
        " 具体事项 具体内容 明细 公开内容 公开项目 主要内容 摘要说明 内容摘要 Summary Item"
    ),
    "account": "科目 会计科目 科目名称 总账科目 一级科目 对方科目 收支科目 记账科目 核算科目 所属科目 账户 Account",
    "account_code": "科目代码 科目编码 科目编号 会计科目代码 会计科目编码 会计科目编号 代码",
    "receipt": (
        "收入 收入金额 收方 收方金额 借方 借方金额 借方发生额 收款 收款金额 收入数 收入额 收入数额 收 借"
        " 进账 进账金额 入账金额 本期收入 本期收入金额 本季收入 本月收入 资金收入 现金收入 收入合计 增加"
        " 收入发生额 本期增加 增加额 收入方 Receipts Receipt"
    ),
    "payment": (
        "支出 支出金额 付方 付方金额 贷方 贷方金额 贷方发生额 付款 付款金额 支出数 支出额 支出数额 支 付 贷"
        " 付出 付出金额 支付 支付金额 本期支出 本期支出金额 本季支出 本月支出 资金支出 现金支出 开支"
        " 开支金额 支出合计 减少 支出发生额 本期减少 减少额 支出方 Payments Payment"
    ),
    "balance": (
        "余额 结余 结存 余额数 结余额 结余金额 结存金额 余额金额 账面余额 账户余额 滚存余额 滚存结余"
        " 累计结余 累计余额 资金余额 结余数 期末余额 本期余额 当前余额 结余资金 节余 余 余款 Balance"
    ),
    "amount": (
        "金额 发生额 收支金额 数额 发生金额 交易金额 金额数 本期数 本期金额 本月数 本季数 本期发生额"
        " 本季金额 款额 Amount"
    ),
    "direction": (
        "收支 收/支 收支类型 收支方向 收支性质 收支类别 收支标志 收/付 收付 收付方向 借贷 借/贷 借贷方向"
        " 方向 收支分类 Direction"
    ),
    "balance_side": "借或贷",
    "handler": (
        "经手人 经办人 经手 经办 经手人签字 经办人签字 经手人姓名 经手(办)人 经办(手)人 经手经办人 报账人"
        " 报销人 承办人 Handledby Handler"
    ),
    "witness": (
        "证明人 验收人 证明 验收 见证人 证明人签字 验收人签字 证明人验收人 验收证明人 证明验收人"
        " 证明(验收)人 验收(证明)人 证明或验收人 监督人 Witness"
    ),
    "approver": (
        "审批人 批准人 审批 批准 签批人 审签人 审批人签字 批准人签字 审核审批人 审批签字 领导审批 审批领导"
        " Approvedby Approver"
    ),
    "note": "备注 说明 附注 备考 备注说明 其他说明 Note Notes",
    "payee": (
        "收款人 收款单位 领款人 对方单位 往来单位 对方户名 收付款单位 付款对象 交款人 收款方 收款对象"
        " 对方名称 交款单位 领款单位 收款人姓名 往来对象 对方单位(人) Payee"
    ),
    "method": "支付方式 结算方式 付款方式 收支方式 收付方式 收款方式 支付形式 结算形式 Paidby Method",
    "capital": "大写 大写金额 金额大写 人民币大写 金额(大写)",
    "cumulative": "累计 累计数 累计金额 本年累计 本年累计数 年累计 累计发生额 本年累计金额",
    "attachments": "附件 附件张数 附单据 单据张数 附件数 张数 单据数",
}
_FIELDS = {squash(word).lower(): field for field, words in _SYNONYMS.items() for word in words.split()}

# Words that give a head away, in the order in which they decide.
_SIGNS = tuple(
    (field, re.compile(form))
    for field, form in (
        ("voucher", r"(?:凭证|票据|单据|凭单).*(?:号|编号)$"),
        ("date", r"(?:日期|时间)$"),
        ("handler", r"经手|经办"),
        ("witness", r"证明人|验收"),
        ("approver", r"审批|批准|签批"),
        ("note", r"备注|附注"),
        ("account", r"科目"),
        ("summary", r"摘要|事由|用途|用处|来源|内容|项目|事项|明细"),
        ("balance", r"余额|结余|结存"),
        ("receipt", r"^(?!.*支出).*收入.{0,4}$"),
        ("payment", r"^(?!.*收入).*支出.{0,4}$"),
    )
)
SIDE_HEAD = re.compile(
    r"(?:[一二三四五1-5][、.])?(?:本[期季月年]度?|资金|现金|全[季年]度?)?(收入|支出)"
    r"(?:部分|方|类|情况|栏|方面|明细)?"
)
_SIDED = re.compile(r"(?:本[期季月年]度?)?(收入|支出|收款|付款|收方|付方)(?:的)?(.+)")
_SIDE_OF: dict[str, Side] = {
    "收入": "receipt", "收款": "receipt", "收方": "receipt", "支出": "payment", "付款": "payment", "付方": "payment",
}  # fmt: skip
_UNIT_TAIL = re.compile(r"[(\[【/:]*(?:单位:?)?(?:人民币)?(亿元|万元|千元|百元|元)[)\]】]*$")
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
SUMS = frozenset({"合计", "小计", "总计", "总额"})
CASH_AND_BANK = frozenset({"现金", "库存现金", "银行存款", "银行", "存款", "信用社存款", "转账"})
_YEAR_HEAD = re.compile(r"(?:\d{4}|\d{2}|[〇零一二三四五六七八九]{4})?年度?|日期|时间|记账日期|凭证日期")


@dataclass(frozen=True, slots=True)
class Head:
    """What one column is: its field, the half of the sheet it belongs to, the unit its head names.

    `part` is `sum` for a column that adds up others of the same field, `cash` for cash and bank columns.
    """

    field: str
    side: Side | None = None
    unit: str = ""
    part: str = ""


@lru_cache(maxsize=4096)
def recognise(text: str) -> Head | None:
    """Return what one head means; None where it is no known one."""
    close = squash(text).strip(":;,、.")
    unit, bare = split_unit(close)
    for form in (bare, _BRACKETS.sub("", bare)):
        found = _FIELDS.get(form.lower())
        if found:
            return Head(found, unit=unit)
    sided = _SIDED.fullmatch(_BRACKETS.sub("", bare))
    if sided:
        rest = "amount" if sided[2] in SUMS else _FIELDS.get(sided[2], "")
        if rest:
            return Head(rest, _SIDE_OF[sided[1]], unit)
        if sided[2] in {"科目类别", "类别", "来源", "类型", "种类", "去向", "渠道", "分类", "单位"}:
            return Head("summary", _SIDE_OF[sided[1]], unit)
    return _guessed(_BRACKETS.sub("", bare), unit)


def _guessed(bare: str, unit: str) -> Head | None:
    """Return a head that is not listed, by the word that identifies it."""
    if not 2 <= len(bare) <= 12 or ":" in bare:
        return None
    found = next((field for field, form in _SIGNS if form.search(bare)), None)
    return Head(found, unit=unit) if found else None


def split_unit(close: str) -> tuple[str, str]:
    """Take the unit off the end of a head: `收入（元）` is 元 and 收入."""
    found = _UNIT_TAIL.search(close)
    if not found or (found.start() == 0):
        return "", close
    return found[1], close[: found.start()]


def combine(top: str, sub: str) -> Head | None:
    """Return what a column is whose head has two rows."""
    if not squash(sub) or squash(sub) == squash(top):
        return recognise(top)
    if not squash(top):
        return recognise(sub)
    return _combine(squash(top), squash(sub), recognise(sub))


def _combine(top: str, under: str, head: Head | None) -> Head | None:
    top_unit, over = split_unit(top)
    unit = split_unit(under)[0] or top_unit
    if _YEAR_HEAD.fullmatch(over) and head and head.field in {"year", "month", "day"}:
        return head
    if over.startswith(("凭证", "记账凭证", "单据", "票据")) and not (head and head.field != "number"):
        return _voucher_part(under)
    side_head = SIDE_HEAD.fullmatch(over)
    if side_head:
        return _under("amount", _SIDE_OF[side_head[1]], under, head, unit)
    money = recognise(over)
    if money and money.field in {"receipt", "payment", "balance"}:
        return _under(money.field, None, under, head, unit)
    return head or money


def _voucher_part(under: str) -> Head | None:
    if under in {"字", "种类", "类", "类别", "类型"}:
        return Head("voucher_word")
    return Head("voucher") if under in {"号", "号数", "编号", "号码", "序号"} else None


def _under(field: str, side: Side | None, under: str, head: Head | None, unit: str) -> Head | None:
    """Return what a column is under the head of one half of the sheet, or under one of amounts."""
    if split_unit(under)[1] in CASH_AND_BANK:
        return Head(field, side, unit, "cash")
    if under in SUMS:
        return Head(field, side, unit, "sum")
    if under in UNITS:
        return Head(field, side, under)
    if head and head.field in ({"receipt", "payment"} if side else {"amount"}):
        return Head(field, side, unit)
    return Head(head.field, side, unit) if head and side else head


def unit_factor(name: str) -> Decimal:
    """Return how many yuan a unit has; 1 for an empty name."""
    return UNITS[name] if name else Decimal(1)
