"""What is typed in about what must be put right."""

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.rectification.enums import MAX_TEXT_LENGTH
from portal.desk.fields import DayField, HeldFilesField, LongTextField

MAX_FILES = 8
"""Files that one report has room for."""


class ReportForm(forms.Form):
    """What was done, and what shows it."""

    text = LongTextField(
        _("What was done"),
        pgettext_lazy("of a rectification", "Write what was done."),
        rows=5,
        max_length=MAX_TEXT_LENGTH,
        help_text=_("Point by point."),
    )
    evidence = HeldFilesField(
        label=_("Evidence"),
        help_text=_("Photographs, scans or tables that show it. Several can be chosen at once."),
        required=False,
        most=MAX_FILES,
    )


class ConfirmForm(forms.Form):
    """What the check found."""

    result = LongTextField(
        _("What the check found"),
        _("Write what the check found."),
        max_length=MAX_TEXT_LENGTH,
        help_text=_("Who looked at it on the spot, when, and what they saw."),
    )


class SendBackForm(forms.Form):
    """Why it is sent back."""

    reason = LongTextField(_("What is still missing"), _("Write what is still missing."))


class PostponeForm(forms.Form):
    """Another day, and why."""

    due = DayField(label=_("New last day"))
    reason = LongTextField(_("Reason"), _("Write why another day is set."))


class SuperviseForm(forms.Form):
    """Why it is pressed for."""

    reason = LongTextField(_("What the notice says"), _("Write what is to be done at once."))
