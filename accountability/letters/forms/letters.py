"""Forms by which letters are signed, refused, checked and issued."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from accountability.letters.enums import MAX_NAME_LENGTH, MAX_REASON_LENGTH
from portal.accounts.models import User
from portal.desk.fields import ChoosingForm, DayField, HeldFilesField, LongTextField


class SignForm(forms.Form):
    """A signature: of the text that was shown, which `sha256` names."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    is_read = forms.BooleanField(
        label=gettext_lazy("I have read the whole text"),
        error_messages={"required": gettext_lazy("Read the text, then say so here.")},
    )


class ReasonForm(forms.Form):
    """A reason that whoever is concerned reads."""

    reason = LongTextField(gettext_lazy("Reason"), gettext_lazy("Write down the reason."), max_length=MAX_REASON_LENGTH)


class RefusalForm(forms.Form):
    """Why a letter is not signed."""

    reason = LongTextField(
        gettext_lazy("Why it is refused"),
        gettext_lazy("Write why you do not sign."),
        max_length=MAX_REASON_LENGTH,
        help_text=gettext_lazy("It is published with the answer of the party committee. Name nobody’s number."),
    )


class ReplyForm(forms.Form):
    """What the party committee answers to a refusal."""

    reply = LongTextField(
        gettext_lazy("Answer of the party committee"),
        gettext_lazy("Write what the party committee answers."),
        max_length=MAX_REASON_LENGTH,
    )


class ReplaceForm(ReasonForm):
    """Why a letter is issued anew, and by when it is to be signed."""

    due = DayField(label=gettext_lazy("To be signed by"))


class ScanForm(forms.Form):
    """The scan of a letter that was signed by hand."""

    scan = HeldFilesField(
        label=gettext_lazy("Scan of all pages"),
        most=1,
        help_text=gettext_lazy("A PDF or a picture, with signatures and seals of both."),
        error_messages={"required": gettext_lazy("Choose the scan.")},
    )


class CheckForm(forms.Form):
    """What the secretary found on the scan."""

    signed_on = DayField(label=gettext_lazy("Day beside the signatures"))
    signed_for_a = forms.CharField(
        label=gettext_lazy("Who signed for party A"),
        max_length=MAX_NAME_LENGTH,
        error_messages={"required": gettext_lazy("Write who signed for party A.")},
    )


class CadreForm(ChoosingForm):
    """To which cadre of a unit its letter is issued."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=MAX_NAME_LENGTH,
        error_messages={"required": gettext_lazy("Write the name.")},
    )
    title = forms.CharField(label=pgettext_lazy("of a person", "Post"), max_length=MAX_NAME_LENGTH, required=False)
    person = forms.ModelChoiceField(
        label=gettext_lazy("Account"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("none; it is signed on paper"),
    )
    due = DayField(label=gettext_lazy("To be signed by"))


class CountersignForm(forms.Form):
    """Several letters that are signed for the town at once; each value names letter, version and hash."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Which letters"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose the letters."),
            "invalid_choice": gettext_lazy("One of the letters was changed meanwhile. Look at them again."),
        },
    )
    is_read = forms.BooleanField(
        label=gettext_lazy("I have read the whole text"),
        error_messages={"required": gettext_lazy("Read the text, then say so here.")},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = list(choices)  # type: ignore[attr-defined]
