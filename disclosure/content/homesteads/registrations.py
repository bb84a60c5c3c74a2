"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.homesteads.models import HomesteadLine
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="homesteads",
        order=60,
        label=_("Homesteads"),
        model=HomesteadLine,
        heading=_("Who applied, and what was decided"),
        columns=(
            Column("name", ("姓名", "户主", "申请户主")),
            Column("group", ("村组", "小组")),
            Column("people", ("人口", "家庭人口数")),
            Column("kind", ("类型", "建房类型")),
            Column("place", ("位置", "建房地点", "宅基地位置")),
            Column("area", ("面积", "批准面积", "用地面积")),
            Column("state", ("审批结果", "办理状态", "结果")),
            Column("permit", ("证号", "批准书编号")),
            Column("decided_on", ("审批日期", "批准时间")),
            Column("note", ("备注",)),
        ),
        never=("身份证号", "联系电话"),
    )
)
