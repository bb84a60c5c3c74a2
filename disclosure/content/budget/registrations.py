"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.budget.models import BudgetLine
from disclosure.content.budget.presenters import findings
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="budget",
        order=56,
        label=_("Budget"),
        model=BudgetLine,
        heading=_("Budget and what was carried out"),
        columns=(
            Column("item", ("项目", "科目")),
            Column("side", ("收支类别",)),
            Column("level", ("层级",)),
            Column("budget", ("预算", "年初预算", "本年预算")),
            Column("actual", ("执行", "决算数", "实际数", "本年累计")),
            Column("before", ("上年同期", "上年决算")),
            Column("count", ("批次", "辆次", "次数")),
            Column("measure", ("单位", "计量单位")),
            Column("note", ("说明",)),
        ),
        findings=findings,
    )
)
