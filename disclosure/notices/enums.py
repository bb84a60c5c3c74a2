"""The states of an edition."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


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
