"""Closed lists of boards, postings and packs of posters."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.catalogue.enums import Stream

OPINIONS_COLUMN = "opinions"
"""The one column of a board that is no stream: for residents' opinions and the answers to them."""
COLUMN_LABELS = {**dict(Stream.choices), OPINIONS_COLUMN: _("Opinions and answers")}
"""What a column of a board can be for, and what that is called."""


class PostingState(TextChoices):
    """Whether a poster is on its board."""

    POSTED = "posted", pgettext_lazy("state of a posting", "Posted")
    TAKEN_DOWN = "taken_down", pgettext_lazy("state of a posting", "Taken down")


class PackFormat(TextChoices):
    """How a pack of posters is handed over."""

    PDF = "pdf", _("PDF in the order of the boards, one for each size of paper")
    ZIP = "zip", _("ZIP with one PDF a poster, one for each size of paper")


LEFT_OUT = "out"
"""What is chosen for a poster of a pack that is not to be printed, in the place of a size."""


class PackItemState(TextChoices):
    """Where one poster of a pack stands."""

    WAITING = "waiting", pgettext_lazy("state of a poster in a pack", "Waiting")
    DONE = "done", pgettext_lazy("state of a poster in a pack", "Made")
    FAILED = "failed", pgettext_lazy("state of a poster in a pack", "Failed")
