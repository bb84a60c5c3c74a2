"""Joint demands: what the desk asks about them, and what a villager writes to join one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.demands.enums import Capacity
from disclosure.demands.models import Demand
from disclosure.demands.queries import entries_for_demands
from disclosure.notices.models import Notice
from disclosure.notices.queries.content import neutral_title
from portal.accounts.models import Unit
from portal.cases.enums import Channel
from portal.desk.fields import ChoosingForm, DayField, LongTextField
from portal.desk.pages import set_choices
from portal.desk.views import SeenForm

ANOTHER = "new"
"""Value of the choice that opens a demand of its own."""
MOST_PEOPLE = 100_000


def _number(label: Any, missing: Any, initial: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=initial,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": missing, "invalid": _("Write a whole number.")},
    )


class SubjectForm(forms.Form):
    """What is to be published, and the item of the catalogue it belongs to."""

    subject = forms.CharField(
        label=_("What is to be published"),
        max_length=120,
        help_text=_("In one line, such as: the contract for the orchard. Residents read it."),
        error_messages={"required": _("Write what is to be published.")},
    )
    entry = forms.ModelChoiceField(
        entries_for_demands(),
        label=_("Item of the catalogue"),
        required=False,
        to_field_name="code",
        empty_label=_("None fits"),
        help_text=_("Left open, it is owed as an item that villagers asked for."),
    )


class RewordForm(SeenForm, SubjectForm):
    """The same of a demand there is."""


class NewDemandForm(ChoosingForm, SubjectForm):
    """A demand of a village."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Village"), to_field_name="code", empty_label=None)
    field_order = ("unit", "subject", "entry")


class SupportForm(forms.Form):
    """Somebody who joins by name, or a sheet of signatures."""

    capacity = forms.TypedChoiceField(
        label=_("They join as"),
        choices=Capacity.choices,
        coerce=Capacity,
        widget=forms.RadioSelect,
        initial=Capacity.VILLAGER,
        error_messages={"required": _("Choose as what they join.")},
    )
    channel = forms.TypedChoiceField(
        label=_("How it came"),
        choices=[(one.value, one.label) for one in Channel if one != Channel.WEB],
        coerce=Channel,
        initial=Channel.IN_PERSON,
    )
    name = forms.CharField(
        label=_("Name"), max_length=60, required=False, help_text=_("Of one person; empty for a sheet of signatures.")
    )
    residence = forms.CharField(
        label=_("Villagers’ group or house number"),
        max_length=40,
        required=False,
        help_text=_("Tells people of one name apart, such as: group 3, or No. 12."),
    )
    people = _number(_("How many signed"), _("Write how many signed."), initial=1)
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

    reason = LongTextField(
        _("Why it ends"), _("Write why it ends. Residents read it."), rows=2, help_text=_("Residents read it.")
    )


class MeetingNoticeForm(forms.Form):
    """The notice that gives what was demanded."""

    notice = forms.ChoiceField(label=_("Notice that gives it"), error_messages={"required": _("Choose the notice.")})

    def __init__(self, *args: Any, notices: Iterable[Notice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notices = {one.number: one for one in notices}
        set_choices(self, "notice", [(key, f"{neutral_title(one)} ({key})") for key, one in self.notices.items()])

    def clean_notice(self) -> Notice:
        return self.notices[self.cleaned_data["notice"]]


class ElectorateForm(forms.Form):
    """How many voters a village has."""

    villagers = _number(_("Villagers with a vote"), _("Write how many there are."))
    representatives = _number(_("Villagers’ representatives"), _("Write how many there are."))
    counted_on = DayField(label=_("As of"), latest=timezone.localdate)


class JoinForm(forms.Form):
    """A villager who joins a demand, or asks for something new."""

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
    capacity = forms.TypedChoiceField(
        label=_("You join as"),
        choices=Capacity.choices,
        coerce=Capacity,
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
    residence = forms.CharField(
        label=_("Your villagers’ group or house number"),
        max_length=40,
        help_text=_("Such as: group 3, or No. 12. It tells you from others of your name, and is never published."),
        error_messages={
            "required": _("Write your villagers’ group or house number. It tells people of one name apart.")
        },
        widget=forms.TextInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, demands: Iterable[Demand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.demands = {str(one.pk): one for one in demands}
        known = [(key, one.subject) for key, one in self.demands.items()]
        set_choices(self, "demand", [*known, (ANOTHER, _("Something else"))])
        if not known:
            self.fields["demand"].widget = forms.HiddenInput()
            self.fields["demand"].initial = ANOTHER
            self.fields["subject"].help_text = _("In one line, such as: the contract for the orchard.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("demand") == ANOTHER and not cleaned.get("subject"):
            self.add_error("subject", _("Write what is to be published."))
        return cleaned | {"demand": self.demands.get(cleaned.get("demand", ""))}
