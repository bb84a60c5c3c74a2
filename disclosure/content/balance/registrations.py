"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.balance.models import BalanceLine
from disclosure.content.balance.presenters import findings
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="balance",
        order=57,
        label=_("Balance sheet"),
        model=BalanceLine,
        heading=_("What the village has and owes"),
        columns=(
            Column("item", ("项目", "科目名称")),
            Column("kind", ("类别",)),
            Column("opening", ("期初数", "年初数")),
            Column("closing", ("期末数", "年末数")),
            Column("note", ("说明",)),
        ),
        findings=findings,
    )
)
