"""What this room hands to the rest of the portal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.registry import ENTRY_USES, EntryUse
from disclosure.notices.queries import entry_use, reminders
from disclosure.notices.registry.followers import FOLLOWERS, Follower, Phase
from portal.core import pages
from portal.messaging.places import ADDRESS, DAYS, DUE, ITEM, PERIOD, UNIT
from portal.messaging.registry import MESSAGE_TEMPLATES, REMINDER_SOURCES, MessageTemplate, ReminderSource

ENTRY_USES.register(EntryUse("notices", entry_use.exists, entry_use.made_since))


def renew_pages(**_publication: Any) -> None:
    """Make every public page stale once the publication is committed."""
    pages.bump()


FOLLOWERS.register(Follower(key="pages", phase=Phase.RENEW, published=renew_pages, withdrawn=renew_pages))

REMINDER_SOURCES.register(ReminderSource("notices", reminders.reminders))
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key="waiting",
        order=60,
        title=_("To whoever an edition waits for"),
        places=(UNIT, ITEM, PERIOD, DUE, DAYS, ADDRESS),
        subject_zh="{unit}《{item}》等您办理，已等{days}个工作日",
        body_zh="所属期：{period}，应于{due}公开。\n{address}",
        subject_en="{unit}: “{item}” is waiting for you (working days: {days})",
        body_en="Period: {period}, to be public on {due}.\n{address}",
    )
)
