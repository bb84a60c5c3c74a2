"""Forms about cases: what a sender leaves of themselves, number and code, and a search by telephone."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from portal.cases.rules.codes import new_code
from portal.core.encryption import seal, unseal
from portal.core.encryption.cipher import InvalidToken

FORM_KEPT = timedelta(days=2)
"""How long a form may lie open before pressing the button twice makes two cases."""
_TELEPHONE = re.compile(r"[+(（\d][\d\s()（）+-]{4,28}")


def telephone_field(label: Any, help_text: Any) -> forms.CharField:
    """Return the field of a sender's telephone, which may be left empty."""
    keys = {"class": "short", "type": "tel", "inputmode": "tel", "autocomplete": "tel"}
    return forms.CharField(
        label=label, required=False, max_length=30, help_text=help_text, widget=forms.TextInput(attrs=keys)
    )


def email_field(label: Any, help_text: Any) -> forms.EmailField:
    """Return the field of a sender's e-mail address, which may be left empty."""
    return forms.EmailField(
        label=label,
        required=False,
        max_length=254,
        help_text=help_text,
        error_messages={"invalid": _("This is no e-mail address; it reads like name@example.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def address_field(help_text: Any) -> forms.CharField:
    """Return the field of a sender's address, which may be left empty."""
    widget = forms.TextInput(attrs={"autocomplete": "address-line1"})
    return forms.CharField(label=_("Address"), required=False, max_length=200, help_text=help_text, widget=widget)


class SenderForm(forms.Form):
    """What somebody may leave of themselves with what they send by web. Everything may be left empty.

    The form is handed out with the code of the case it makes, so that a button pressed twice makes one.
    """

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=60,
        help_text=_("May be left empty."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "name"}),
    )
    phone = telephone_field(_("Your telephone"), _("May be left empty. Only for the office, to ask you back."))
    email = email_field(_("Your e-mail"), _("May be left empty. If you leave it, the answer is sent to you."))
    website = forms.CharField(label=_("Leave this empty"), required=False)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["token"] = seal(new_code())

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not _TELEPHONE.fullmatch(phone):
            raise forms.ValidationError(gettext("This is no telephone number. Write digits only, or leave it empty."))
        return phone

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(gettext("Leave this field empty; it is there to stop programs."))
        return ""

    @property
    def code(self) -> str:
        """The code this form was handed out with, also while it is not in order; empty if it was not by us."""
        try:
            return unseal(self.data.get(self.add_prefix("token"), ""), max_age=FORM_KEPT)
        except InvalidToken:
            return ""


class FollowForm(forms.Form):
    """The number and code that somebody was given with what they sent."""

    number = forms.CharField(
        label=_("The number"),
        max_length=60,
        help_text=_("As it stands beside the code."),
        error_messages={"required": _("Type the number that you were given.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        help_text=_("Twelve letters and digits. Capital or small letters, with or without hyphens."),
        error_messages={"required": _("Type the code that you were given.")},
        widget=forms.TextInput(
            attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class TelephoneForm(forms.Form):
    """Look for what came from a telephone number."""

    phone = forms.CharField(
        label=_("Telephone of the sender"),
        max_length=30,
        help_text=_("The whole number; spaces do not matter."),
        error_messages={"required": _("Type the whole number.")},
        widget=forms.TextInput(attrs={"type": "tel", "class": "short", "autocomplete": "off"}),
    )
