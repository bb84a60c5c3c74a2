"""What messages hand to the rest of the portal."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from portal.accounts.guessing import Guessed
from portal.core.retention import RETENTIONS, Retention
from portal.core.sections import Section
from portal.core.workflow import STEP_FOLLOWERS, WORKFLOWS, StepFollower
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, NEXT, RAIL, DeskHomePage, MenuEntry
from portal.messaging import registry
from portal.messaging.actions.deliveries import forget_deliveries, forget_messages
from portal.messaging.actions.news import tell_of_step
from portal.messaging.campaigns import queries as campaigns
from portal.messaging.campaigns.rules import CAMPAIGN
from portal.messaging.policies import KEEPS, answers_for_messages, plans_campaigns
from portal.messaging.queries import (
    GUESSING,
    WAITS,
    NewestUnread,
    guessing_reminders,
    newest_unread,
    steps_settled,
    unread,
)

WORKFLOWS.register(CAMPAIGN)
registry.REMINDER_SOURCES.register(registry.ReminderSource("campaigns", campaigns.reminders))
registry.SETTLEMENTS.register(registry.Settlement(WAITS, steps_settled))
STEP_FOLLOWERS.register(StepFollower("messages", tell_of_step))
registry.REMINDER_SOURCES.register(registry.ReminderSource("guessing", guessing_reminders))
RETENTIONS.register(Retention("messages", lambda: settings.MESSAGES_KEPT_DAYS, forget_messages))
RETENTIONS.register(Retention("deliveries", lambda: settings.DELIVERIES_KEPT_DAYS, forget_deliveries))

MENU.register(
    MenuEntry(
        "inbox",
        "messages_desk:inbox",
        pgettext_lazy("menu of the desk", "Inbox"),
        None,
        10,
        count=lambda person, at: unread(person).count(),
    )
)
for _key, _label, _order, _opens in (
    ("campaigns", pgettext_lazy("menu of the desk", "Campaigns"), 150, plans_campaigns),
    ("deliveries", pgettext_lazy("menu of the desk", "Messages sent"), 160, answers_for_messages),
    ("templates", pgettext_lazy("menu of the desk", "Message templates"), 170, answers_for_messages),
):
    MENU.register(MenuEntry(_key, f"messages_desk:{_key}", _label, None, _order, opens=_opens))


def newest_of(page: DeskHomePage) -> NewestUnread:
    """Return what the person of a page has not read, which two of its sections show."""
    return page.once("messages.newest", lambda: newest_unread(page.person, page.at))


DESK_HOME_SECTIONS.register(Section("inbox", 20, "messaging/_newest.html", newest_of, RAIL))
DESK_HOME_SECTIONS.register(
    Section("inbox.next", 5, "messaging/_to_read.html", lambda page: newest_of(page).count or None, NEXT)
)
NAME = registry.Placeholder("name", _("the campaign"), "中秋廉洁提醒", "Before Mid-Autumn")
SUBJECT = registry.Placeholder(
    "subject", _("the subject of the campaign"), "中秋、国庆期间廉洁提醒", "A clean Mid-Autumn"
)
TEXT = registry.Placeholder(
    "text",
    _("the text of the campaign"),
    "节日期间不收礼品、礼金，不用公车办私事。",
    "No gifts, no money, no office car for private trips.",
)

registry.MESSAGE_TEMPLATES.register(
    registry.MessageTemplate(
        key="campaign_cancelled",
        order=310,
        title=_("To whoever planned a campaign: it was cancelled"),
        news=registry.News(
            workflow=CAMPAIGN.name,
            verbs=("cancel",),
            people=lambda campaign, at: [campaign.made_by],
            policy=KEEPS,
            words=lambda campaign: {"name": campaign.name},
            url=lambda campaign: f"/desk/campaigns/{campaign.pk}/",
        ),
        placeholders=(NAME, registry.WHO, registry.ADDRESS),
        subject_zh="群发提醒“{name}”已取消",
        body_zh="{who}取消了这次提醒，不会发出。\n{address}",
        subject_en="The campaign “{name}” was cancelled",
        body_en="{who} cancelled it; it is not sent.\n{address}",
    )
)
registry.MESSAGE_TEMPLATES.register(
    registry.MessageTemplate(
        key="campaign",
        order=300,
        title=_("A campaign, such as before a festival"),
        placeholders=(NAME, SUBJECT, TEXT, registry.ADDRESS),
        subject_zh="{subject}",
        body_zh="{text}",
        subject_en="{subject}",
        body_en="{text}",
    )
)

COUNT = registry.Placeholder("count", _("how many wrong tries"), "12", "12")
LATEST = registry.Placeholder("latest", _("when the latest was typed"), "2026年10月14日 3:12", "14 October 2026, 3:12")
NETWORK = registry.Placeholder("network", _("from which network"), "198.51.100.0/24", "198.51.100.0/24")

registry.MESSAGE_TEMPLATES.register(
    registry.MessageTemplate(
        key=GUESSING[Guessed.PASSWORD],
        order=310,
        title=_("Wrong passwords were typed for somebody’s account"),
        placeholders=(COUNT, LATEST, NETWORK, registry.ADDRESS),
        subject_zh="有人多次输错您的账号密码（{count}次）",
        body_zh=(
            "您上次登录以来，您的账号有{count}次密码输错，最近一次是{latest}，来自网络{network}。\n\n"
            "此后没有人登录成功。如果不是您本人输错的，请告诉系统管理员，修改密码，并设置通行密钥。\n{address}"
        ),
        subject_en="Wrong passwords were typed for your account ({count})",
        body_en=(
            "Since you last signed in, a wrong password was typed {count} times for your account, the last time on"
            " {latest} from the network {network}.\n\nNobody has signed in since. If it was not you, tell the"
            " administrator, change your password and set up a passkey.\n{address}"
        ),
    )
)

registry.MESSAGE_TEMPLATES.register(
    registry.MessageTemplate(
        key=GUESSING[Guessed.CODE],
        order=311,
        title=_("Wrong codes were typed for somebody’s account"),
        placeholders=(COUNT, LATEST, NETWORK, registry.ADDRESS),
        subject_zh="有人输对了您的密码，但多次输错验证码（{count}次）",
        body_zh=(
            "您上次登录以来，有人输对您的密码后，{count}次输错验证码，最近一次是{latest}，来自网络{network}。\n\n"
            "此后没有人登录成功。如果不是您本人，说明已有人知道您的密码：请立即修改密码，并告诉系统管理员。\n{address}"
        ),
        subject_en="Wrong codes were typed after your password ({count})",
        body_en=(
            "Since you last signed in, a wrong code was typed {count} times after the right password of your account,"
            " the last time on {latest} from the network {network}.\n\nNobody has signed in since. If it was not you,"
            " somebody knows your password: change it now, and tell the administrator.\n{address}"
        ),
    )
)
