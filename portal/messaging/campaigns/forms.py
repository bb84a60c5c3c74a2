"""The form of a campaign."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Unit, User
from portal.messaging.campaigns.rules import FIELDS, GROUPS

if TYPE_CHECKING:
    # Only the type checker knows the field by its model.
    _PeopleChoice = forms.ModelMultipleChoiceField[User]
else:
    _PeopleChoice = forms.ModelMultipleChoiceField


class PeopleChoiceField(_PeopleChoice):
    """A choice of several people, who may share a name, but not a user name."""

    def label_from_instance(self, person: User) -> str:
        """Return the name with the user name."""
        return f"{person.name} ({person.username})"


class CampaignForm(forms.Form):
    """What a campaign says, when, and to whom."""

    unit = forms.ModelChoiceField(label=_("Township"), queryset=Unit.objects.none())
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=120)
    body = forms.CharField(label=_("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 10}))
    send_on = forms.DateField(
        label=_("Sent on"),
        help_text=_("In the morning of that day, to those in post then."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )
    roles = forms.MultipleChoiceField(
        label=_("To everybody who is"), choices=GROUPS, required=False, widget=forms.CheckboxSelectMultiple
    )
    people = PeopleChoiceField(
        label=_("And to"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

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

    @property
    def campaign_fields(self) -> dict[str, Any]:
        """The values of the campaign itself. Only of a valid form."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def chosen(self) -> int:
        """How many people are chosen by name, as the form stands."""
        value = self["people"].value() or []
        return len(value)
