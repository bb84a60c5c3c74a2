"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.claims.models import ClaimLine
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm

register_list(
    ListForm(
        key="claims",
        order=50,
        label=_("Claims and debts"),
        model=ClaimLine,
        heading=_("Who owes whom"),
        columns=(
            Column("party", ("债权债务人", "单位或个人", "往来单位", "债务人", "债权人", "对方单位", "姓名")),
            Column("kind", ("债权债务", "性质")),
            Column("reason", ("事由", "形成原因", "摘要", "内容")),
            Column("since", ("形成时间", "发生时间", "发生日期")),
            Column("opening", ("期初余额", "期初数", "上期余额", "年初余额"), is_summed=True),
            Column("added", ("本期增加", "本期新增", "增加", "增加额"), is_summed=True),
            Column("settled", ("本期减少", "本期收回", "本期偿还", "减少", "减少额"), is_summed=True),
            Column("closing", ("期末余额", "期末数", "本期余额", "年末余额"), is_summed=True),
            Column("note", ("备注", "说明")),
        ),
    )
)
