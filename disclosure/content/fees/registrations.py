"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.fees.documents import fees_poster
from disclosure.content.fees.models import FeeLine
from disclosure.content.fees.presenters import fees_of
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="fees",
        order=35,
        label=_("Fees"),
        model=FeeLine,
        heading=_("What is charged"),
        template="disclosure/content/fees/_fees.html",
        presenter=fees_of,
        poster=fees_poster,
        columns=(
            Column("item", ("项目", "项目名称", "收费项目名称")),
            Column("payer", ("收费对象", "缴费人")),
            Column("standard", ("标准", "收费标准(元)")),
            Column("basis", ("收费依据", "依据", "文件依据", "政策依据")),
            Column("relief", ("减免政策", "减免规定")),
            Column("office", ("执收单位", "收费部门")),
            Column("note", ("备注",)),
        ),
    )
)
