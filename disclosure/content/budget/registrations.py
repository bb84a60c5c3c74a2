"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.budget.enums import Level
from disclosure.content.budget.models import BudgetLine
from disclosure.content.budget.presenters import findings
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm, Share

register_list(
    ListForm(
        key="budget",
        order=56,
        label=_("Budget"),
        model=BudgetLine,
        heading=_("Budget and what was carried out"),
        group="side",
        part=("level", Level.PART),
        columns=(
            Column("item", ("项目", "科目", "预算科目", "功能分类科目")),
            Column("side", ("收支类别",), is_titled=True),
            Column("level", ("层级",)),
            Column("budget", ("预算", "年初预算", "年初预算数", "本年预算", "全年预算数"), is_summed=True),
            Column("actual", ("执行", "决算", "决算数", "实际数", "本年累计", "累计执行数"), is_summed=True),
            Column("before", ("上年同期", "上年同期数", "上年决算", "上年决算数"), is_summed=True),
            Column("count", ("批次", "辆次", "次数")),
            Column("measure", ("单位", "计量单位")),
            Column("note", ("备注",)),
        ),
        shares=(
            Share(_("Of the budget"), ("完成预算", "为预算", "占预算", "预算完成率", "完成比例"), "actual", "budget"),
            Share(
                _("Against the year before"),
                ("比上年", "比上年增减", "比上年同期", "同比", "同比增减", "增减"),
                part="actual",
                whole="before",
                is_change=True,
            ),
        ),
        findings=findings,
    )
)
