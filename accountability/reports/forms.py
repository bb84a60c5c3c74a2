"""The forms of the yearly report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.reports.enums import MAX_REASON_LENGTH, MAX_TEXT_LENGTH
from portal.accounts.models import Unit
from portal.desk.views import SeenForm


class NewReportForm(forms.Form):
    """Of which town and year a report is drafted."""

    report = forms.ChoiceField(label=_("Year"))

    def __init__(self, *args: Any, offered: list[tuple[Unit, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {f"{town.code}-{year}": (town, year) for town, year in offered}
        field = self.fields["report"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, f"{town.name} {year}") for key, (town, year) in self.offered.items()]

    @property
    def chosen(self) -> tuple[Unit, int]:
        """The town and year that were chosen."""
        return self.offered[self.cleaned_data["report"]]


class ParagraphForm(SeenForm):
    """What a paragraph says."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MAX_TEXT_LENGTH,
        help_text=_(
            "A figure stands before the number of its source, as in 53〔4〕. Keep the brackets with their figure."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "lang": "zh-CN"}),
    )


class ExplanationForm(SeenForm):
    """How a gap came about."""

    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=MAX_REASON_LENGTH,
        help_text=_("How it came about, and by when it will be put right. Everybody reads it below the gap."),
        widget=forms.Textarea(attrs={"rows": 4, "lang": "zh-CN"}),
    )


class KeepForm(SeenForm):
    """Why a figure in the text stays."""

    reason = forms.CharField(
        label=_("Why the figure in the text stays"),
        max_length=MAX_REASON_LENGTH,
        help_text=_("Everybody reads it below the report."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectionForm(forms.Form):
    """Why a published report is corrected."""

    reason = forms.CharField(
        label=_("What is wrong, and why"),
        max_length=MAX_REASON_LENGTH,
        help_text=_("Everybody reads it above the new edition."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why a report is sent back."""

    reason = forms.CharField(label=_("Reason"), max_length=MAX_REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))
