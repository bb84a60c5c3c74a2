"""Checks before a portal goes into service."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

DEMO_USERNAMES = (
    "clerk.liushu",
    "supervisor.liushu",
    "reviewer",
    "approver",
    "publisher",
    "petitions",
    "handler.minzheng",
    "leader.wang",
    "secretary",
    "lay",
    "admin",
)
"""The demo accounts. They exist only where the demo township is loaded."""
DEMO_PASSWORD = "gongkai-demo"  # noqa: S105 (published in the documentation; `check_demo_accounts` keeps it out of service)


@register(Tags.security, deploy=True)
def check_demo_accounts(**_context: Any) -> Sequence[CheckMessage]:
    """Refuse a portal that can be signed in to with the published password of the demo.

    An office may well have somebody called `reviewer`: only the password makes a demo account. Where
    there is no database to ask, as when an image is built, it passes.
    """
    from portal.accounts.models import User  # checks are registered before the tables are there

    try:
        people = list(User.objects.filter(username__in=DEMO_USERNAMES).order_by("username"))
    except DatabaseError:
        return []
    found = [person.username for person in people if person.check_password(DEMO_PASSWORD)]
    if not found:
        return []
    return [
        Error(
            f"Demo accounts with the published password exist: {', '.join(found)}.",
            hint="Start with an empty database and make accounts of your own; the demo is for trying out.",
            id="accounts.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_second_factor(**_context: Any) -> Sequence[CheckMessage]:
    """Refuse a portal where those who approve, publish or administer may sign in with a password alone."""
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Error(
            "SECOND_FACTOR_REQUIRED is off: approvers, publishers and administrators sign in with a password alone.",
            hint="Run with the settings portal.settings.production, which turn it on.",
            id="accounts.E002",
        )
    ]
