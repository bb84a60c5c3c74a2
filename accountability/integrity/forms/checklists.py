"""Forms of checklists: what is asked, and what a unit answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.integrity.actions.checklists import MAX_COUNT, Asked, Line
from accountability.integrity.enums import MAX_LINES, MAX_WORDS_LENGTH, Answer, Cadence
from accountability.integrity.models import Checklist
from accountability.integrity.rules import DAYS_TO_FILL_IN
from portal.accounts.enums import UnitKind
from portal.desk.fields import LongTextField
from portal.desk.pages import set_choices
from portal.desk.views import SeenForm


class TemplateForm(forms.Form):
    """What is asked how often of which units."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=80, error_messages={"required": gettext_lazy("Write the title.")}
    )
    cadence = forms.ChoiceField(label=pgettext_lazy("of a checklist", "How often"), choices=Cadence.choices)
    for_kind = forms.ChoiceField(label=gettext_lazy("For which units"), required=False)
    lines = LongTextField(
        gettext_lazy("What is asked"),
        gettext_lazy("Ask something."),
        rows=10,
        max_length=MAX_LINES * MAX_WORDS_LENGTH,
        help_text=gettext_lazy("One thing a line."),
    )
    days_to_fill_in = forms.IntegerField(
        label=gettext_lazy("Days to fill it in after the period"),
        min_value=1,
        max_value=60,
        initial=DAYS_TO_FILL_IN,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    first_period = forms.CharField(
        label=gettext_lazy("First period"),
        max_length=7,
        widget=forms.TextInput(attrs={"class": "short"}),
        help_text=gettext_lazy("A month like 2026-07, or a quarter like 2026Q3."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.value, one.label) for one in (UnitKind.VILLAGE, UnitKind.STATION)]
        set_choices(self, "for_kind", [("", _("Villages and stations")), *kinds])

    @property
    def asked(self) -> Asked:
        """What was typed, once the form is valid."""
        said = self.cleaned_data
        return Asked(
            title=said["title"],
            cadence=Cadence(said["cadence"]),
            lines=said["lines"].splitlines(),
            first_period=said["first_period"],
            for_kind=said["for_kind"],
            days_to_fill_in=said["days_to_fill_in"],
            is_active=said["is_active"],
        )


class ChangeTemplateForm(SeenForm, TemplateForm):
    """Change what is asked."""


class OpenForm(forms.Form):
    """Of which period the checklists are opened now."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))

    def __init__(self, *args: Any, periods: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "period", periods)


class AnswersForm(forms.Form):
    """An answer to each line of a checklist, with how often and a note."""

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = checklist.lines
        for number, text in enumerate(checklist.lines, start=1):
            self.fields[f"answer_{number}"] = forms.ChoiceField(
                label=text, choices=[("", _("Choose")), *Answer.choices], error_messages={"required": _("Answer it.")}
            )
            self.fields[f"count_{number}"] = forms.IntegerField(
                label=_("%(line)s: how many times") % {"line": text},
                min_value=0,
                max_value=MAX_COUNT,
                required=False,
                widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
            )
            self.fields[f"note_{number}"] = forms.CharField(
                label=_("%(line)s: note") % {"line": text}, max_length=MAX_WORDS_LENGTH, required=False
            )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return each line with the fields of its answer, its number and its note."""
        return [
            (text, self[f"answer_{number}"], self[f"count_{number}"], self[f"note_{number}"])
            for number, text in enumerate(self.texts, start=1)
        ]

    @property
    def lines(self) -> list[Line]:
        """What was answered, once the form is valid."""
        said = self.cleaned_data
        numbers = range(1, len(self.texts) + 1)
        return [Line(Answer(said[f"answer_{n}"]), said[f"count_{n}"], said[f"note_{n}"]) for n in numbers]


class SendBackForm(forms.Form):
    """Why a checklist is sent back."""

    reason = LongTextField(gettext_lazy("Reason"), gettext_lazy("Write what is to be put right."))
