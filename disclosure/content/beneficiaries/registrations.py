"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.beneficiaries.models import BeneficiaryLine
from disclosure.content.beneficiaries.presenters import roll_of
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="beneficiaries",
        order=30,
        label=_("Beneficiaries"),
        model=BeneficiaryLine,
        heading=_("Who gets what"),
        template="disclosure/content/beneficiaries/_roll.html",
        presenter=roll_of,
        columns=(
            Column(
                "name",
                ("户主", "领取人", "姓名", "村", "村名", "户主姓名", "农户姓名", "申请人", "申请人姓名", "领取人"),
                is_repeated=True,
            ),
            Column("group", ("组别", "村组", "小组", "组", "所在组", "村民小组"), is_repeated=True),
            Column("card", ("一卡通尾号", "账号后四位", "卡号后四位", "银行卡号后四位"), is_repeated=True),
            Column(
                "item",
                ("补贴项目", "项目名称", "救助类别", "类别", "补助项目", "发放项目", "物资", "物资名称", "救助项目"),
            ),
            Column("quantity", ("面积", "补贴面积", "亩数", "数量(亩)", "人数", "保障人数", "天数")),
            Column("measure", ("计量单位", "单位")),
            Column("standard", ("补贴标准", "标准", "补助标准", "单价", "保障标准")),
            Column("amount", ("金额", "补贴金额", "补助金额", "发放金额", "实发金额", "应发金额"), is_summed=True),
            Column("note", ("备注",)),
        ),
        never=("身份证号", "身份证号码", "银行卡号", "一卡通账号", "致困原因", "残疾类别", "病种"),
        note=_("Only name, group, item, standard and amount stand here. ID numbers and reasons are not published."),
    )
)
