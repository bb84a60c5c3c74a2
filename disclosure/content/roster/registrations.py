"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.roster.models import RosterLine
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="list",
        order=40,
        label=_("List"),
        model=RosterLine,
        heading=_("The list"),
        columns=(
            Column("name", ("姓名", "名称")),
            Column("group", ("组别", "所在支部", "所属支部", "单位")),
            Column("matter", ("内容", "类别", "职务")),
            Column("detail", ("情况", "说明", "基本情况")),
            Column("day", ("时间", "日期")),
            Column("note", ("备注",)),
        ),
        never=("身份证号", "身份证号码", "手机号", "联系电话"),
    )
)
