"""What is typed in to hand in a petition, and by its sender afterwards."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from petitions.handling.enums import MAX_LENGTH, MAX_REPRESENTATIVES, AnswerBy, Satisfaction
from petitions.intake.presenters.words import CATEGORIES
from portal.accounts.models import Unit
from portal.cases.actions.receiving import MAX_FILES
from portal.cases.enums import Channel
from portal.cases.forms import SenderForm, address_field, email_field, telephone_field
from portal.core.refusals import Refused
from portal.core.request_size import LARGEST_REQUEST, MEGABYTE
from portal.core.texts import plain
from portal.desk.fields import DayField, HeldFilesField, HeldFilesInput, LongTextField
from portal.messaging.channels import open_channels, valid_address
from portal.messaging.enums import Channel as Way

NAMED, ANONYMOUS = "named", "anonymous"
MOST_PEOPLE = 9999
TYPES = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.xls,.ods,.csv"


def _files(label: Any) -> HeldFilesField:
    said = _("At most {count}, {size} MB together. Where a photo was taken is removed from it.")
    return HeldFilesField(
        label=label,
        required=False,
        most=MAX_FILES,
        widget=HeldFilesInput(attrs={"accept": TYPES}),
        help_text=format_lazy(said, count=MAX_FILES, size=LARGEST_REQUEST // MEGABYTE),
    )


class PetitionForm(SenderForm):
    """A petition, by web. `values` is what `receive` is called with."""

    category = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(value, label) for value, (label, _about) in CATEGORIES.items()],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what it is.")),
    )
    place = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("In which village or office did it happen?"),
        to_field_name="code",
        required=False,
        empty_label=_("I do not know"),
        error_messages={"invalid_choice": _("Choose one of the list, or that you do not know.")},
    )
    is_against_place = forms.BooleanField(
        label=_("I complain about this village or office, or its people"),
        help_text=_("Then nobody there sees it, nor that it exists."),
        required=False,
    )
    text = LongTextField(
        _("What happened?"),
        _("Write what happened, one sentence at least."),
        rows=6,
        max_length=MAX_LENGTH,
        help_text=_("When, where, who, how much money. Write it as it was; style does not matter."),
    )
    wish = LongTextField(
        _("What do you wish for?"),
        rows=3,
        max_length=MAX_LENGTH,
        required=False,
        help_text=_("May be left empty."),
    )
    papers = _files(_("Photos or papers"))
    people = forms.IntegerField(
        label=_("How many are you?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Write how many people you are.")),
    )
    named = forms.ChoiceField(
        label=_("With your name?"),
        choices=[(NAMED, _("With my name")), (ANONYMOUS, _("Without a name"))],
        initial=NAMED,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose whether you give your name.")),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "name"}),
    )
    phone = telephone_field(_("Telephone"), _("To ask you back and to tell you. It is not published."))
    email = email_field(
        pgettext_lazy("form field", "E-mail"), _("May be left empty. If you leave it, each step is told to you.")
    )
    address = address_field(_("May be left empty. Where the written answer is brought to you."))
    answer_by = forms.ChoiceField(
        label=_("How do you want to hear?"),
        choices=AnswerBy.choices,
        initial=AnswerBy.HERE,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how you want to hear.")),
    )

    in_order: tuple[str, ...] = (
        *("category", "place", "is_against_place", "text", "wish", "papers", "named", "name", "people"),
        *(f"speaker_{number}{more}" for number in range(1, MAX_REPRESENTATIVES + 1) for more in ("", "_phone")),
        *("phone", "answer_by", "email", "address"),
    )
    """The fields in the order in which they stand on the page, and in which it is said what is wrong."""

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.queryset, place.label_from_instance = places, lambda unit: unit.name
        answer_by: Any = self.fields["answer_by"]
        answer_by.choices = [(value, label) for value, label in AnswerBy.choices if value in _ways_to_answer()]
        for number in range(1, MAX_REPRESENTATIVES + 1):
            self._add_speaker(number)
        self.order_fields(self.in_order)

    def _add_speaker(self, number: int) -> None:
        order = {"number": number}
        self.fields[f"speaker_{number}"] = forms.CharField(
            label=format_lazy(_("Name of representative {number}"), **order), required=False, max_length=60
        )
        self.fields[f"speaker_{number}_phone"] = forms.CharField(
            label=format_lazy(_("Telephone of representative {number}"), **order),
            required=False,
            max_length=30,
            widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
        )

    @property
    def categories(self) -> list[tuple[BoundWidget, str]]:
        """The classes, each with what it is."""
        boxes = self["category"]
        return [(box, str(about)) for box, (_label, about) in zip(boxes, CATEGORIES.values(), strict=True)]

    @property
    def speakers(self) -> list[tuple[Any, Any]]:
        """The fields of each representative."""
        numbers = range(1, MAX_REPRESENTATIVES + 1)
        return [(self[f"speaker_{number}"], self[f"speaker_{number}_phone"]) for number in numbers]

    @property
    def is_of_group(self) -> bool:
        """Whether anything is said of a group, so that its part of the form stands open."""
        people = self["people"].value() or 1
        return str(people) != "1" or any(field.value() for pair in self.speakers for field in pair)

    def hold_files(self, *, may_hold: bool) -> None:
        """Keep the files that were sent while the form is put right, for whoever has this form."""
        widget: Any = self.fields["papers"].widget
        widget.holder, widget.holds = self.code, may_hold

    def clean_text(self) -> str:
        return plain(self.cleaned_data["text"])

    def clean_people(self) -> int:
        return self.cleaned_data["people"] or 1

    def clean(self) -> dict[str, Any]:
        """Compare what is said with each other: the name, who is kept out, how the sender wants to hear."""
        cleaned = super().clean() or self.cleaned_data
        is_named = cleaned.get("named") == NAMED
        if is_named and not cleaned.get("name", "").strip() and "name" not in self.errors:
            self.add_error("name", gettext("Write your name, or choose to give none."))
        if cleaned.get("named") == ANONYMOUS:
            cleaned["name"] = ""
        if cleaned.get("is_against_place") and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", gettext("Choose which village or office it is, so that it can be kept out."))
        for fault, field in self._unreachable(cleaned):
            if field not in self.errors:
                self.add_error(field, fault)
        return cleaned

    def _unreachable(self, cleaned: dict[str, Any]) -> list[tuple[str, str]]:
        """Return what is missing for the way they want to hear, with its field."""
        answer_by, phone = cleaned.get("answer_by"), cleaned.get("phone", "")
        if answer_by == AnswerBy.TELEPHONE and not phone:
            return [(gettext("Leave a telephone number, or choose another way to hear."), "phone")]
        if answer_by == AnswerBy.SMS and not valid_address(phone, Way.SMS):
            return [(gettext("Leave the number of a mobile telephone, or choose another way to hear."), "phone")]
        if answer_by == AnswerBy.EMAIL and not cleaned.get("email"):
            return [(gettext("Leave an e-mail address, or choose another way to hear."), "email")]
        return []

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as `petitions.handling.actions.receiving.receive` takes it."""
        said = dict(self.cleaned_data)
        spoken = [
            (said.pop(f"speaker_{number}"), said.pop(f"speaker_{number}_phone"))
            for number in range(1, MAX_REPRESENTATIVES + 1)
        ]
        for name in ("website", "token", "named"):
            said.pop(name, None)
        files = said.pop("papers")
        return {**said, "files": files, "representatives": spoken}

    def refuse(self, refusal: Refused) -> None:
        """Show what the action refused beside the field that it concerns."""
        field = {"representatives": "speaker_1", "files": "papers"}.get(refusal.field or "", refusal.field)
        self.add_error(field if field in self.fields else None, str(refusal))


def _ways_to_answer() -> list[str]:
    """Return how this portal can tell somebody something."""
    needs = {AnswerBy.SMS: Way.SMS, AnswerBy.EMAIL: Way.EMAIL}
    return [one for one in AnswerBy if one not in needs or needs[one] in open_channels()]


class EnterPetitionForm(PetitionForm):
    """A petition that came by letter, by telephone, in person or from the box."""

    town = forms.ModelChoiceField(Unit.objects.none(), label=_("Township"), to_field_name="code", empty_label=None)
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(one.value, one.label) for one in Channel if one != Channel.WEB],
        initial=Channel.LETTER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came.")},
    )
    received_on = DayField(
        label=_("Received on"),
        help_text=_(
            "The next day is day 1. In person and by telephone: that day; ordinary post: the day the sender "
            "confirmed it; from the box: the day it was emptied."
        ),
        latest=timezone.localdate,
        error_messages={"required": _("Choose the day on which it came.")},
    )

    in_order = ("town", "channel", "received_on", *PetitionForm.in_order)
    said_here: ClassVar[Mapping[str, tuple[Any, Any]]] = {
        "category": (pgettext_lazy("of a petition", "Class"), ""),
        "is_against_place": (
            _("It complains about this village or office, or its people"),
            _("Then nobody there sees it, nor that it exists."),
        ),
        "text": (_("What it says"), _("As it was said or written.")),
        "wish": (_("What is wished for"), ""),
        "papers": (_("Files"), ""),
        "people": (_("How many people"), ""),
        "named": (_("With a name?"), ""),
        "phone": (_("Telephone"), _("To ask the sender back and to tell them.")),
        "email": (pgettext_lazy("form field", "E-mail"), ""),
        "address": (_("Address"), ""),
        "answer_by": (_("Wants to hear"), ""),
    }
    """What the fields are called to who enters for somebody else: label and hint."""

    def __init__(self, *args: Any, towns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].queryset = towns  # type: ignore[attr-defined]
        for name, (label, hint) in self.said_here.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        del self.fields["website"], self.fields["token"]


class AddForm(forms.Form):
    """What a petitioner adds: words, files or both."""

    text = LongTextField(
        _("What is to be added"),
        rows=5,
        max_length=MAX_LENGTH,
        required=False,
        help_text=_("New facts, or what you forgot. What you wrote before stays as it is."),
    )
    papers = _files(_("Photos or papers"))

    def clean(self) -> dict[str, Any]:
        """Refuse a form that says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (plain(cleaned.get("text", "")) or cleaned.get("papers")):
            self.add_error("text", gettext("Write what is to be added, or choose a file."))
        return cleaned


class RateForm(forms.Form):
    """How content a petitioner is."""

    result = forms.ChoiceField(
        label=_("With the result"),
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how content you are with the result.")),
    )
    service = forms.ChoiceField(
        label=_("With those who worked on it"),
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose how content you are with those who worked on it.")
        ),
    )
    words = LongTextField(
        _("What you want to say"),
        rows=2,
        max_length=MAX_LENGTH,
        required=False,
        help_text=_("May be left empty. It is not published; the discipline secretary reads it."),
    )


class ReviewForm(forms.Form):
    """Why a petitioner does not agree."""

    reason = LongTextField(
        _("Why you do not agree"),
        _("Write why you do not agree."),
        rows=5,
        max_length=MAX_LENGTH,
        help_text=_("Which point of the answer is wrong, and what you want instead."),
    )
