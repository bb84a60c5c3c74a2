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


class Origin(TextChoices):
    """What an obligation to publish arises from."""

    CALENDAR = "calendar", pgettext_lazy("origin of an obligation", "The calendar")
    EVENT = "event", pgettext_lazy("origin of an obligation", "Something that happened")
    DEMAND = "demand", pgettext_lazy("origin of an obligation", "A joint demand of villagers")


class Standing(TextChoices):
    """How an obligation stands on a day. The words of commands, tables and addresses."""

    NOT_DUE = "not_due", pgettext_lazy("standing of an obligation", "Not yet due")
    DUE = "due", pgettext_lazy("standing of an obligation", "Due")
    ON_TIME = "on_time", pgettext_lazy("standing of an obligation", "On time")
    LATE = "late", pgettext_lazy("standing of an obligation", "Late")
    MISSING = "missing", pgettext_lazy("standing of an obligation", "Missing")
    EXCUSED = "excused", pgettext_lazy("standing of an obligation", "Excused")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("standing of an obligation", "Not applicable")


class ExemptionKind(TextChoices):
    """Why an obligation need not be met."""

    EXCUSED = "excused", pgettext_lazy("kind of exemption", "Excused")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("kind of exemption", "Nothing of the kind happened")


class ExemptionState(TextChoices):
    """Where an exemption stands."""

    SAID = "said", pgettext_lazy("state of an exemption", "To be checked")
    ACCEPTED = "accepted", pgettext_lazy("state of an exemption", "Accepted")
    REFUSED = "refused", pgettext_lazy("state of an exemption", "Refused")
    ENDED = "ended", pgettext_lazy("state of an exemption", "Ended")


class OpinionKind(TextChoices):
    """What a resident wants of a notice."""

    QUESTION = "question", _("Question")
    OBJECTION = "objection", _("Objection")
    SUGGESTION = "suggestion", _("Suggestion")


class OpinionChannel(TextChoices):
    """How an opinion came in."""

    WEB = "web", _("On this website")
    TELEPHONE = "telephone", _("By telephone")
    BOX = "box", _("In the suggestion box")
    IN_PERSON = "in_person", _("In person")


class OpinionState(TextChoices):
    """Where an opinion stands."""

    RECEIVED = "received", pgettext_lazy("state of an opinion", "Received")
    ROUTED = "routed", pgettext_lazy("state of an opinion", "With the unit")
    ANSWERED = "answered", pgettext_lazy("state of an opinion", "Answer to be checked")
    CLOSED = "closed", pgettext_lazy("state of an opinion", "Answered")
    REFUSED = "refused", pgettext_lazy("state of an opinion", "Not taken up")
    MERGED = "merged", pgettext_lazy("state of an opinion", "Joined with another")


class Showing(TextChoices):
    """What the public sees of an opinion, as decided by whoever screened it."""

    UNDECIDED = "", pgettext_lazy("showing of an opinion", "Not decided")
    PUBLIC = "public", pgettext_lazy("showing of an opinion", "Published")
    MASKED = "masked", pgettext_lazy("showing of an opinion", "Published masked")
    PRIVATE = "private", pgettext_lazy("showing of an opinion", "Kept private")


class Capacity(TextChoices):
    """As what somebody joins in a demand."""

    VILLAGER = "villager", _("Villager")
    REPRESENTATIVE = "representative", _("Villagers' representative")


class DemandState(TextChoices):
    """Where a joint demand stands."""

    COLLECTING = "collecting", pgettext_lazy("state of a demand", "Collecting support")
    REACHED = "reached", pgettext_lazy("state of a demand", "Must be published")
    MET = "met", pgettext_lazy("state of a demand", "Published")
    ENDED = "ended", pgettext_lazy("state of a demand", "Ended")


class PackFormat(TextChoices):
    """How a pack of posters is handed over."""

    PDF = "pdf", _("One PDF in the order of the boards")
    ZIP = "zip", _("A ZIP file with one PDF a poster")


class PackItemState(TextChoices):
    """Where one poster of a pack stands."""

    WAITING = "waiting", pgettext_lazy("state of a poster in a pack", "Waiting")
    DONE = "done", pgettext_lazy("state of a poster in a pack", "Made")
    FAILED = "failed", pgettext_lazy("state of a poster in a pack", "Failed")
