"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.resolutions.models import ResolutionLine
from disclosure.content.resolutions.presenters import findings
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="resolutions",
        order=65,
        label=_("Resolutions"),
        model=ResolutionLine,
        heading=_("What was decided"),
        columns=(
            Column("matter", ("议题", "决议事项", "表决事项")),
            Column("meeting", ("会议名称", "会议类型")),
            Column("held_on", ("时间", "会议时间", "表决日期")),
            Column("entitled", ("应到", "应到会人数")),
            Column("present", ("实到", "到会人数")),
            Column("ayes", ("赞成", "同意", "同意票")),
            Column("noes", ("反对", "不同意")),
            Column("abstained", ("弃权",)),
            Column("outcome", ("结果",)),
            Column("carried_out", ("落实", "执行情况")),
        ),
        findings=findings,
    )
)
