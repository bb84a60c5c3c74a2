"""What is typed in about assessments."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.assessment.enums import (
    MAX_TEXT_LENGTH,
    ConsequenceKind,
    Counting,
    EntrySource,
    Grade,
    MeasureKey,
    ObjectionChannel,
    RuleKind,
    Scheme,
)
from accountability.assessment.models import ScoringTable, TableItem
from portal.accounts.models import User
from portal.core.demonstration import today_of_due_days
from portal.desk.fields import ChoosingForm, DayField, LongTextField
from portal.desk.pages import set_choices
from portal.desk.views import SeenForm

if TYPE_CHECKING:
    _TableForm = forms.ModelForm[ScoringTable]
else:
    _TableForm = forms.ModelForm


def _today() -> date:
    return today_of_due_days(timezone.now())


def points_field(label: Any, **more: Any) -> forms.DecimalField:
    """Return a field for points with one place."""
    return forms.DecimalField(
        label=label,
        max_digits=5,
        decimal_places=1,
        min_value=Decimal(0),
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.5", "inputmode": "decimal"}),
        error_messages={
            "required": gettext_lazy("Write points, with at most one decimal."),
            "invalid": gettext_lazy("Write points, with at most one decimal."),
        },
        **more,
    )


class ReasonForm(forms.Form):
    """A step with a reason."""

    reason = LongTextField(
        pgettext_lazy("of a step of an assessment", "Why"),
        gettext_lazy("Write the reason."),
        max_length=MAX_TEXT_LENGTH,
    )


class SelfScoreForm(forms.Form):
    """What a unit gives itself, item by item: fields `points_N` and `text_N` for each item of the table."""

    bonus = points_field(gettext_lazy("Bonus claimed"), initial=Decimal(0), required=False)
    text = LongTextField(
        gettext_lazy("What else there is to say"),
        required=False,
        max_length=MAX_TEXT_LENGTH,
        help_text=gettext_lazy("Such as what the bonus is for. It names no resident."),
    )

    def __init__(self, *args: Any, items: Iterable[TableItem] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            told = {"number": item.number, "title": item.title}
            self.fields[f"points_{item.number}"] = points_field(
                _("Item %(number)d, points: %(title)s") % told, max_value=item.points
            )
            self.fields[f"text_{item.number}"] = forms.CharField(
                label=_("Item %(number)d, what was done: %(title)s") % told,
                max_length=300,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def item_fields(self, number: int) -> tuple[forms.BoundField, forms.BoundField]:
        """Return the two fields of an item."""
        return self[f"points_{number}"], self[f"text_{number}"]

    @cached_property
    def general_fields(self) -> list[forms.BoundField]:
        """The fields that belong to no item."""
        return [self["bonus"], self["text"]]

    def scored(self) -> Mapping[str, Any]:
        """Return the values as the action takes them."""
        said = self.cleaned_data
        return {
            "points": [said[f"points_{item.number}"] for item in self.items],
            "texts": [said[f"text_{item.number}"] for item in self.items],
            "bonus": said["bonus"] or Decimal(0),
            "text": said["text"],
        }


class VerifyForm(forms.Form):
    """Submit the points; a large difference from the self-score is explained."""

    gap_reason = LongTextField(
        gettext_lazy("Why the self-score and these points differ"),
        required=False,
        max_length=MAX_TEXT_LENGTH,
        help_text=gettext_lazy("Needed where they differ by more than the table allows. It is published."),
    )


class DecideForm(forms.Form):
    """The grade the Party committee decides."""

    grade = forms.ChoiceField(label=pgettext_lazy("of an assessment", "Grade"), choices=())
    decided_on = DayField(label=pgettext_lazy("of a grade", "Decided on"), latest=_today)
    reason = LongTextField(
        pgettext_lazy("of a grade", "Reason"),
        required=False,
        max_length=MAX_TEXT_LENGTH,
        help_text=gettext_lazy("Needed after a veto, and where the grade is not the rule’s. It is published."),
    )

    def __init__(self, *args: Any, grades: Iterable[Grade] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "grade", [(grade.value, grade.label) for grade in grades])

    def clean_grade(self) -> Grade:
        return Grade(self.cleaned_data["grade"])


class OpenYearForm(ChoosingForm):
    """Open a year with its team."""

    year = forms.IntegerField(label=pgettext_lazy("of an assessment", "Year"), min_value=2000, max_value=2100)
    team = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("of an assessment", "Team"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who is on the team.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as when the team visits, and when the committee meets."),
    )


class TeamForm(SeenForm, ChoosingForm):
    """Change the team."""

    team = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("of an assessment", "Team"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who is on the team.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as when the team visits, and when the committee meets."),
    )


class CheckForm(forms.Form):
    """The check of a quarter."""

    quarter = forms.TypedChoiceField(label=gettext_lazy("Quarter"), coerce=int, choices=())
    day = DayField(label=gettext_lazy("Day of the check"), latest=_today)
    checkers = forms.CharField(
        label=gettext_lazy("Checked by"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write who checked.")},
    )
    text = LongTextField(
        gettext_lazy("What was found"), gettext_lazy("Write what was found."), max_length=MAX_TEXT_LENGTH
    )

    def __init__(self, *args: Any, quarters: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "quarter", [(str(number), label) for number, label in quarters])


class EntryForm(forms.Form):
    """Cases of a rule."""

    source = forms.ChoiceField(required=False, choices=EntrySource.choices, widget=forms.HiddenInput)
    rule = forms.TypedChoiceField(label=gettext_lazy("Rule"), coerce=int, choices=())
    cases = forms.IntegerField(label=gettext_lazy("Number of cases"), min_value=1, max_value=99, initial=1)
    text = forms.CharField(
        label=pgettext_lazy("of an entry", "What it is"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It is published with the result and names no resident."),
        error_messages={"required": gettext_lazy("Write what it is.")},
    )
    check = forms.TypedChoiceField(
        label=gettext_lazy("Found in the check of"), coerce=int, empty_value=None, required=False, choices=()
    )
    source_number = forms.CharField(
        label=gettext_lazy("Where it is written"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Such as the number of a finding, of a paper or of a list."),
    )
    source_url = forms.CharField(
        label=gettext_lazy("Address on this portal"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("If it is to be opened from here: the part after the portal’s name."),
    )

    def __init__(
        self,
        *args: Any,
        rules: Iterable[tuple[str, Any]] = (),
        checks: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "rule", rules)
        set_choices(self, "check", [("", _("No quarterly check")), *checks])


class CorrectForm(SeenForm):
    """Correct an entry, with the reason."""

    cases = forms.IntegerField(
        label=gettext_lazy("Number of cases"),
        min_value=0,
        max_value=99,
        help_text=gettext_lazy("With 0 it counts nothing, and stays readable."),
    )
    why = LongTextField(
        gettext_lazy("Why it is changed"),
        gettext_lazy("Write why it is changed. It is published with the result."),
        max_length=300,
        rows=2,
    )


class ObjectionForm(forms.Form):
    """An objection that came in."""

    channel = forms.ChoiceField(label=gettext_lazy("How it came"), choices=ObjectionChannel.choices)
    received_on = DayField(label=gettext_lazy("Received on"), latest=_today)
    text = LongTextField(
        gettext_lazy("The objection"),
        gettext_lazy("Write what the objection is."),
        max_length=MAX_TEXT_LENGTH,
        help_text=gettext_lazy("It names nobody: who objects stands where it came in."),
    )
    source_number = forms.CharField(
        label=gettext_lazy("Number where it came in"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as that of the opinion or the telephone note."),
    )


class AnswerForm(forms.Form):
    """The answer to an objection."""

    answer = LongTextField(
        gettext_lazy("The answer"),
        gettext_lazy("Write the answer. It is published."),
        max_length=MAX_TEXT_LENGTH,
        help_text=gettext_lazy("It is published with the result."),
    )


class RequireForm(forms.Form):
    """What the unit must put right."""

    kind = forms.CharField(
        label=gettext_lazy("Kind of problem"),
        max_length=60,
        error_messages={"required": gettext_lazy("Write what kind of problem it is.")},
    )
    text = LongTextField(gettext_lazy("What was found"), gettext_lazy("Write what was found."))
    requirement = LongTextField(gettext_lazy("What must be done"), gettext_lazy("Write what must be done."), rows=2)
    due = DayField(label=gettext_lazy("Done by"))
    responsible = forms.CharField(label=gettext_lazy("Who answers for it"), max_length=200, required=False)
    supervising = forms.CharField(label=gettext_lazy("Who supervises it"), max_length=200, required=False)


class ConsequenceForm(forms.Form):
    """A reward or a sanction."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ConsequenceKind.choices)
    text = forms.CharField(
        label=pgettext_lazy("of an entry", "What it is"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what it is.")},
    )
    day = DayField(label=gettext_lazy("Day"), latest=_today)
    basis = forms.CharField(
        label=gettext_lazy("On what basis"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write on what basis.")},
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Decided by"),
        max_length=60,
        error_messages={"required": gettext_lazy("Write who decided it.")},
    )


class TableForm(SeenForm, _TableForm):
    """Name, grades and limits of a scoring table."""

    scheme = forms.ChoiceField(label=gettext_lazy("Grades"), choices=Scheme.choices)

    class Meta:
        model = ScoringTable
        fields = (
            "name",
            "scheme",
            "first_from",
            "second_from",
            "third_from",
            "best_share",
            "bonus_cap",
            "gap_limit",
        )

    def _post_clean(self) -> None:
        """Leave the checks to the action: the form changes no row."""


class ItemForm(SeenForm):
    """An item of a scoring table."""

    title = forms.CharField(
        label=pgettext_lazy("of an assessment", "Item"),
        max_length=60,
        error_messages={"required": gettext_lazy("Write what the item is called.")},
    )
    standard = LongTextField(
        pgettext_lazy("of an item", "Standard"), gettext_lazy("Write what is asked for."), rows=2, max_length=300
    )
    points = points_field(gettext_lazy("Points"))


class RuleForm(SeenForm):
    """A rule of a scoring table."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=RuleKind.choices)
    item = forms.TypedChoiceField(
        label=pgettext_lazy("of an assessment", "Item"), coerce=int, empty_value=None, required=False, choices=()
    )
    text = forms.CharField(
        label=gettext_lazy("Rule"), max_length=200, error_messages={"required": gettext_lazy("Write the rule.")}
    )
    points = points_field(gettext_lazy("Points per case"), required=False)
    measure = forms.ChoiceField(
        label=gettext_lazy("Counted by the portal"),
        required=False,
        choices=[("", gettext_lazy("No, by the team")), *MeasureKey.choices],
    )
    counting = forms.ChoiceField(label=gettext_lazy("How it is counted"), choices=Counting.choices)

    def __init__(self, *args: Any, items: Iterable[TableItem] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "item", [("", _("None: bonus or veto")), *((str(item.pk), str(item)) for item in items)])
