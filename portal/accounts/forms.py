"""Forms of the administrator's pages."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.actions import UNIT_FIELDS
from portal.accounts.enums import Role
from portal.accounts.models import StaffMember, Unit, User
from portal.desk.fields import DayField
from portal.desk.views import SeenForm

if TYPE_CHECKING:
    # Only the type checker knows forms by their model.
    _UnitForm = forms.ModelForm[Unit]
    _StaffMemberForm = forms.ModelForm[StaffMember]
    _UserForm = forms.ModelForm[User]
    _UserChoice = forms.ModelChoiceField[User]
else:
    _UnitForm = _StaffMemberForm = _UserForm = forms.ModelForm
    _UserChoice = forms.ModelChoiceField


class UnitForm(SeenForm, _UnitForm):
    """What is public of a unit."""

    class Meta:
        model = Unit
        fields = UNIT_FIELDS


STAFF_ROW = ("name", "name_en", "title_zh", "title_en", "duties_zh", "duties_en", "phone")


class StaffRowForm(_StaffMemberForm):
    """One person on a staff board."""

    class Meta:
        model = StaffMember
        fields = STAFF_ROW


StaffFormSet = forms.formset_factory(StaffRowForm, extra=2, max_num=30, can_delete=True, can_delete_extra=False)


class NewPersonForm(forms.Form):
    """A new account."""

    username = forms.RegexField(
        label=_("User name"),
        regex=r"^[a-z][a-z0-9.\-]{1,58}$",
        help_text=_("Small letters, digits, dots and hyphens, such as clerk.liushu."),
        error_messages={"invalid": _("Use small letters, digits, dots and hyphens, and begin with a letter.")},
    )
    name_zh = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in Latin letters"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    password = forms.CharField(
        label=_("First password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Tell it to the person face to face; they change it after signing in."),
    )


class PersonForm(SeenForm, _UserForm):
    """A person's names and address."""

    class Meta:
        model = User
        fields = ("name_zh", "name_en", "email")


class PasswordForm(SeenForm):
    """A new password for somebody who lost theirs."""

    password = forms.CharField(
        label=_("New password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class PostForm(forms.Form):
    """A new post of a person."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=60)
    title_en = forms.CharField(label=_("Title in English"), max_length=80, required=False)
    is_head = forms.BooleanField(
        label=_("Head of the unit"),
        required=False,
        help_text=_("Reminded together with the clerk of what the unit owes."),
    )
    starts_on = DayField(label=_("From"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(label=_("Unit"), queryset=units, empty_label=_("Choose a unit"))


class EndPostForm(SeenForm):
    """The last day of a post."""

    ends_on = DayField(label=_("Last day"))


class HeadForm(SeenForm):
    """Whether the holder of a post is the unit's head."""

    is_head = forms.BooleanField(required=False)


class SwitchForm(SeenForm):
    """Whether a person may sign in."""

    on = forms.BooleanField(required=False)


class PersonChoiceField(_UserChoice):
    """A choice of people, who may share a name, but not a user name."""

    def label_from_instance(self, person: User) -> str:
        """Return the name with the user name."""
        return f"{person.name} ({person.username})"


class DeputyForm(forms.Form):
    """Somebody who writes in a clerk's place."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonChoiceField(label=_("Person"), queryset=people, empty_label=_("Choose a person"))
