"""Forms of the catalogue."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.actions import EDITABLE
from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.registry import known_forms
from disclosure.catalogue.rules.periods import Period
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.desk.fields import ChoosingForm, DayField
from portal.desk.pages import set_choices

if TYPE_CHECKING:
    _Form = forms.ModelForm[CatalogueEntry]
else:
    _Form = forms.ModelForm


class EntryForm(_Form):
    """What an administrator changes of an entry. The action saves it, not the form."""

    form = forms.ChoiceField(label=_("Form"), choices=lambda: known_forms().items())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("stream", Stream), ("cadence", Cadence), ("publisher", UnitKind)):
            set_choices(self, name, [("", _("Choose")), *choices.choices])

    class Meta:
        model = CatalogueEntry
        fields = list(EDITABLE)
        field_classes: ClassVar = {"owed_since": DayField}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        days, unit = cleaned.get("notice_days"), cleaned.get("notice_unit")
        if days and not unit:
            self.add_error("notice_unit", _("Say in which days the notice period is counted."))
        if unit and not days:
            self.add_error("notice_days", _("Say how many days, or choose “No notice period”."))
        return cleaned


class NewEntryForm(EntryForm):
    """A new entry, with the code that the numbers of its notices are made with."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[A-Z][A-Z0-9]*$",
        max_length=10,
        help_text=_("Capital letters and digits, such as V19. The numbers of its notices are made with it."),
        error_messages={"invalid": _("Use capital letters and digits, and begin with a letter.")},
    )
    field_order = ("code",)


def _quarter(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    required = {"required": _("Choose the quarter.")}
    return forms.TypedChoiceField(coerce=Period.parse, label=label, help_text=help_text, error_messages=required)


class MonthlyForm(ChoosingForm):
    """Mark a unit as one with many movements."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        to_field_name="code",
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the unit.")},
    )
    quarter = _quarter(_("From the quarter"), _("From its first month on the unit owes its money statements monthly."))
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        error_messages={"required": _("Write why, such as the number of entries in a quarter.")},
    )

    def __init__(self, *args: Any, quarters: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "quarter", quarters)


class EndMonthlyForm(forms.Form):
    """End monthly books with a quarter."""

    quarter = _quarter(_("Last quarter that is owed monthly"))

    def __init__(self, *args: Any, quarters: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "quarter", quarters)
