"""The form of a campaign."""

from datetime import MAXYEAR, MINYEAR
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, User
from portal.messaging.campaigns.rules import FIELDS, GROUPS
from portal.messaging.enums import CampaignOccasion, CampaignState
from portal.messaging.models import Campaign

if TYPE_CHECKING:
    # Only the type checker knows form and field by their model.
    _CampaignForm = forms.ModelForm[Campaign]
    _PeopleChoice = forms.ModelMultipleChoiceField[User]
else:
    _CampaignForm = forms.ModelForm
    _PeopleChoice = forms.ModelMultipleChoiceField


class PeopleChoiceField(_PeopleChoice):
    """A choice of several people, who may share a name, but not a user name."""

    def label_from_instance(self, person: User) -> str:
        """Return the name with the user name."""
        return f"{person.name} ({person.username})"


class CampaignForm(_CampaignForm):
    """The text of a campaign, its day, and whom it reaches."""

    roles = forms.MultipleChoiceField(
        label=_("To everybody who is"), choices=GROUPS, required=False, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("units of a campaign", "In"),
        choices=UnitKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every kind of unit where none is chosen."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Campaign
        fields = ("unit", *FIELDS, "people")
        help_texts = {"send_on": _("In the morning of that day, to those in post then.")}
        widgets = {
            "body": forms.Textarea(attrs={"rows": 10}),
            "send_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        }

    def __init__(self, *args: Any, towns: QuerySet[Unit], people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only = towns[0] if len(towns) == 1 else None
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Township"),
            queryset=towns,
            initial=only,
            widget=forms.HiddenInput if only else forms.Select,
        )
        self.fields["people"] = PeopleChoiceField(
            label=_("And to"), queryset=people, required=False, widget=forms.CheckboxSelectMultiple
        )

    def arguments(self) -> dict[str, Any]:
        """Return what the actions are given of a valid form."""
        cleaned = self.cleaned_data
        return {"fields": {name: cleaned[name] for name in FIELDS}, "people": list(cleaned["people"])}

    @property
    def chosen(self) -> int:
        """How many people are chosen by name, in the form."""
        value = self["people"].value() or []
        return len(value)


class CampaignFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By what the list of campaigns is narrowed."""

    year = django_filters.NumberFilter(
        field_name="send_on",
        lookup_expr="year",
        label=pgettext_lazy("of a date", "Year"),
        min_value=MINYEAR,
        max_value=MAXYEAR,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    occasion = django_filters.ChoiceFilter(choices=CampaignOccasion.choices, label=_("Occasion"), empty_label=_("All"))
    state = django_filters.ChoiceFilter(choices=CampaignState.choices, label=_("State"), empty_label=_("All"))

    class Meta:
        model = Campaign
        fields: tuple[str, ...] = ()
