"""What petitions hand to the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from portal.messaging import registry as messages

_LETTER = (messages.UNIT, messages.NUMBER, messages.DUE, messages.ADDRESS)
_PLAIN = (messages.UNIT, messages.NUMBER, messages.ADDRESS)
BODY = messages.Placeholder("body", _("the body"), "县自然资源局", "the county's bureau of natural resources")

for template in (
    messages.MessageTemplate(
        key="petition_received",
        order=500,
        title=_("To a petitioner: the petition has arrived"),
        placeholders=_LETTER,
        subject_zh="您反映的事项已收到（{number}）",
        body_zh=(
            "您好：\n\n{unit}已收到您反映的事项，编号{number}。最迟{due}告诉您是否受理。"
            "被反映的人和单位看不到您写的内容。凭编号和查询码可以查看办理进度：\n{address}"
        ),
        subject_en="Your petition has arrived ({number})",
        body_en=(
            "{unit} has received your petition; its number is {number}. You are told by {due} whether it is accepted. "
            "The people and offices you write about cannot see it. With number and code you can follow it:\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="petition_accepted",
        order=502,
        title=_("To a petitioner: the petition is accepted"),
        placeholders=_LETTER,
        subject_zh="您反映的事项已受理（{number}）",
        body_zh="您好：\n\n{unit}已受理您反映的事项（编号{number}），最迟{due}书面答复您。办理进度：\n{address}",
        subject_en="Your petition is accepted ({number})",
        body_en="{unit} has accepted your petition {number}. You have the answer by {due}. Follow it:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_redirect",
        order=504,
        title=_("To a petitioner: another body can act"),
        placeholders=(*_PLAIN, BODY),
        subject_zh="您反映的事项请向有权机关提出（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）不归{unit}管，请向{body}提出。告知书可以在这里查看：\n{address}",
        subject_en="Another body can act on your petition ({number})",
        body_en="Your petition {number} is not for {unit} to decide. Please turn to {body}. See:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_legal_channel",
        order=506,
        title=_("To a petitioner: there is a legal channel"),
        placeholders=(*_PLAIN, BODY),
        subject_zh="您反映的事项请走法定途径（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）依法应当通过法定途径解决：{body}。告知书可以在这里查看：\n{address}",
        subject_en="There is a legal channel for your petition ({number})",
        body_en="By law your petition {number} goes another way: {body}. See the notice of {unit}:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_forward",
        order=508,
        title=_("To a petitioner: the petition was forwarded"),
        placeholders=(*_PLAIN, BODY),
        subject_zh="您反映的事项已转送（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）已由{unit}转送{body}，由其告诉您是否受理。查看：\n{address}",
        subject_en="Your petition was forwarded ({number})",
        body_en="{unit} has forwarded your petition {number} to {body}, which tells you if it accepts it:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_not_accepted",
        order=510,
        title=_("To a petitioner: the petition is not accepted"),
        placeholders=(*_PLAIN, BODY),
        subject_zh="您反映的事项不予受理（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}），{unit}不予受理。理由写在告知书里，可以在这里查看：\n{address}",
        subject_en="Your petition is not accepted ({number})",
        body_en="{unit} does not accept your petition {number}. The reason stands in the notice:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_merged",
        order=512,
        title=_("To a petitioner: the petition was merged with another"),
        placeholders=_PLAIN,
        subject_zh="您反映的事项已合并办理（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）与另一件是同一件事，{unit}一并办理。查看：\n{address}",
        subject_en="Your petition is dealt with together with another ({number})",
        body_en="Your petition {number} is about the same matter as another; {unit} deals with both:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_extended",
        order=514,
        title=_("To a petitioner: the answer takes longer"),
        placeholders=(*_LETTER, messages.REASON),
        subject_zh="您反映的事项延期答复（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}），{unit}延长至{due}前答复，原因是：\n\n{reason}\n\n办理进度：\n{address}",
        subject_en="The answer to your petition takes longer ({number})",
        body_en="{unit} answers your petition {number} by {due}. The reason:\n\n{reason}\n\nFollow it:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_opinion",
        order=516,
        title=_("To a petitioner: the opinion"),
        placeholders=_LETTER,
        subject_zh="您反映的事项已答复（{number}）",
        body_zh=(
            "您好：\n\n您反映的事项（编号{number}），{unit}已作出处理意见。凭编号和查询码可以查看、评价；"
            "不同意的，可以在规定的时间里请求复查：\n{address}"
        ),
        subject_en="Your petition has been answered ({number})",
        body_en=(
            "{unit} has decided on your petition {number}. With number and code you can read and rate the answer; if "
            "you do not agree you can ask for a review in time:\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="petition_settled",
        order=518,
        title=_("To who gave their name: the report was dealt with"),
        placeholders=_PLAIN,
        subject_zh="您反映的事项已办结（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）已经办结。想了解结果，请联系{unit}纪委。查看：\n{address}",
        subject_en="What you reported has been dealt with ({number})",
        body_en="What you reported ({number}) has been dealt with. Ask the discipline office of {unit}:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_review_asked",
        order=520,
        title=_("To a petitioner: the wish for a review has arrived"),
        placeholders=_LETTER,
        subject_zh="您的复查复核请求已收到（{number}）",
        body_zh="您好：\n\n您对编号{number}的答复不同意，{unit}已把请求转给上一级机关，最迟{due}答复您。查看：\n{address}",
        subject_en="Your wish for a review has arrived ({number})",
        body_en="{unit} has passed on that you do not agree with the answer to {number}. You hear by {due}:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_reviewed",
        order=522,
        title=_("To a petitioner: the review is decided"),
        placeholders=_PLAIN,
        subject_zh="您的复查复核请求已有结果（{number}）",
        body_zh="您好：\n\n编号{number}的复查复核已有结果，{unit}已登记。凭编号和查询码查看：\n{address}",
        subject_en="The review of your petition is decided ({number})",
        body_en="{unit} has entered the decision on your petition {number}. See with number and code:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_reopened",
        order=524,
        title=_("To a petitioner: the petition is taken up again"),
        placeholders=_LETTER,
        subject_zh="您反映的事项重新办理（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}），{unit}重新办理，最迟{due}书面答复您。办理进度：\n{address}",
        subject_en="Your petition is taken up again ({number})",
        body_en="{unit} takes up your petition {number} again. You have the answer by {due}:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_withdrawn",
        order=526,
        title=_("To a petitioner: the petition is withdrawn"),
        placeholders=_PLAIN,
        subject_zh="您反映的事项已撤回（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）已按您的意思撤回。如果不是您本人撤回，请马上联系{unit}。\n{address}",
        subject_en="Your petition is withdrawn ({number})",
        body_en="Your petition {number} is withdrawn as you wished. If it was not you, tell {unit}.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
