"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.distribution.enums import Step
from disclosure.content.distribution.models import DistributionLine
from disclosure.content.distribution.presenters import DISTRIBUTABLE, SURPLUS, findings
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm, Result

register_list(
    ListForm(
        key="distribution",
        order=58,
        label=_("Distribution of surplus"),
        model=DistributionLine,
        heading=_("How the surplus is distributed"),
        group="kind",
        columns=(
            Column("item", ("项目",)),
            Column("kind", ("类别",), is_titled=True),
            Column("amount", ("金额", "本年数"), is_summed=True),
            Column("note", ("备注",)),
        ),
        results=(
            Result(_("Surplus of the year"), ("本年收益", "本年收益总额"), SURPLUS),
            Result(_("Distributable surplus"), ("可分配收益", "本年可分配收益"), DISTRIBUTABLE, then=Step.DISTRIBUTED),
        ),
        findings=findings,
    )
)
