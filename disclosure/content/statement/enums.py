"""The key of this form, and the states of a ledger that was brought in."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

FORM = "statement"
"""The value of this form in the catalogue and in the canonical document."""

OPENING_DIFFERS = "opening_differs"
"""Kind of the message that the period before was corrected."""


class ImportState(TextChoices):
    """The states of a ledger that was brought in."""

    READING = "reading", pgettext_lazy("state of an import", "Being read")
    REFUSED = "refused", pgettext_lazy("state of an import", "Not a ledger")
    CHECKED = "checked", pgettext_lazy("state of an import", "Checked")
    DRAFTED = "drafted", pgettext_lazy("state of an import", "Draft made")
