"""Joint demands: what the desk asks about them, and what a villager writes to join one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands.enums import Capacity
from disclosure.notices.models import Notice
from portal.accounts.models import Unit
from portal.cases.enums import Channel
from portal.desk.choices import set_choices

ANOTHER = "new"
"""Value of the choice that opens a demand of its own."""
MOST_PEOPLE = 100_000


class SubjectForm(forms.Form):
    """What is to be published, and the item of the catalogue it belongs to."""

    subject = forms.CharField(
        label=_("What is to be published"),
        max_length=120,
        help_text=_("In one line, such as: the contract for the orchard. Residents read it."),
        error_messages={"required": _("Write what is to be published.")},
    )
    entry = forms.ChoiceField(
        label=_("Item of the catalogue"),
        required=False,
        help_text=_("Left open, it is owed as an item that villagers asked for."),
    )

    def __init__(self, *args: Any, entries: Sequence[CatalogueEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "entry", [("", _("None fits")), *((one.code, f"{one.code} {one.name}") for one in entries)])


class RewordForm(SubjectForm):
    """The same of a demand there is."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class NewDemandForm(SubjectForm):
    """A demand of a village."""

    unit = forms.ChoiceField(label=_("Village"))
    field_order = ("unit", "subject", "entry")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [(one.code, one.name) for one in units])


class SupportForm(forms.Form):
    """Somebody who joins by name, or a sheet of signatures."""

    capacity = forms.ChoiceField(
        label=_("They join as"),
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        initial=Capacity.VILLAGER,
        error_messages={"required": _("Choose as what they join.")},
    )
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(one.value, one.label) for one in Channel if one != Channel.WEB],
        initial=Channel.IN_PERSON,
    )
    name = forms.CharField(
        label=_("Name"), max_length=60, required=False, help_text=_("Of one person; empty for a sheet of signatures.")
    )
    people = forms.IntegerField(
        label=_("How many signed"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": _("Write how many signed."), "invalid": _("Write a whole number.")},
    )
    is_checked = forms.BooleanField(
        label=_("Checked against the list of voters"),
        required=False,
        help_text=_("They count at once. Otherwise they wait to be confirmed."),
    )


class ChosenSupportForm(forms.Form):
    """One entry of support, chosen by the button beside it."""

    support = forms.IntegerField(widget=forms.HiddenInput)


class EndDemandForm(forms.Form):
    """End a demand before enough have joined."""

    reason = forms.CharField(
        label=_("Why it ends"),
        help_text=_("Residents read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why it ends. Residents read it.")},
    )


class MeetingNoticeForm(forms.Form):
    """The notice that gives what was demanded."""

    notice = forms.ChoiceField(label=_("Notice that gives it"), error_messages={"required": _("Choose the notice.")})

    def __init__(self, *args: Any, notices: Sequence[tuple[Notice, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "notice", [(one.number, f"{title} ({one.number})") for one, title in notices])


class ElectorateForm(forms.Form):
    """How many voters a village has."""

    villagers = forms.IntegerField(
        label=_("Villagers with a vote"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": _("Write how many there are."), "invalid": _("Write a whole number.")},
    )
    representatives = forms.IntegerField(
        label=_("Villagers' representatives"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": _("Write how many there are."), "invalid": _("Write a whole number.")},
    )
    counted_on = forms.DateField(
        label=_("As of"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day."), "invalid": _("Write the day like 2026-10-28.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_counted_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["counted_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day


class JoinForm(forms.Form):
    """A villager who joins a demand, or asks for something nobody has asked for yet."""

    demand = forms.ChoiceField(
        label=_("What are you asking for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you are asking for.")},
    )
    subject = forms.CharField(
        label=_("What is to be published"),
        max_length=120,
        required=False,
        help_text=_("In one line. Leave it empty if you join one from the list."),
    )
    capacity = forms.ChoiceField(
        label=_("You join as"),
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose as what you join.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        help_text=_("The office checks it against the list of voters. It is never published."),
        error_messages={"required": _("Write your name. The office checks it against the list of voters.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, demands: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "demand", [*demands, (ANOTHER, _("Something else"))])
        if not demands:
            self.fields["demand"].widget = forms.HiddenInput()
            self.fields["demand"].initial = ANOTHER
            self.fields["subject"].help_text = _("In one line, such as: the contract for the orchard.")

    def clean(self) -> dict[str, Any]:
        """Ask for the subject of a demand that is new."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("demand") == ANOTHER and not said.get("subject"):
            self.add_error("subject", _("Write what is to be published."))
        return said
