"""What is typed in about an opinion: by residents, and on the desk."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.opinions.actions.checks import MAX_ANSWER_LENGTH, MAX_LENGTH
from disclosure.opinions.enums import OpinionKind
from portal.accounts.models import Unit
from portal.cases.enums import Channel, Visibility
from portal.cases.forms import SenderForm
from portal.core.texts import plain
from portal.desk.pages import set_choices

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


MAX_REASON_LENGTH = 1000


class _DueForm(forms.Form):
    """A step that sets a day for the answer."""

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if due is not None and due > self.latest:
            raise forms.ValidationError(_("Choose a day within a year."))
        return due


class ScreenForm(_DueForm):
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
    shown_text = forms.CharField(
        label=_("Text that is passed on"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The unit works with it; the public reads it too, unless it is kept private."),
        error_messages={"required": _("Write what the unit is to answer.")},
    )
    shown_name = forms.CharField(
        label=_("Name that is shown"),
        max_length=60,
        required=False,
        help_text=_("May stay empty. Masked, for example: 王某"),
    )
    unit = forms.ChoiceField(label=_("Who answers"))
    due = forms.DateField(
        label=_("To be answered by"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day by which it is to be answered."),
            "invalid": _("Write the day like 2026-10-28."),
        },
    )

    def __init__(self, *args: Any, units: Sequence[Unit], how: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [(unit.code, unit.name) for unit in units])
        self.fields["due"].help_text = how


class RefuseForm(forms.Form):
    """Turn an opinion down."""

    reason = forms.CharField(
        label=_("Why it is not taken up"),
        help_text=_("Whoever sent it reads this. It is not published."),
        max_length=MAX_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it is not taken up. Whoever sent it reads it.")},
    )


class MergeForm(forms.Form):
    """Join an opinion with another."""

    into = forms.ChoiceField(
        label=_("Joined with"),
        widget=forms.RadioSelect,
        help_text=_("One answer serves both."),
        error_messages={"required": _("Choose the opinion that asks the same.")},
    )

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "into", others)


class RerouteForm(_DueForm):
    """Give an opinion to another unit."""

    unit = forms.ChoiceField(label=_("Who answers instead"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Both units read it."),
        max_length=MAX_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why another unit answers. Both read it.")},
    )
    due = forms.DateField(
        label=_("To be answered by"),
        required=False,
        help_text=_("Empty: the day stays."),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2026-10-28.")},
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [(unit.code, unit.name) for unit in units])


class AnswerForm(forms.Form):
    """Answer for the unit."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=MAX_ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The office checks it; then it stands beside the notice. No personal data."),
        error_messages={"required": _("Write the answer.")},
    )


class SendAnswerBackForm(forms.Form):
    """Send an answer back to its unit."""

    reason = forms.CharField(
        label=_("What is to be mended"),
        max_length=MAX_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is to be mended. The unit reads it.")},
    )


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
    received_on = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        help_text=_("The days for the answer are counted from it."),
        error_messages={
            "required": _("Choose the day on which it came."),
            "invalid": _("Write the day like 2026-10-28."),
        },
    )
    text = forms.CharField(
        label=_("What was said"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In their words, as far as possible."),
        error_messages={"required": _("Write what was said.")},
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

    def __init__(self, *args: Any, today: date, first: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.first = today, first

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        if day < self.first:
            raise forms.ValidationError(_("The notice had not been published on this day."))
        return day
