"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.funds.models import FundLine
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="funds",
        order=54,
        label=_("Special funds"),
        model=FundLine,
        heading=_("Received, spent and left"),
        columns=(
            Column("fund", ("资金", "项目名称", "专项资金名称")),
            Column("source", ("来源", "拨款单位", "下达文号")),
            Column("opening", ("上期结余", "期初结余"), is_summed=True),
            Column("received", ("本期收入", "拨入", "到位资金"), is_summed=True),
            Column("spent", ("本期支出", "支出"), is_summed=True),
            Column("left", ("结余", "期末结余", "本期结余"), is_summed=True),
            Column("spent_on", ("用途", "使用情况")),
            Column("note", ("备注",)),
        ),
    )
)
