"""The words of disclosure: streams, cadences, forms, states."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stream(TextChoices):
    """The four streams of disclosure, which are also the columns of a notice board."""

    GOVERNMENT = "government", _("Government affairs")
    PARTY = "party", _("Party affairs")
    VILLAGE = "village", _("Village affairs")
    FINANCE = "finance", _("Finance")


class Cadence(TextChoices):
    """How often an item is due. The first five recur by the calendar."""

    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    HALF_YEARLY = "half_yearly", _("Half-yearly")
    YEARLY = "yearly", _("Yearly")
    STANDING = "standing", _("Standing")
    STAGE = "stage", _("After each stage")
    EVENT = "event", _("As it happens")


REGULAR = (Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY)
"""Cadences whose items belong to a period, and whose notice numbers end in it."""


class Form(TextChoices):
    """What kind of content an item has."""

    TEXT = "text", _("Text with files")
    STATEMENT = "statement", _("Money statement")
    LIST = "list", _("List")
    BENEFICIARIES = "beneficiaries", _("Beneficiaries")
    ALLOCATION = "allocation", _("Allocation")
    PROJECT = "project", _("Project")
    FEES = "fees", _("Fees")
    SERVICES = "services", _("Services")
    STAFF = "staff", _("Staff")


class NoticeUnit(TextChoices):
    """In which days a notice period is counted."""

    NONE = "", _("No notice period")
    CALENDAR = "calendar", _("Calendar days")
    WORKING = "working", _("Working days")


class State(TextChoices):
    """Where an edition stands."""

    DRAFT = "draft", pgettext_lazy("state of an edition", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of an edition", "Submitted")
    COUNTERSIGNED = "countersigned", pgettext_lazy("state of an edition", "Countersigned")
    REVIEWED = "reviewed", pgettext_lazy("state of an edition", "Reviewed")
    APPROVED = "approved", pgettext_lazy("state of an edition", "Approved")
    SCHEDULED = "scheduled", pgettext_lazy("state of an edition", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("state of an edition", "Published")
    SUPERSEDED = "superseded", pgettext_lazy("state of an edition", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an edition", "Withdrawn")


IN_PREPARATION = (
    State.DRAFT,
    State.SUBMITTED,
    State.COUNTERSIGNED,
    State.REVIEWED,
    State.APPROVED,
    State.SCHEDULED,
)
"""States of an edition that the public does not know of."""

PUBLIC = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
"""States of an edition that has been published at some time."""


class ImportState(TextChoices):
    """Where a ledger that was brought in stands."""

    READING = "reading", pgettext_lazy("state of an import", "Being read")
    REFUSED = "refused", pgettext_lazy("state of an import", "Not a ledger")
    CHECKED = "checked", pgettext_lazy("state of an import", "Checked")
    DRAFTED = "drafted", pgettext_lazy("state of an import", "Draft made")


class PaperSize(TextChoices):
    """Sheets a poster can be printed on."""

    A4 = "A4", "A4"
    A3 = "A3", "A3"
    A2 = "A2", "A2"
