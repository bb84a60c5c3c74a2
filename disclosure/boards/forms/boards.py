"""One board of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.boards.enums import COLUMN_LABELS
from disclosure.boards.models import Board
from disclosure.posters.enums import PaperSize
from portal.accounts.models import Unit
from portal.desk.choices import set_choices
from portal.desk.versions import SeenForm

MAX_COLUMNS = len(COLUMN_LABELS)
_COLUMN_NAMES = (_("First column"), _("Second column"), _("Third column"), _("Fourth column"), _("Fifth column"))


class BoardForm(SeenForm):
    """Where a board hangs, how much goes on it, and in which order its columns are."""

    unit = forms.ChoiceField(label=_("Unit"))
    number = forms.IntegerField(
        label=_("Number"),
        help_text=_("In the order in which somebody walks from board to board."),
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    place_zh = forms.CharField(label=_("Where it is, in Chinese"), max_length=100)
    place_en = forms.CharField(label=_("Where it is, in English"), max_length=140, required=False)
    paper = forms.ChoiceField(label=_("Paper"), choices=PaperSize.choices, initial=PaperSize.A3)
    sheets = forms.IntegerField(
        label=_("Room for sheets"),
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, units: Sequence[Unit], board: Board | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [(unit.code, unit.name) for unit in units])
        for place, label in enumerate(_COLUMN_NAMES):
            columns = board.columns if board else []
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=label,
                choices=[("", _("none")), *COLUMN_LABELS.items()],
                required=place == 0,
                initial=columns[place] if place < len(columns) else "",
                error_messages={"required": _("Choose what the first column is for.")},
            )
        self.order_fields([name for name in self.fields if name != "is_active"])
        if board:
            del self.fields["unit"]
            self.initial.update({name: getattr(board, name) for name in self.fields if hasattr(board, name)})
        else:
            del self.fields["is_active"], self.fields["seen"]
            self.fields["number"].required = False
            self.fields["number"].help_text = _("Empty: the next one.")

    def clean(self) -> dict[str, Any]:
        """Put the columns together, each once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [cleaned.get(f"column_{place}") or "" for place in range(MAX_COLUMNS)]
        columns = [column for column in chosen if column]
        for place, column in enumerate(chosen):
            if column and column in chosen[:place]:
                self.add_error(f"column_{place}", _("There is a column for this already."))
        cleaned["columns"] = columns
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the action is given."""
        left_out = {"unit", "seen", *(f"column_{place}" for place in range(MAX_COLUMNS))}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}
