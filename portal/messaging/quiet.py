"""Quiet hours: when a message that is ready now may go out."""

from datetime import datetime, time, timedelta

from django.utils import timezone


def earliest(at: datetime, quiet_from: time, quiet_to: time) -> datetime:
    """Return `at`, or the end of the quiet hours it falls into.

    Args:
        at: An aware time.
        quiet_from: When they begin, in the portal's zone.
        quiet_to: When they end; before `quiet_from` where they span midnight. Equal to it, there are none.
    """
    local = timezone.localtime(at)
    now, today = local.time(), local.date()
    if quiet_from == quiet_to:
        return at
    if quiet_from < quiet_to:
        is_quiet, last = quiet_from <= now < quiet_to, today
    else:
        is_quiet = now >= quiet_from or now < quiet_to
        last = today + timedelta(days=1) if now >= quiet_from else today
    return datetime.combine(last, quiet_to, tzinfo=local.tzinfo) if is_quiet else at
