"""The forms of early warning."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.warning.models import RiskLimit
from accountability.warning.queries.table import UnitRow


class LimitsForm(forms.Form):
    """From where on a risk is medium and high."""

    medium = forms.DecimalField(
        label=pgettext_lazy("level of a risk", "Medium from"),
        max_digits=6,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "short", "step": "any"}),
    )
    high = forms.DecimalField(
        label=pgettext_lazy("level of a risk", "High from"),
        max_digits=6,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "short", "step": "any"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=RiskLimit._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the history of the rule."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RemindForm(forms.Form):
    """A reminder to units with a medium or high risk."""

    units = forms.MultipleChoiceField(
        label=_("To the heads and clerks of"), widget=forms.CheckboxSelectMultiple, required=False
    )
    subject = forms.CharField(label=_("Subject"), max_length=120)
    body = forms.CharField(label=_("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, rows: list[UnitRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(row.unit.code, row.unit.name) for row in rows]
            field.initial = [row.unit.code for row in rows]
