"""Forms of monthly books."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.rules.periods import Period
from portal.accounts.models import Unit
from portal.desk.choices import set_choices


class MonthlyForm(forms.Form):
    """Mark a unit as one with many movements."""

    unit = forms.ChoiceField(label=_("Unit"), error_messages={"required": _("Choose the unit.")})
    quarter = forms.ChoiceField(
        label=_("From the quarter"),
        help_text=_("From its first month on the unit owes its money statements monthly."),
        error_messages={"required": _("Choose the quarter.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        error_messages={"required": _("Write why, such as the number of entries in a quarter.")},
    )

    def __init__(self, *args: Any, units: Iterable[Unit], quarters: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [("", _("Choose")), *((unit.code, unit.name) for unit in units)])
        set_choices(self, "quarter", quarters)

    def clean_quarter(self) -> Period:
        """Return the quarter."""
        return Period.parse(self.cleaned_data["quarter"])


class EndMonthlyForm(forms.Form):
    """End monthly books with a quarter."""

    quarter = forms.ChoiceField(
        label=_("Last quarter that is owed monthly"), error_messages={"required": _("Choose the quarter.")}
    )

    def __init__(self, *args: Any, quarters: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "quarter", quarters)

    def clean_quarter(self) -> Period:
        """Return the quarter."""
        return Period.parse(self.cleaned_data["quarter"])
