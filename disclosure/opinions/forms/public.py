"""What a resident writes about a notice."""

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from disclosure.opinions.actions.checks import MAX_LENGTH
from disclosure.opinions.enums import OpinionKind
from portal.cases.forms import SenderForm
from portal.core.texts import plain

MIN_LETTERS = 5


class OpinionForm(SenderForm):
    """A question, objection or suggestion."""

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

    def clean_text(self) -> str:
        text = plain(self.cleaned_data["text"])
        if sum(letter.isalnum() for letter in text) < MIN_LETTERS:
            raise forms.ValidationError(now("Write what you want to ask or say, one sentence at least."))
        return text
