"""What a resident writes about a notice, and the code by which it is followed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from disclosure.opinions.actions.checks import MAX_LENGTH, plain
from disclosure.opinions.actions.steps import new_code
from disclosure.opinions.enums import OpinionKind

FORM_SALT = "opinion form"
MIN_LETTERS = 5
_TELEPHONE = re.compile(r"[+(（\d][\d\s()（）+-]{4,28}")


class OpinionForm(forms.Form):
    """A question, objection or suggestion. Everything about the person may be left empty."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=OpinionKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what it is: a question, an objection or a suggestion."),
            "invalid_choice": _("Choose what it is: a question, an objection or a suggestion."),
        },
    )
    text = forms.CharField(
        label=_("What you want to ask or say"),
        help_text=_("Which entry, which amount, what you doubt. At most 2,000 characters; plain words are enough."),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": MAX_LENGTH}),
        error_messages={"required": _("Write what you want to ask or say, one sentence at least.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=60,
        help_text=_("May be left empty."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Your telephone"),
        required=False,
        max_length=30,
        help_text=_("May be left empty. Only for the office, to ask you back."),
        widget=forms.TextInput(attrs={"class": "short", "type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        max_length=254,
        help_text=_("May be left empty. If you leave it, the answer is sent to you."),
        error_messages={"invalid": _("This is no e-mail address; it reads like name@example.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["token"] = signing.dumps(new_code(), salt=FORM_SALT)

    def clean_text(self) -> str:
        """Return the text; a row of dots or smileys asks nothing."""
        text = plain(self.cleaned_data["text"])
        if sum(letter.isalnum() for letter in text) < MIN_LETTERS:
            raise forms.ValidationError(now("Write what you want to ask or say, one sentence at least."))
        return text

    def clean_phone(self) -> str:
        """Return the telephone number as it was typed, if it can be one."""
        phone: str = self.cleaned_data["phone"]
        if phone and not _TELEPHONE.fullmatch(phone):
            raise forms.ValidationError(now("This is no telephone number. Write digits only, or leave it empty."))
        return phone

    def clean_website(self) -> str:
        """Refuse what programs fill in; people do not see the field."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(now("Leave this field empty; it is there to stop programs."))
        return ""

    @property
    def code(self) -> str:
        """The code this form was handed out with; empty if it was not by us."""
        try:
            return str(signing.loads(self.cleaned_data.get("token", ""), salt=FORM_SALT))
        except signing.BadSignature:
            return ""


class FollowForm(forms.Form):
    """The code somebody was given with their opinion."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        help_text=_("Twelve letters and digits. Capital or small letters, with or without hyphens."),
        error_messages={"required": _("Type the code that you were given.")},
        widget=forms.TextInput(
            attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
