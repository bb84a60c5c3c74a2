"""What is typed in about visit days: by residents, and on the desk."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from petitions.handling.enums import Category
from petitions.visit_days.actions.receptions import Promised
from petitions.visit_days.actions.rules import Pair
from petitions.visit_days.enums import (
    MAX_MATTER_LENGTH,
    MAX_PARTY,
    MAX_PROMISE_LENGTH,
    MAX_SAID_LENGTH,
    MAX_TURNS,
    OnHoliday,
    RuleKind,
)
from petitions.visit_days.models import VisitRule
from portal.accounts.models import Post, Unit, User
from portal.cases.forms import SenderForm
from portal.core.dates import weekday
from portal.desk.fields import DayField, LongTextField
from portal.desk.pages import set_choices
from portal.desk.views import SeenForm

WAITING = "waiting"
"""What the form says instead of a place: that somebody wants to stand on the waiting list."""
PROMISES = 3
"""Promises that the form of a record has room for."""
COLUMNS = (
    *("kind", "on_holiday", "begins", "ends", "minutes", "places"),
    *("place_zh", "place_en", "host", "valid_from", "valid_until"),
)
"""The columns of a rule that its form asks whatever the kind."""
PARTIES = [(number, str(number)) for number in range(1, MAX_PARTY + 1)]


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit by its name, or none."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), required=False, label=label, to_field_name="code", **more)


class PersonField(forms.ChoiceField):
    """One of the people who receive; `people` maps the values to them, and none is the empty one."""

    def __init__(self, label: Any, *, required: bool = False, **more: Any) -> None:
        super().__init__(label=label, required=required, **more)
        self.people: dict[str, User] = {}

    def offer(self, posts: Iterable[Post], empty: Any = "") -> None:
        """Offer those who hold one of the posts."""
        found = list(posts)
        self.people = {str(one.person_id): one.person for one in found}
        labelled = [(str(one.person_id), f"{one.title} {one.person.name}".strip()) for one in found]
        self.choices = labelled if self.required and not empty else [("", empty or gettext("Nobody")), *labelled]

    def clean(self, value: Any) -> User | None:
        """Return the person."""
        return self.people.get(super().clean(value))


class TimeField(forms.TimeField):
    """A time of the day."""

    widget = forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")

    def __init__(self, label: Any) -> None:
        missing = _("Write the time like 14:30.")
        super().__init__(label=label, error_messages={"required": missing, "invalid": missing})


def _matter(label: Any, help_text: Any = "") -> forms.CharField:
    return LongTextField(
        label, _("Write in a sentence what it is about."), max_length=MAX_MATTER_LENGTH, help_text=help_text
    )


class BookingForm(SenderForm):
    """A booking, by web. Where no place is free it is one for the waiting list."""

    slot = forms.CharField(label=_("When suits you?"), max_length=10, error_messages={"required": _("Choose a time.")})
    text = _matter(
        _("What do you want to talk about?"),
        _("A sentence is enough. If several come about the same matter, choose at most 5 to speak."),
    )
    party = forms.TypedChoiceField(
        label=_("How many of you come?"),
        choices=PARTIES,
        coerce=int,
        initial=1,
        widget=forms.Select(attrs={"class": "short"}),
    )
    concerned_unit = UnitField(
        _("Is it about a village or station?"),
        empty_label=_("No, or I would rather not say"),
        help_text=_("May be left empty. Its people will not see that you come, nor what you say."),
    )
    field_order = ("slot", "name", "phone", "text", "party", "concerned_unit", "email")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerned_unit"].queryset = units  # type: ignore[attr-defined]
        for name, sentence in {
            "name": gettext("Write your name."),
            "phone": gettext("Leave a telephone number, so that you can be told if the day changes."),
        }.items():
            self.fields[name].required, self.fields[name].help_text = True, ""
            self.fields[name].error_messages["required"] = sentence
        self.fields["phone"].help_text = gettext("You are told there if the day changes. It is not published.")
        self.fields["email"].help_text = gettext("May be left empty. If you leave it, you are told there as well.")

    def clean_slot(self) -> int | None:
        """Return the number of the place; None for the waiting list."""
        text: str = self.cleaned_data["slot"]
        if text == WAITING:
            return None
        if not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(gettext("Choose a time."))
        return int(text)


class ComerForm(forms.Form):
    """Somebody who comes on the day without a booking."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=60, widget=forms.TextInput(attrs={"class": "short"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "short", "type": "tel"}),
    )
    party = forms.TypedChoiceField(
        label=_("How many came"), choices=PARTIES, coerce=int, initial=1, widget=forms.Select(attrs={"class": "short"})
    )
    text = _matter(_("What it is about"))
    concerned_unit = UnitField(
        _("Unit it complains about"), empty_label=_("None"), help_text=_("Its people see nothing of it.")
    )
    concerned_person = PersonField(_("Leader it complains about"), help_text=_("They see nothing of it either."))

    def __init__(self, *args: Any, units: QuerySet[Unit], leaders: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerned_unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["concerned_person"].offer(leaders)  # type: ignore[attr-defined]


class DeskBookingForm(ComerForm):
    """A booking that the office enters for somebody who telephones."""

    slot = forms.TypedChoiceField(label=_("Time"), coerce=int, empty_value=None, required=False)
    field_order = ("slot", "name", "phone", "text", "party", "concerned_unit")

    def __init__(self, *args: Any, slots: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["concerned_person"]
        set_choices(self, "slot", [(str(number), text) for number, text in slots] or [("", gettext("Waiting list"))])


class SignInForm(forms.Form):
    """How many have come."""

    party = forms.TypedChoiceField(
        label=_("How many came"), choices=PARTIES, coerce=int, widget=forms.Select(attrs={"class": "short"})
    )


class RuleForm(SeenForm):
    """A rule of visit days, with who receives in turn."""

    kind = forms.ChoiceField(label=_("On which days"), choices=RuleKind.choices, widget=forms.RadioSelect)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    month_day = forms.IntegerField(
        label=_("Day of the month"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=_("In a shorter month it is the last day."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    day = DayField(label=_("Day"), required=False, help_text=_("For a visit day that is held once."))
    on_holiday = forms.ChoiceField(
        label=_("If it falls on a day off"), choices=OnHoliday.choices, widget=forms.RadioSelect
    )
    begins, ends = TimeField(_("Begins at")), TimeField(_("Ends at"))
    minutes = forms.IntegerField(
        label=_("Minutes for each person"),
        min_value=5,
        max_value=240,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    places = forms.IntegerField(
        label=_("Places that can be booked"),
        min_value=1,
        max_value=60,
        help_text=_("Leave room for those who come without a booking."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    place_zh = forms.CharField(label=_("Place in Chinese"), max_length=80)
    place_en = forms.CharField(label=_("Place in English"), max_length=120, required=False)
    host = UnitField(
        _("Village that is visited"), empty_label=_("None: people come to the town"), help_text=_("May be left empty.")
    )
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid until"), required=False, help_text=_("May be left empty."))

    def __init__(
        self, *args: Any, villages: QuerySet[Unit], leaders: Iterable[Post], rule: VisitRule | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if rule is None:
            del self.fields["seen"]
        self.fields["host"].queryset = villages  # type: ignore[attr-defined]
        set_choices(self, "weekdays", [(str(number), weekday(date(2024, 1, number))) for number in range(1, 8)])
        able = list(leaders)
        for number in range(1, MAX_TURNS + 1):
            for name, label in (("leader", _("Turn %(n)d: who receives")), ("partner", _("Turn %(n)d: together with"))):
                field = PersonField(str(label) % {"n": number})
                field.offer(able)
                self.fields[f"{name}_{number}"] = field

    def turn_fields(self) -> list[tuple[Any, Any]]:
        """Return the fields of each turn, for the page."""
        return [(self[f"leader_{n}"], self[f"partner_{n}"]) for n in range(1, MAX_TURNS + 1)]

    def turns(self) -> list[Pair]:
        """Return who receives, in turn."""
        pairs = [
            (self.cleaned_data[f"leader_{number}"], self.cleaned_data[f"partner_{number}"])
            for number in range(1, MAX_TURNS + 1)
        ]
        return [(leader, partner) for leader, partner in pairs if leader]

    def columns(self) -> dict[str, Any]:
        """Return the values of the columns of the rule; what the kind does not ask is left empty."""
        asked = {RuleKind.WEEKLY: "weekdays", RuleKind.MONTHLY: "month_day", RuleKind.ONCE: "day"}
        kind = self.cleaned_data["kind"]
        empty: dict[str, Any] = {"weekdays": [], "month_day": None, "day": None}
        chosen = {name: self.cleaned_data[name] for name in empty if asked.get(kind) == name}
        return {name: self.cleaned_data[name] for name in COLUMNS} | empty | chosen


class EndRuleForm(SeenForm):
    """With which day a rule ends."""

    last_day = DayField(label=_("Last day"), help_text=_("Visit days that are published stay."))


class UntilForm(forms.Form):
    """Up to which day the roster is made, or published."""

    until = DayField(label=_("Up to and including"))


def _reason(label: Any, *, required: bool) -> forms.CharField:
    return LongTextField(
        label,
        _("Write down the reason. Whoever is concerned will read it."),
        rows=2,
        max_length=200,
        required=required,
        help_text=_("Everybody reads it."),
    )


class SubstituteForm(forms.Form):
    """Who receives on a day, and for whom they stand in."""

    receiver_1 = PersonField(_("Who receives"), required=True)
    away_1 = PersonField(_("in place of"))
    receiver_2 = PersonField(_("Together with"))
    away_2 = PersonField(_("in place of"))
    reason = _reason(_("Why"), required=False)

    def __init__(self, *args: Any, leaders: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = list(leaders)
        for name in ("receiver_1", "away_1", "receiver_2", "away_2"):
            self.fields[name].offer(able)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put the people together as the action takes them."""
        values = super().clean() or {}
        pairs = [(values.pop(f"receiver_{n}", None), values.pop(f"away_{n}", None)) for n in (1, 2)]
        return values | {"receivers": [pair for pair in pairs if pair[0]]}


class AmendForm(forms.Form):
    """Where people are received on a day."""

    place_zh = forms.CharField(label=_("Place in Chinese"), max_length=80)
    place_en = forms.CharField(label=_("Place in English"), max_length=120, required=False)
    host = UnitField(_("Village that is visited"), empty_label=_("None: people come to the town"))
    reason = _reason(_("Why"), required=False)

    def __init__(self, *args: Any, villages: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = villages  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """To which day a visit day is moved, and why."""

    day = DayField(label=_("To which day"))
    reason = _reason(_("Why"), required=True)


class CancelForm(forms.Form):
    """Why a visit day is cancelled."""

    reason = _reason(_("Why"), required=True)


class RecordForm(forms.Form):
    """The record of a reception: who received, what was said, what was promised."""

    received_by = PersonField(_("Who received"), required=True, widget=forms.RadioSelect)
    said = LongTextField(
        _("What was said at the reception"), _("Write what was said."), rows=5, max_length=MAX_SAID_LENGTH
    )
    concerned_unit = UnitField(
        _("Unit it complains about"), empty_label=_("None"), help_text=_("Its people see nothing of it.")
    )
    concerned_person = PersonField(_("Leader it complains about"), help_text=_("They see nothing of it either."))

    def __init__(
        self, *args: Any, leaders: Iterable[Post], receivers: Iterable[Post], units: QuerySet[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        able = list(leaders)
        first = [one.person_id for one in receivers]
        ordered = sorted(able, key=lambda one: first.index(one.person_id) if one.person_id in first else len(first))
        self.fields["received_by"].offer(ordered)  # type: ignore[attr-defined]
        self.fields["concerned_person"].offer(able)  # type: ignore[attr-defined]
        self.fields["concerned_unit"].queryset = units  # type: ignore[attr-defined]
        for number in range(1, PROMISES + 1):
            self.fields[f"promise_{number}"] = forms.CharField(
                label=gettext("Promise %(n)d: what") % {"n": number}, required=False, max_length=MAX_PROMISE_LENGTH
            )
            unit = UnitField(gettext("Who does it"), empty_label=gettext("Please choose"))
            unit.queryset = units
            self.fields[f"unit_{number}"] = unit
            self.fields[f"due_{number}"] = DayField(label=gettext("By when"), required=False)

    def promises(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of each promise, for the page."""
        names = ("promise", "unit", "due")
        return [tuple(self[f"{name}_{n}"] for name in names) for n in range(1, PROMISES + 1)]  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """Put the promises together as the action takes them."""
        values = super().clean() or {}
        promised = []
        for number in range(1, PROMISES + 1):
            text, unit, due = (values.pop(f"{name}_{number}", None) for name in ("promise", "unit", "due"))
            if text and not unit:
                self.add_error(f"unit_{number}", gettext("Choose who does it."))
            if text and not due and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", gettext("Choose by when."))
            if not text and (unit or due):
                self.add_error(f"promise_{number}", gettext("Write what was promised."))
            if text and unit and due:
                promised.append(Promised(text, unit, due))
        return values | {"promised": promised}


class PetitionForm(forms.Form):
    """Of which class the petition is that is made of a reception."""

    category = forms.ChoiceField(
        label=pgettext_lazy("of a petition", "Class"),
        choices=Category.choices,
        initial=Category.APPEAL,
        widget=forms.RadioSelect,
    )


class ReportForm(forms.Form):
    """What was done of a promise."""

    text = LongTextField(_("What was done about it"), _("Write what was done."), max_length=MAX_SAID_LENGTH)


class PostponeForm(forms.Form):
    """By when a promise is kept instead, and why."""

    due = DayField(label=_("By when"))
    reason = LongTextField(
        pgettext_lazy("of a promise", "Why"), _("Write down the reason. Whoever is concerned will read it."), rows=2
    )


class SendBackForm(forms.Form):
    """Why a promise is not kept yet."""

    reason = LongTextField(_("What is missing"), _("Write down the reason. Whoever is concerned will read it."), rows=2)
