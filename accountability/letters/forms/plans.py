"""Forms of the signing of a year, and of issuing its letters."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from accountability.letters.enums import MAX_NAME_LENGTH, MAX_NOTES_LENGTH
from accountability.letters.models import LetterVersion
from portal.accounts.models import Unit
from portal.desk.fields import ChoosingForm, DayField, LongTextField
from portal.desk.views import SeenForm


class _Conference(forms.Form):
    """When and where the letters of a year are signed."""

    meets_on = DayField(
        label=gettext_lazy("Day of the conference"), help_text=gettext_lazy("Letters are to be signed by this day.")
    )
    place = forms.CharField(
        label=pgettext_lazy("of a meeting", "Place"),
        max_length=MAX_NAME_LENGTH,
        error_messages={"required": gettext_lazy("Write where it takes place.")},
    )
    agenda = LongTextField(gettext_lazy("What is on the agenda"), required=False)


class PlanForm(_Conference):
    """The plan of a year."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    field_order = ("year", "meets_on", "place", "agenda")


class ChangePlanForm(SeenForm, _Conference):
    """The plan of a year that is changed."""


class HoldForm(forms.Form):
    """What is recorded of a conference."""

    attended = forms.IntegerField(
        label=gettext_lazy("Present"),
        min_value=1,
        max_value=9999,
        error_messages={"required": gettext_lazy("Write how many came.")},
    )
    notes = LongTextField(
        gettext_lazy("Notes of the conference"),
        gettext_lazy("Write what was said."),
        rows=6,
        max_length=MAX_NOTES_LENGTH,
        help_text=gettext_lazy("They stand on the public page of the year."),
    )


class IssueForm(ChoosingForm):
    """To which units a letter is issued; which one the page says."""

    wording = forms.ModelChoiceField(
        queryset=LetterVersion.objects.none(),
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose a template that is in use.")),
    )
    units = forms.ModelMultipleChoiceField(
        label=gettext_lazy("To which units"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose the units.")},
    )
    due = DayField(label=gettext_lazy("To be signed by"))
