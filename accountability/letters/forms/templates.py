"""Forms of templates: their texts, duties and scoring tables."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from accountability.letters.actions.templates import WrittenDuty, WrittenPoints
from accountability.letters.enums import (
    MAX_DUTY_LENGTH,
    MAX_EVIDENCE_LENGTH,
    MAX_HEADING_LENGTH,
    MAX_NAME_LENGTH,
    MAX_PART_LENGTH,
    LetterKind,
    MeasureKey,
)
from accountability.letters.queries.wording import PARTS
from portal.desk.fields import LongTextField
from portal.desk.views import SeenForm

_MEASURES = [("", gettext_lazy("not counted")), *MeasureKey.choices]
SPARE_ROWS = 2
"""Empty rows below those of a draft."""


class TemplateForm(forms.Form):
    """A new template."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=LetterKind.choices)
    numbered = forms.CharField(
        label=gettext_lazy("Letters its numbers begin with"),
        max_length=4,
        help_text=gettext_lazy("Such as ZR; numbers are then ZR-2026-QS-01."),
        error_messages={"required": gettext_lazy("Write two to four letters, such as ZR.")},
    )
    name_zh = forms.CharField(
        label=gettext_lazy("Name in Chinese"),
        max_length=MAX_NAME_LENGTH,
        error_messages={"required": gettext_lazy("Write what it is called.")},
    )
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=MAX_NAME_LENGTH, required=False)


class DraftForm(SeenForm):
    """A draft of a template: its texts, and rows of duties and points."""

    basis = LongTextField(gettext_lazy("Basis"), required=False, max_length=MAX_PART_LENGTH)
    goals = LongTextField(gettext_lazy("Goals"), required=False, max_length=MAX_PART_LENGTH)
    assessment = LongTextField(gettext_lazy("Assessment and reward"), required=False, max_length=MAX_PART_LENGTH)
    accountability = LongTextField(gettext_lazy("Accountability"), required=False, max_length=MAX_PART_LENGTH)
    term = LongTextField(
        gettext_lazy("Term"),
        required=False,
        rows=2,
        max_length=MAX_PART_LENGTH,
        help_text=gettext_lazy("{year} stands for the year of the letter."),
    )
    copies = LongTextField(gettext_lazy("Copies"), required=False, rows=2, max_length=MAX_PART_LENGTH)

    def __init__(self, *args: Any, duties: int, points: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty_numbers = range(1, duties + SPARE_ROWS + 1)
        self.points_numbers = range(1, points + SPARE_ROWS + 1)
        for number in self.duty_numbers:
            self._add_duty(number)
        for number in self.points_numbers:
            self._add_points(number)

    def _add_duty(self, number: int) -> None:
        row: Mapping[str, forms.Field] = {
            "duty": _text(_("Duty"), MAX_HEADING_LENGTH),
            "duty_text": LongTextField(_("What is to be done"), required=False, rows=2, max_length=MAX_DUTY_LENGTH),
            "by_when": _text(_("By when"), MAX_EVIDENCE_LENGTH),
            "evidence": _text(_("Evidence"), MAX_EVIDENCE_LENGTH),
            "measure": forms.ChoiceField(label=_("Counted by the portal"), choices=_MEASURES, required=False),
            "required": _figure(_("Percentage asked"), 100),
        }
        self.fields.update({f"{name}_{number}": field for name, field in row.items()})

    def _add_points(self, number: int) -> None:
        row: Mapping[str, forms.Field] = {
            "item": _text(_("Item"), MAX_HEADING_LENGTH),
            "standard": _text(_("What is deducted"), 200),
            "points": _figure(_("Points"), 100),
            "counted": forms.ChoiceField(label=_("Counted by the portal"), choices=_MEASURES, required=False),
        }
        self.fields.update({f"{name}_{number}": field for name, field in row.items()})

    def duty_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Return the fields of each duty, for the template."""
        names = ("duty", "duty_text", "by_when", "evidence", "measure", "required")
        return [(number, [self[f"{name}_{number}"] for name in names]) for number in self.duty_numbers]

    def points_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Return the fields of each line of the scoring table, for the template."""
        names = ("item", "standard", "points", "counted")
        return [(number, [self[f"{name}_{number}"] for name in names]) for number in self.points_numbers]

    def texts(self) -> dict[str, str]:
        """Return the parts."""
        return {name: self.cleaned_data[name] for name in PARTS}

    def duties(self) -> list[WrittenDuty]:
        """Return the duties of which something is written."""
        said = self.cleaned_data
        rows = [
            WrittenDuty(
                heading=said[f"duty_{number}"],
                text=said[f"duty_text_{number}"],
                by_when=said[f"by_when_{number}"],
                evidence=said[f"evidence_{number}"],
                measure=said[f"measure_{number}"],
                required=said[f"required_{number}"],
            )
            for number in self.duty_numbers
        ]
        return [row for row in rows if row.heading or row.text]

    def points(self) -> list[WrittenPoints]:
        """Return the lines of the scoring table of which something is written."""
        said = self.cleaned_data
        rows = [
            WrittenPoints(
                item=said[f"item_{number}"],
                standard=said[f"standard_{number}"],
                points=said[f"points_{number}"] or Decimal(0),
                measure=said[f"counted_{number}"],
            )
            for number in self.points_numbers
        ]
        return [row for row in rows if row.item or row.standard]


def _text(label: str, max_length: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=max_length, required=False)


def _figure(label: str, most: int) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"class": "short", "step": "0.5"})
    return forms.DecimalField(
        label=label, min_value=0, max_value=most, max_digits=4, decimal_places=1, required=False, widget=widget
    )
