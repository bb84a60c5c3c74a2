"""What is typed in about an opinion: by residents, and on the desk."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now, gettext_lazy as _, pgettext_lazy

from disclosure.opinions.enums import MAX_ANSWER_LENGTH, MAX_LENGTH, OpinionKind
from disclosure.opinions.models import Opinion
from portal.accounts.models import Unit
from portal.cases.enums import Channel, Visibility
from portal.cases.forms import SenderForm
from portal.core.texts import plain
from portal.desk.fields import ChoosingForm, DayField, LongTextField
from portal.desk.pages import set_choices

MIN_LETTERS = 5
MAX_WAIT = timedelta(days=366)
"""How far away the day for an answer may lie."""


class OpinionForm(SenderForm):
    """A question, objection or suggestion."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=OpinionKind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose what it is: a question, an objection or a suggestion.")
        ),
    )
    text = forms.CharField(
        label=_("What you want to ask or say"),
        help_text=_("Which entry, which amount, what you doubt. At most 2,000 characters; plain words are enough."),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": MAX_LENGTH}),
        error_messages={"required": _("Write what you want to ask or say, one sentence at least.")},
    )

    field_order = ("kind", "text")

    def clean_text(self) -> str:
        text = plain(self.cleaned_data["text"])
        if sum(letter.isalnum() for letter in text) < MIN_LETTERS:
            raise forms.ValidationError(now("Write what you want to ask or say, one sentence at least."))
        return text


def _unit(label: Any) -> Any:
    return forms.ModelChoiceField(Unit.objects.none(), label=label, to_field_name="code", empty_label=None)


def _due(**more: Any) -> DayField:
    return DayField(label=_("To be answered by"), latest=lambda: timezone.localdate() + MAX_WAIT, **more)


class ScreenForm(ChoosingForm):
    """Screen an opinion: what the public sees of it, who answers, and by when."""

    visibility = forms.ChoiceField(
        label=_("What the public sees"),
        choices=[
            (Visibility.PUBLIC, _("Publish it as it came")),
            (Visibility.MASKED, _("Publish it masked, as written below")),
            (Visibility.PRIVATE, _("Keep it private; only the sender is answered")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the public sees of it.")},
    )
    shown_text = LongTextField(
        _("Text that is passed on"),
        _("Write what the unit is to answer."),
        rows=6,
        max_length=MAX_LENGTH,
        help_text=_("The unit works with it; the public reads it too, unless it is kept private."),
    )
    shown_name = forms.CharField(
        label=_("Name that is shown"),
        max_length=60,
        required=False,
        help_text=_("May stay empty. Masked, for example: 王某"),
    )
    unit = _unit(_("Who answers"))
    due = _due(
        error_messages={
            "required": _("Choose the day by which it is to be answered."),
            "too_late": _("Choose a day within a year."),
        }
    )

    def __init__(self, *args: Any, how: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].help_text = how

    def clean_due(self) -> date | None:
        """Return the day that was chosen; None where it is the one that was proposed."""
        due: date = self.cleaned_data["due"]
        return due if "due" in self.changed_data else None


class RefuseForm(forms.Form):
    """Turn an opinion down."""

    reason = LongTextField(
        _("Why it is not taken up"),
        _("Write why it is not taken up. Whoever sent it reads it."),
        help_text=_("Whoever sent it reads this. It is not published."),
    )


class MergeForm(forms.Form):
    """Join an opinion with another."""

    into = forms.ChoiceField(
        label=_("Joined with"),
        widget=forms.RadioSelect,
        help_text=_("One answer serves both."),
        error_messages={"required": _("Choose the opinion that asks the same.")},
    )

    def __init__(self, *args: Any, others: Iterable[tuple[Opinion, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(other.pk): (other, words) for other, words in others}
        set_choices(self, "into", [(key, words) for key, (_other, words) in self.others.items()])

    def clean_into(self) -> Opinion:
        return self.others[self.cleaned_data["into"]][0]


class RerouteForm(ChoosingForm):
    """Give an opinion to another unit."""

    unit = _unit(_("Who answers instead"))
    reason = LongTextField(
        _("Why"), _("Write why another unit answers. Both read it."), rows=2, help_text=_("Both units read it.")
    )
    due = _due(
        required=False,
        help_text=_("Empty: the day stays."),
        error_messages={"too_late": _("Choose a day within a year.")},
    )


class AnswerForm(forms.Form):
    """Answer for the unit."""

    text = LongTextField(
        _("Answer"),
        _("Write the answer."),
        rows=8,
        max_length=MAX_ANSWER_LENGTH,
        help_text=_("The office checks it; then it stands beside the notice. No personal data."),
    )


class SendAnswerBackForm(forms.Form):
    """Send an answer back to its unit."""

    reason = LongTextField(_("What is to be fixed"), _("Write what is to be fixed. The unit reads it."))


class EnterOpinionForm(forms.Form):
    """An opinion that came by telephone, in the box or in person."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(one.value, one.label) for one in Channel if one != Channel.WEB],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=OpinionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind it is.")},
    )
    line = forms.IntegerField(
        label=_("Number of the entry"),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Where it is about one entry of the notice."),
        error_messages=dict.fromkeys(("invalid", "min_value"), _("Write the number of the entry alone, such as 17.")),
    )
    received_on = DayField(
        label=_("Received on"),
        help_text=_("The days for the answer are counted from it."),
        latest=timezone.localdate,
        error_messages={"required": _("Choose the day on which it came.")},
    )
    text = LongTextField(
        _("What was said"),
        _("Write what was said."),
        rows=6,
        max_length=MAX_LENGTH,
        help_text=_("In their words, as far as possible."),
    )
    name = forms.CharField(label=_("Name"), max_length=60, required=False, help_text=_("If they gave it."))
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "short"}),
    )
    email = forms.EmailField(
        label=pgettext_lazy("form field", "E-mail"),
        required=False,
        max_length=254,
        help_text=_("The answer is sent there."),
        error_messages={"invalid": _("This is no e-mail address.")},
    )

    def __init__(self, *args: Any, first: date, has_lines: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        if not has_lines:
            del self.fields["line"]

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day < self.first:
            raise forms.ValidationError(_("The notice had not been published on this day."))
        return day
