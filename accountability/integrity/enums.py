"""Kinds and states of talks, education, checklists and audits."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from portal.accounts.enums import Role

LEADING = (Role.SECRETARY, Role.LEADER, Role.APPROVER)
"""Roles of those who lead talks: the discipline secretary, the town's leaders and the party committee."""
MAX_WORDS_LENGTH = 200
"""Characters of an occasion, a theme, or who was absent."""
MAX_TEXT_LENGTH = 4000
"""Characters of a record, of a criticism, of a report."""
MAX_LINES = 30
"""Lines of a checklist."""


class TalkKind(TextChoices):
    """What a talk is for."""

    ROUTINE = "routine", pgettext_lazy("kind of talk", "Routine talk")
    REMINDER = "reminder", pgettext_lazy("kind of talk", "Reminder talk")
    APPOINTMENT = "appointment", pgettext_lazy("kind of talk", "Talk on appointment")
    ADMONISHING = "admonishing", pgettext_lazy("kind of talk", "Admonishing talk")
    OTHER = "other", pgettext_lazy("kind of talk", "Other talk")


class TalkState(TextChoices):
    """Where a talk stands."""

    PLANNED = "planned", pgettext_lazy("state of a talk", "Planned")
    HELD = "held", pgettext_lazy("state of a talk", "Held")
    DROPPED = "dropped", pgettext_lazy("state of a talk", "Dropped")


class ActivityKind(TextChoices):
    """What an education activity is."""

    WARNING = "warning", pgettext_lazy("kind of education", "Warning by example")
    LECTURE = "lecture", pgettext_lazy("kind of education", "Party lecture")
    STUDY = "study", pgettext_lazy("kind of education", "Study meeting")
    VISIT = "visit", pgettext_lazy("kind of education", "Visit to an education site")
    TEST = "test", pgettext_lazy("kind of education", "Test on discipline and law")
    OTHER = "other", pgettext_lazy("kind of education", "Other education")


class Cadence(TextChoices):
    """How often a checklist is filled in."""

    MONTH = "month", pgettext_lazy("how often a checklist is filled in", "Each month")
    QUARTER = "quarter", pgettext_lazy("how often a checklist is filled in", "Each quarter")


class ChecklistState(TextChoices):
    """Where the checklist of a unit for a period stands."""

    OPEN = "open", pgettext_lazy("state of a checklist", "To fill in")
    SUBMITTED = "submitted", pgettext_lazy("state of a checklist", "Submitted")
    CHECKED = "checked", pgettext_lazy("state of a checklist", "Looked through")


class Answer(TextChoices):
    """What a unit says of a line of its checklist."""

    DONE = "done", pgettext_lazy("answer in a checklist", "Done")
    PARTLY = "partly", pgettext_lazy("answer in a checklist", "Done in part")
    NOT_DONE = "not_done", pgettext_lazy("answer in a checklist", "Not done")
    NOTHING = "nothing", pgettext_lazy("answer in a checklist", "Nothing of the kind")


class AuditState(TextChoices):
    """Where an audit on leaving office stands."""

    PLANNED = "planned", pgettext_lazy("state of an audit", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("state of an audit", "Under way")
    REPORTED = "reported", pgettext_lazy("state of an audit", "Reported")
    CLOSED = "closed", pgettext_lazy("state of an audit", "Closed")
