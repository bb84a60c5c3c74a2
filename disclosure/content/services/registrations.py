"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.services.models import ServiceLine
from disclosure.content.services.presenters import services_of, services_on_board
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm
from portal.core.sections import Section
from portal.site.registry import UNIT_SECTIONS

register_list(
    ListForm(
        key="services",
        order=70,
        label=_("Services"),
        model=ServiceLine,
        heading=_("What is done for you here"),
        template="disclosure/content/services/_services.html",
        presenter=services_of,
        columns=(
            Column("service", ("事项", "事项名称", "办理事项")),
            Column("who_for", ("办理对象", "受理条件")),
            Column("papers", ("材料", "申请材料", "需带材料")),
            Column("takes", ("时限", "承诺时限", "办结时限")),
            Column("fee", ("收费标准", "是否收费")),
            Column("place", ("办理地点", "窗口")),
            Column("basis", ("依据", "办理依据")),
            Column("form", ("表格", "表格下载")),
        ),
    )
)
UNIT_SECTIONS.register(Section("services", 5, "disclosure/content/services/_of_unit.html", services_on_board))
