"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.balance.models import BalanceLine
from disclosure.content.balance.presenters import LEFT, RIGHT, findings
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm, Result

register_list(
    ListForm(
        key="balance",
        order=57,
        label=_("Balance sheet"),
        model=BalanceLine,
        heading=_("What the village has and owes"),
        group="kind",
        columns=(
            Column("item", ("项目", "科目名称", "资产", "负债和所有者权益", "负债及所有者权益")),
            Column("kind", ("类别",), is_titled=True),
            Column("opening", ("期初数", "年初数", "年初余额"), is_summed=True),
            Column("closing", ("期末数", "年末数", "年末余额"), is_summed=True),
            Column("note", ("备注",)),
        ),
        results=(
            Result(_("All that the village has"), ("资产总计", "资产合计"), LEFT),
            Result(_("Debts and equity together"), ("负债和所有者权益总计", "负债及所有者权益总计"), RIGHT),
        ),
        findings=findings,
    )
)
