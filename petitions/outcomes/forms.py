"""What is typed in about outcomes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.outcomes.enums import MAX_TEXT_LENGTH, MAX_TITLE_LENGTH
from portal.desk.fields import LongTextField


class OutcomeForm(forms.Form):
    """What everybody is to read of a petition."""

    title = forms.CharField(
        label=_("Title"),
        max_length=MAX_TITLE_LENGTH,
        help_text=_("In a few words, such as: subsidy for a machine paid late."),
        error_messages={"required": _("Write a title.")},
    )
    matter = LongTextField(
        _("What it was about"),
        _("Write what it was about."),
        rows=3,
        max_length=MAX_TEXT_LENGTH,
        help_text=_("In one or two sentences: no name, no house, nothing by which neighbours would know who it was."),
    )
    answer = LongTextField(_("What came of it"), _("Write what came of it."), rows=4, max_length=MAX_TEXT_LENGTH)
    is_agreed = forms.BooleanField(
        label=_("The petitioner agrees that it is published"),
        error_messages={"required": _("It is published only if the petitioner agrees. Ask them first.")},
    )


class ReasonForm(forms.Form):
    """A step with a reason that everybody may read."""

    reason = LongTextField(_("Why"), _("Write the reason."), help_text=_("It names nobody."))
