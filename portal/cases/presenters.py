"""What has been done with cases, in words."""

from django.utils.translation import pgettext_lazy

AUDIT_LABELS = {
    "attach": pgettext_lazy("audit entry of a case", "File added"),
    "change sender": pgettext_lazy("audit entry of a case", "Sender put right"),
    "extend": pgettext_lazy("audit entry of a case", "Time limit extended"),
    "forget": pgettext_lazy("audit entry of a case", "Personal data removed"),
    "hand over": pgettext_lazy("audit entry of a case", "Handed over"),
    "recount": pgettext_lazy("audit entry of a case", "Day counted again"),
    "resume": pgettext_lazy("audit entry of a case", "Time limit goes on"),
    "suspend": pgettext_lazy("audit entry of a case", "Time limit stands still"),
}
"""What is called that is done with a case and is no step of its kind."""
