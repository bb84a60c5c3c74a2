"""Forms of supervision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.supervision.actions.checks import MAX_PEOPLE_LENGTH
from accountability.supervision.actions.points import MAX_NAME_LENGTH
from accountability.supervision.actions.screen import MAX_TITLE_LENGTH
from accountability.supervision.enums import (
    MAX_NOTE_LENGTH,
    MAX_REQUIREMENT_LENGTH,
    MAX_SEEN_LENGTH,
    MAX_SLIDE_LENGTH,
    Area,
    Level,
    NoticeKind,
    ThingKind,
)
from accountability.supervision.models import RiskPoint
from portal.accounts.models import Unit
from portal.desk.fields import DayField, LongTextField
from portal.desk.views import SeenForm

WHY = _("Write down the reason. Whoever is concerned will read it.")


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is not generic
    """Chooses a unit by its code, among those the view offers."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            queryset=Unit.objects.none(),
            label=_("Unit"),
            to_field_name="code",
            empty_label=_("Please choose"),
            error_messages={"required": _("Choose the unit.")},
            **more,
        )


class _OfUnits(forms.Form):
    """A form that chooses a unit."""

    unit = UnitField()

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


def _amount(label: Any, *, required: bool, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.01"}),
    )


class PointForm(SeenForm):
    """What is said of a point of risk."""

    unit = UnitField()
    year = forms.IntegerField(
        label=_("Year"), min_value=2020, max_value=2100, widget=forms.NumberInput(attrs={"class": "short"})
    )
    area = forms.ChoiceField(label=pgettext_lazy("of a risk", "Area"), choices=Area.choices)
    post = forms.CharField(
        label=_("In which work"), max_length=80, help_text=_("Such as: approval of a homestead, payment of a subsidy.")
    )
    risk = LongTextField(_("What can go wrong"), _("Something is to be written here."), rows=2, max_length=200)
    level = forms.ChoiceField(label=pgettext_lazy("of a risk", "Level"), choices=Level.choices)
    measures = LongTextField(_("What is done against it"), _("Something is to be written here."), max_length=400)
    responsible = forms.CharField(label=_("Who is responsible, with their title"), max_length=80)
    ended_on = DayField(
        label=_("No risk any more since"), required=False, help_text=_("Empty as long as it is a point of risk.")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], point: RiskPoint | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for name in ("unit", "year") if point else ("seen", "ended_on"):
            del self.fields[name]


class CarryOverForm(forms.Form):
    """For which year the points of the year before are entered."""

    year = forms.IntegerField(
        label=_("For which year"), min_value=2020, max_value=2100, widget=forms.NumberInput(attrs={"class": "short"})
    )


class MatterForm(forms.Form):
    """Which matter is watched, and by when it is checked."""

    name = forms.CharField(label=_("Matter that is watched"), max_length=MAX_NAME_LENGTH)
    before = DayField(label=_("Check before it, by"), required=False)
    during = DayField(label=_("Check during it, by"), required=False)
    after = DayField(label=_("Check after it, by"), required=False)


class RenameForm(SeenForm):
    """What a matter is called."""

    name = forms.CharField(label=_("Matter that is watched"), max_length=MAX_NAME_LENGTH)


class FindRightForm(forms.Form):
    """A check that found all in order."""

    done_on = DayField(label=_("Made on"), latest=timezone.localdate)
    checked_by = forms.CharField(
        label=_("Who checked"), max_length=MAX_PEOPLE_LENGTH, help_text=_("Names, with a comma between them.")
    )
    seen_text = LongTextField(_("What was seen"), _("Write what was seen."), rows=3, max_length=MAX_SEEN_LENGTH)


class FindWrongForm(FindRightForm):
    """A check that found something wrong, and what the unit is to do about it."""

    requirement = LongTextField(
        _("What is to be done"), _("Write what is to be done."), rows=2, max_length=MAX_REQUIREMENT_LENGTH
    )
    put_right_by = DayField(label=_("Put right by"))
    supervising = forms.CharField(
        label=_("Who answers for the supervision"), max_length=MAX_PEOPLE_LENGTH, required=False
    )


class PostponeForm(forms.Form):
    """By when a check is made instead, and why."""

    due = DayField(label=_("To be made by"))
    reason = LongTextField(pgettext_lazy("of a check", "Why"), WHY, rows=2, max_length=MAX_NOTE_LENGTH)


class ReasonForm(forms.Form):
    """Why a check is left out."""

    reason = LongTextField(pgettext_lazy("of a check", "Why"), WHY, rows=2, max_length=MAX_NOTE_LENGTH)


class _ThingForm(_OfUnits):
    """What is entered of everything in the register."""

    kind = forms.ChoiceField(label=pgettext_lazy("of a thing", "Kind"), choices=ThingKind.choices)
    what = forms.CharField(label=pgettext_lazy("of a thing", "What it is"), max_length=160)
    count = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=99999, initial=1, widget=forms.NumberInput(attrs={"class": "short"})
    )
    taken_on = DayField(label=_("On which day"), latest=timezone.localdate)


class SealForm(_ThingForm):
    """A thing that was sealed."""

    taken_by = forms.CharField(label=_("Who sealed it"), max_length=80)
    reason = LongTextField(pgettext_lazy("of a thing", "Why"), _("Write why."), rows=2, max_length=MAX_NOTE_LENGTH)
    kept_at = forms.CharField(label=_("Where it is kept"), max_length=80, required=False)
    due = _amount(
        _("To be recovered, yuan"), required=False, help_text=_("Leave it empty where nothing is to be recovered.")
    )


class GiftForm(_ThingForm):
    """A gift that was handed in."""

    handed_in_by = forms.CharField(
        label=_("Who handed it in"),
        max_length=80,
        help_text=_("Only the discipline secretary and the committee read it."),
    )
    taken_by = forms.CharField(label=_("Who took it in"), max_length=80)
    reason = LongTextField(_("On what occasion it was given"), _("Write why."), rows=2, max_length=MAX_NOTE_LENGTH)
    kept_at = forms.CharField(label=_("Where it is kept"), max_length=80, required=False)


class RecoverForm(forms.Form):
    """What was recovered of a thing."""

    amount = _amount(_("Recovered now, yuan"), required=True)


class EndForm(forms.Form):
    """What became of a thing."""

    on = DayField(label=_("On which day"), latest=timezone.localdate)
    note = LongTextField(_("What became of it"), _("Write what became of it."), rows=2, max_length=MAX_NOTE_LENGTH)
    amount = _amount(_("Recovered with it, yuan"), required=False)

    def __init__(self, *args: Any, has_due: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_due:
            del self.fields["amount"]


class NoticeForm(SeenForm):
    """A notice for the screen."""

    kind = forms.ChoiceField(label=pgettext_lazy("of a screen notice", "Kind"), choices=NoticeKind.choices)
    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE_LENGTH)
    text = LongTextField(
        pgettext_lazy("of a screen notice", "Text"),
        _("Write what it says."),
        rows=3,
        max_length=MAX_SLIDE_LENGTH,
        help_text=_("Two or three sentences: each page of the screen stands for twelve seconds."),
    )
    first_day = DayField(label=pgettext_lazy("on the screen", "From"))
    last_day = DayField(label=pgettext_lazy("on the screen", "Up to and including"))
    order = forms.IntegerField(
        label=pgettext_lazy("on the screen", "Place"),
        min_value=1,
        max_value=999,
        initial=10,
        help_text=_("The smaller, the earlier."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["seen"]
