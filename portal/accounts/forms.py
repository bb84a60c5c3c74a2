"""Forms of the administrator's pages."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.actions import UNIT_FIELDS
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import StaffMember, Unit, User
from portal.desk.fields import ChoosingForm, DayField
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


def _phone_field() -> forms.RegexField:
    return forms.RegexField(
        label=_("Mobile telephone"),
        regex=r"^\+?[0-9][0-9 \-]{5,28}$",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=_("Short messages go there; nobody else reads it."),
        error_messages={"invalid": _("Write the telephone in digits, such as 13800000000.")},
    )


class NewUnitForm(_UnitForm):
    """A new station or village of a township."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[A-Z0-9]+(-[A-Z0-9]+)*$",
        max_length=20,
        help_text=_("Capital letters, digits and hyphens, such as QS-13. The numbers of its notices begin with it."),
        error_messages={"invalid": _("Use capital letters and digits, with hyphens between them.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in (UnitKind.VILLAGE, UnitKind.STATION)]
    )
    parent = forms.ModelChoiceField(Unit.objects.none(), label=_("Part of"), empty_label=None)

    class Meta:
        model = Unit
        fields = ("code", "kind", "parent", *(name for name in UNIT_FIELDS if name != "is_active"))

    def __init__(self, *args: Any, towns: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = towns  # type: ignore[attr-defined]

    def validate_unique(self) -> None:
        """Leave it to the action, which refuses a code that is taken with its own sentence."""


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
    phone = _phone_field()
    password = forms.CharField(
        label=_("First password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Tell it to the person face to face; they change it after signing in."),
    )


class PersonForm(SeenForm, _UserForm):
    """A person's names, address and telephone."""

    phone = _phone_field()

    class Meta:
        model = User
        fields = ("name_zh", "name_en", "email", "phone")


class PasswordForm(SeenForm):
    """A new password for somebody who lost theirs."""

    password = forms.CharField(
        label=_("New password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class PostForm(ChoosingForm):
    """A new post of a person."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=60)
    title_en = forms.CharField(label=_("Title in English"), max_length=80, required=False)
    is_head = forms.BooleanField(
        label=_("Head of the unit"),
        required=False,
        help_text=_("Reminded together with the clerk of what the unit owes."),
    )
    starts_on = DayField(label=_("From"))


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


class DeputyForm(ChoosingForm):
    """Somebody who writes in a clerk's place."""

    person = PersonChoiceField(User.objects.none(), label=_("Person"), empty_label=_("Choose a person"))
