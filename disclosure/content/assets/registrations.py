"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.assets.models import AssetLine
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="assets",
        order=52,
        label=_("Assets"),
        model=AssetLine,
        heading=_("What belongs to the village"),
        columns=(
            Column("name", ("名称", "资产")),
            Column("kind", ("类别", "资产类别")),
            Column("quantity", ("数量",)),
            Column("measure", ("单位", "计量单位")),
            Column("acquired", ("购建时间", "取得时间", "购置日期")),
            Column("cost", ("原值", "账面原值", "购置金额"), is_summed=True),
            Column("depreciated", ("累计折旧",), is_summed=True),
            Column("net", ("净值", "账面净值"), is_summed=True),
            Column("used_for", ("使用情况", "使用人")),
            Column("note", ("备注",)),
        ),
    )
)
