"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.distribution.models import DistributionLine
from disclosure.content.distribution.presenters import findings
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="distribution",
        order=58,
        label=_("Distribution of surplus"),
        model=DistributionLine,
        heading=_("How the surplus is distributed"),
        columns=(
            Column("item", ("项目",)),
            Column("kind", ("类别",)),
            Column("amount", ("金额", "本年数")),
            Column("note", ("说明",)),
        ),
        findings=findings,
    )
)
