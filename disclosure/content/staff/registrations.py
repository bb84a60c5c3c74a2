"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.staff.documents import staff_poster
from disclosure.content.staff.models import StaffLine
from disclosure.content.staff.presenters import staff_board, staff_on_board
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm
from portal.core.sections import Section
from portal.site.registry import PEOPLE, UNIT_SECTIONS

register_list(
    ListForm(
        key="staff",
        order=75,
        label=_("Staff board"),
        model=StaffLine,
        heading=_("Who works here"),
        template="disclosure/content/staff/_staff.html",
        presenter=staff_board,
        poster=staff_poster,
        pictured="name",
        columns=(
            Column("name", ("姓名",)),
            Column("post", ("职务", "岗位")),
            Column("duties", ("分工", "职责", "工作职责", "负责工作")),
            Column("telephone", ("办公电话", "电话", "联系电话"), is_telephone=True),
            Column("window", ("办公室", "房间", "窗口")),
            Column("whereabouts", ("今日去向", "状态")),
            Column("note", ("备注",)),
        ),
        never=("身份证号", "家庭住址"),
    )
)
UNIT_SECTIONS.register(Section("staff", 10, "disclosure/content/staff/_of_unit.html", staff_on_board, PEOPLE))
