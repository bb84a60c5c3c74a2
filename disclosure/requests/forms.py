"""What is typed in about a request: by applicants, and on the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.requests.actions.receiving import faults_of
from disclosure.requests.enums import (
    MAX_LENGTH,
    MAX_REPLY_LENGTH,
    MAX_SUBJECT_LENGTH,
    Applicant,
    Delivery,
    Outcome,
    Result,
    ResultGroup,
)
from disclosure.requests.models import ReplyFile
from disclosure.requests.rules import GROUNDS, REPLIES
from portal.accounts.models import Unit
from portal.cases.enums import Channel
from portal.cases.forms import SenderForm, address_field, email_field, telephone_field
from portal.core.texts import plain
from portal.desk.fields import ChoosingForm, DayField, HeldFileField, LongTextField


class RequestForm(SenderForm):
    """A request for information, by web."""

    text = forms.CharField(
        label=_("Which information?"),
        help_text=_(
            "Write its name or number, or which village, which year and what about. For example: the contract for "
            "waste collection of Shiqiao Village, 2025."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": MAX_LENGTH}),
        error_messages={"required": _("Write which information you want.")},
    )
    asked_of = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Which office has it?"),
        to_field_name="code",
        required=False,
        empty_label=_("I do not know"),
    )
    delivery = forms.ChoiceField(
        label=_("How do you want it?"),
        choices=Delivery.choices,
        initial=Delivery.EMAIL,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how you want it.")),
    )
    applicant = forms.ChoiceField(
        label=_("For whom do you ask?"),
        choices=Applicant.choices,
        initial=Applicant.PERSON,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose for whom you ask.")),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("Of an organisation: its full name, and who asks for it."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "name"}),
        error_messages={"required": _("Write your name, or that of the organisation.")},
    )
    identity = forms.CharField(
        label=_("ID number"),
        max_length=40,
        help_text=_(
            "The law wants to know who asks. Of an organisation: the uniform social credit code. Only those who work "
            "on it see it, and it is deleted when you have the reply."
        ),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the number of your ID card, or the credit code of the organisation.")},
    )
    phone = telephone_field(_("Telephone"), _("If something is unclear, you are asked on this number."))
    email = email_field(pgettext_lazy("form field", "E-mail"), _("Needed if you want it by e-mail."))
    address = address_field(_("Needed if you want it by post."))

    field_order: Sequence[str] = ("text", "asked_of", "delivery", "applicant", "name", "identity")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_of"].queryset = units  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        return plain(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        """Say at once all that is wrong with what they say of themselves, of the fields that are in order."""
        cleaned = super().clean() or self.cleaned_data
        asked = ("applicant", "identity", "name", "delivery", "phone", "email", "address")
        for fault in faults_of(**{name: cleaned.get(name, "") for name in asked}):
            if fault.field not in self.errors:
                self.add_error(fault.field, str(fault))
        return cleaned


class EnterRequestForm(RequestForm):
    """A request that came by letter, at the counter or otherwise."""

    town = forms.ModelChoiceField(Unit.objects.none(), label=_("Township"), to_field_name="code", empty_label=None)
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(one.value, one.label) for one in (Channel.LETTER, Channel.IN_PERSON)],
        initial=Channel.LETTER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came.")},
    )
    received_on = DayField(
        label=_("Received on"),
        help_text=_(
            "The next day is day 1. At the counter: that day; registered post: the day it was signed for; "
            "ordinary post: the day the applicant confirmed it."
        ),
        latest=timezone.localdate,
        error_messages={"required": _("Choose the day on which it came.")},
    )
    field_order = ("town", "channel", "received_on", *RequestForm.field_order)

    def __init__(self, *args: Any, towns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].queryset = towns  # type: ignore[attr-defined]
        del self.fields["website"], self.fields["token"]


class SupplementForm(forms.Form):
    """What an applicant puts right."""

    text = LongTextField(
        _("What you want, more exactly"), _("Write what you put right."), rows=5, max_length=MAX_LENGTH
    )


class AcceptForm(ChoosingForm):
    """Register a request and give it to a unit."""

    subject = forms.CharField(
        label=_("Subject, in a few words"),
        max_length=MAX_SUBJECT_LENGTH,
        help_text=_("For lists and papers, without names, such as: contract for waste collection, 2025."),
        error_messages={"required": _("Write in a few words what it is about.")},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Who drafts the reply"), to_field_name="code", empty_label=None
    )


class CorrectionForm(forms.Form):
    """Ask for corrections."""

    text = LongTextField(
        _("What is to be put right"),
        _("Write what is to be put right."),
        rows=4,
        max_length=MAX_LENGTH,
        help_text=_("The applicant reads it. Say all of it at once: it can be asked for once."),
    )
    due = DayField(
        label=_("By when"),
        error_messages={"required": _("Choose the day by which it is to be put right.")},
    )


class RerouteForm(ChoosingForm):
    """Give a request to another unit."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Who drafts the reply instead"), to_field_name="code", empty_label=None
    )
    reason = LongTextField(
        _("Why"), _("Write why another unit replies. Both read it."), rows=2, help_text=_("Both units read it.")
    )


class RedirectForm(forms.Form):
    """Hand a request over as another kind of case."""

    kind = forms.ChoiceField(label=_("As what"), choices=())
    reason = LongTextField(_("Why"), _("Write why it is no request for information."), help_text=_("Names nobody."))

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ConsultForm(forms.Form):
    """Ask a third party."""

    party = forms.CharField(
        label=_("Who is asked"), max_length=MAX_SUBJECT_LENGTH, error_messages={"required": _("Write who is asked.")}
    )
    concern = LongTextField(
        _("What of it concerns them"),
        _("Write what of it concerns them."),
        max_length=MAX_LENGTH,
        help_text=_("It stands in the letter to them; it names nobody who asked."),
    )


class HearForm(forms.Form):
    """What a third party says."""

    outcome = forms.ChoiceField(
        label=_("What the third party says"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they say.")},
    )
    answer = LongTextField(_("In their words"), max_length=MAX_LENGTH, required=False)


class ReasonForm(forms.Form):
    """A step with a reason."""

    reason = LongTextField(_("Why"), _("Write the reason."), help_text=_("It stays in the record; it names nobody."))


class ExtendForm(forms.Form):
    """Extend the time of the reply."""

    reason = LongTextField(
        _("Why more time is needed"),
        _("Write why more time is needed. The applicant reads it."),
        help_text=_("The applicant reads it, and it stands in the notice."),
    )


def _results() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the results as they are chosen, by the parts of the yearly report."""
    return [
        (
            str(group.label),
            [(one.value, str(one.label)) for one in REPLIES if GROUNDS[one].group == group],
        )
        for group in ResultGroup
    ]


class DraftForm(forms.Form):
    """Draft the reply."""

    result = forms.ChoiceField(
        label=_("What comes of it"),
        choices=_results,
        help_text=_("The article it rests on is put into the reply."),
        error_messages={"required": _("Choose what comes of it.")},
    )
    text = LongTextField(
        _("Reply"),
        _("Write the reply."),
        rows=8,
        max_length=MAX_REPLY_LENGTH,
        help_text=_("What is disclosed, or which part is not and why. Salutation, article and remedies are added."),
    )

    def clean_result(self) -> str:
        return Result(self.cleaned_data["result"])


class ReleaseForm(forms.Form):
    """Publish what was disclosed."""

    title = forms.CharField(
        label=_("Title"), max_length=120, error_messages={"required": _("Write what it is called in the list.")}
    )
    text = LongTextField(
        _("What was disclosed"),
        _("Write what everybody is to read."),
        rows=8,
        max_length=MAX_REPLY_LENGTH,
        help_text=_("Masked: no names of private persons, no numbers of IDs or telephones, no word of who asked."),
    )
    chosen = forms.ModelMultipleChoiceField(
        ReplyFile.objects.none(),
        label=_("Files that everybody reads"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, of_reply: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not of_reply:
            del self.fields["chosen"]
            return
        field: Any = self.fields["chosen"]
        field.queryset, field.label_from_instance = of_reply, lambda one: one.name

    def clean(self) -> dict[str, Any]:
        return {"chosen": [], **(super().clean() or self.cleaned_data)}


class FileForm(forms.Form):
    """A file of a reply."""

    file = HeldFileField(label=_("File"), error_messages={"required": _("Choose a file.")})
