"""The rules that rectifications follow, and their source."""

from datetime import date, timedelta

PRACTICE = "党风廉政建设责任制规定；整改期限和复查按镇纪委整改通知书"
"""What the steps of a rectification rest on."""

RECHECK_DAYS = 10
"""Calendar days within which what was reported is checked again; a practice of township discipline offices."""

OBJECTION_DAYS = 5
"""Calendar days within which a unit may object in writing to a notice; a practice as well."""


def recheck_due(reported_on: date) -> date:
    """Return the day by which what was reported on a day is checked again."""
    return reported_on + timedelta(days=RECHECK_DAYS)
