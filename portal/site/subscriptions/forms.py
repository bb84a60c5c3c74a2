"""The form with which somebody asks to be told."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _


class SubscribeForm(forms.Form):
    """An address, and a field that people do not see and programs fill in."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("It is kept encrypted, used for these letters alone, and deleted when you leave."),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("This is no e-mail address; it reads like name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(gettext("Leave this field empty; it is there to stop programs."))
        return ""
