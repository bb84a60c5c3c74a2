"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.contracts.models import ContractLine
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="contracts",
        order=55,
        label=_("Contracts"),
        model=ContractLine,
        heading=_("What is contracted out, and to whom"),
        columns=(
            Column("subject", ("标的", "项目", "项目名称", "资源名称", "资产名称")),
            Column("kind", ("方式", "类型", "经营方式")),
            Column("party", ("承包方", "承租方", "承包人姓名", "乙方")),
            Column("area", ("面积",)),
            Column("begins", ("起始日期", "开始时间", "合同起始")),
            Column("ends", ("终止日期", "到期时间", "合同终止")),
            Column("yearly", ("年租金", "年承包款", "承包费", "合同金额(年)"), is_summed=True),
            Column("paid", ("已收款", "已交金额", "实收金额"), is_summed=True),
            Column("how", ("招标方式",)),
            Column("note", ("备注",)),
        ),
        never=("身份证号", "联系电话"),
    )
)
