"""Forms of ratings: of who was served, and of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accountability.ratings.enums import MAX_WORDS_LENGTH, MOST_SHEETS, Score
from portal.accounts.models import Unit
from portal.desk.fields import DayField, LongTextField
from portal.desk.views import SeenForm


class RatingForm(forms.Form):
    """How somebody was served: one of four steps, and words if they like."""

    score = forms.TypedChoiceField(
        label=_("How content are you with how you were served?"),
        choices=Score.choices,
        coerce=lambda value: Score(int(value)),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four.")},
    )
    words = LongTextField(
        _("What was good, what was not?"),
        rows=3,
        max_length=MAX_WORDS_LENGTH,
        required=False,
        help_text=_("May be left empty. Only the discipline office reads it as you write it; it is not published."),
    )
    slip = forms.CharField(
        label=_("Code of your slip"),
        max_length=20,
        required=False,
        help_text=_("Only if you were given one at the window."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "short"}
        ),
    )
    page = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)


class WindowForm(SeenForm):
    """What is said of a window."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose the unit.")},
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    place_zh = forms.CharField(label=_("Where it is, in Chinese"), max_length=80, required=False)
    place_en = forms.CharField(label=_("Where it is, in English"), max_length=100, required=False)
    needs_slip = forms.BooleanField(
        label=_("Only slips count"),
        required=False,
        help_text=_("Then a rating needs a slip from the window, and nobody rates who was not there."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for name in ("seen", "is_active") if is_new else ("unit",):
            del self.fields[name]


class SlipsForm(forms.Form):
    """How many sheets of slips are printed."""

    sheets = forms.IntegerField(
        label=_("Sheets of 24 slips"),
        min_value=1,
        max_value=MOST_SHEETS,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )


class PassOnForm(forms.Form):
    """What the unit reads of the words of a rating."""

    passed_words = LongTextField(
        _("What the unit reads"),
        _("Write what the unit reads."),
        rows=3,
        max_length=MAX_WORDS_LENGTH,
        help_text=_("Leave out what says who wrote it."),
    )


class KeepBackForm(forms.Form):
    """Why the words of a rating are kept back."""

    reason = LongTextField(_("Why they are kept back"), _("Write down the reason."), rows=2, max_length=200)


class ImproveForm(forms.Form):
    """What a unit is asked to do about a window, and by when."""

    requirement = LongTextField(_("What is to be done"), _("Write what is to be done."), rows=3, max_length=300)
    due = DayField(label=_("By when"))
