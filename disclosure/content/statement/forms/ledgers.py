"""Bring in a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.queries import last_ended
from portal.accounts.models import Unit, in_language
from portal.desk.choices import set_choices

PERIODS_OFFERED = 8


class UploadForm(forms.Form):
    """Unit, period and file. Whoever works for one unit is not asked for it."""

    unit = forms.ChoiceField(label=_("Unit"))
    period = forms.ChoiceField(label=_("Period"))
    file = forms.FileField(
        label=_("Ledger"),
        help_text=_("xlsx, xls, ods or csv, as you keep it. Nothing is saved before it has been checked."),
        error_messages={
            "required": _("Choose the file of the ledger."),
            "empty": _("The file is empty. Save the ledger again and choose it once more."),
        },
    )

    def __init__(self, *args: Any, units: Sequence[Unit], today: date, entry: CatalogueEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [(unit.code, unit.name) for unit in units])
        periods = last_ended(entry, units, today=today, count=PERIODS_OFFERED)
        set_choices(self, "period", [(str(one), in_language(one.name_zh, one.name_en)) for one in periods])
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0].code
