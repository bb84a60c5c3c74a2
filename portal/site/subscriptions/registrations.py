"""What subscriptions hand to the rest of the portal."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core.retention import RETENTIONS, Retention
from portal.messaging.registry import ADDRESS, MESSAGE_TEMPLATES, MessageTemplate, Placeholder
from portal.site.registry import FIGURES, Figures
from portal.site.subscriptions import actions, documents

RETENTIONS.register(
    Retention("subscriptions", lambda: settings.SUBSCRIPTIONS_UNCONFIRMED_DAYS, actions.forget_unconfirmed)
)
FIGURES.register(Figures("subscriptions", documents.figures))
_PORTAL = Placeholder("portal", _("the name of the portal"), "青山镇政务村务公开", "Qingshan Town, open affairs")
_WISH = Placeholder("wish", _("what was subscribed to"), "柳树村", "Liushu Village")
_KEPT = Placeholder("days", _("after how many days it is forgotten"), "3", "3")
_COUNT = Placeholder("count", _("how much is new"), "1", "1")
_NEWS = Placeholder(
    "news",
    _("what is new, with its addresses"),
    "1. 柳树村2026年第三季度财务收支公开\n柳树村，2026年10月13日公开\nhttps://…",
    "1. Receipts and payments of Liushu Village, third quarter of 2026\nLiushu Village, published on 13 October 2026\n"
    "https://…",
)
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key=actions.QUESTION,
        order=500,
        title=_("To a subscriber: confirm the subscription"),
        placeholders=(_WISH, _KEPT, _PORTAL, ADDRESS),
        subject_zh="请确认订阅：{wish}",
        body_zh=(
            "您好：\n\n有人在{portal}填写了这个邮箱，要订阅：{wish}\n\n如果是您本人，请打开下面的网页确认：\n{address}\n\n"
            "确认后，有新公开或者更正的内容才发邮件，每天最多一封。\n\n"
            "如果不是您填写的，不用理会：{days}天内没有确认的，邮箱地址自动删除。"
        ),
        subject_en="Please confirm: {wish}",
        body_en=(
            "Somebody typed this address at {portal} to be told of this:\n{wish}\n\nIf it was you, please confirm it"
            " here:\n{address}\n\nYou will then get one letter a day at most, on days on which something was published"
            " or corrected.\n\nIf it was not you, do nothing: what is not confirmed within {days} days is deleted,"
            " the address too."
        ),
        is_private=True,
    )
)
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key=actions.DIGEST,
        order=510,
        title=_("To a subscriber: what is new, once a day"),
        placeholders=(_COUNT, _NEWS, _PORTAL, ADDRESS),
        subject_zh="您订阅的公开信息有{count}件更新",
        body_zh="您好：\n\n{news}\n\n-- \n{portal}。本邮件由系统自动发送，请勿回复。\n修改订阅或者退订：\n{address}",
        subject_en="New or corrected, of what you follow ({count})",
        body_en=(
            "{news}\n\n-- \n{portal}. Sent by a program; nobody reads answers to this address.\n"
            "Change what you are told of, or leave:\n{address}"
        ),
        is_private=True,
        leave=actions.leaving_path_of,
    )
)
