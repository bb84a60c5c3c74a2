"""What the desk writes down of debriefings and appraisals."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from accountability.appraisal.actions.appraisals import Counted, Voters
from accountability.appraisal.enums import MAX_LINE, MAX_MINUTES, MAX_SUBJECTS, MAX_TEXT, Scale, VoterClass
from accountability.appraisal.models import Subject, VotingClass
from accountability.appraisal.rules.scales import width
from portal.accounts.models import Unit
from portal.desk.fields import DayField, HeldFilesField, LongTextField
from portal.desk.views import SeenForm

_NUMBER = {"required": _("Write a number."), "invalid": _("Write a whole number."), "min_value": _("Write a number.")}
_BETWEEN = re.compile(r"[\s,，、]+")
MOST = 9999


def _line(label: Any, missing: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=MAX_LINE, error_messages={"required": missing}, **more)


class MeetingForm(forms.Form):
    """Day, place, chair and agenda of a debriefing."""

    day = DayField(label=_("Day"))
    begins = forms.TimeField(
        label=_("Begins at"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages=dict.fromkeys(("required", "invalid"), _("Write the time like 14:30.")),
    )
    place = _line(pgettext_lazy("of a meeting", "Place"), _("Write where it is held."))
    chair = _line(_("Chaired by"), _("Write who chairs it."))
    agenda = LongTextField(_("Agenda"), required=False, rows=6, max_length=MAX_TEXT, help_text=_("One item a line"))


class PlanForm(MeetingForm):
    """Whose debriefing is planned, for which year."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=None,
        help_text=_("The township itself for the debriefing of the town as a whole."),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose the unit.")),
    )
    year = forms.IntegerField(
        label=_("Year reported on"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Write a year like 2026.")),
    )
    field_order = ("unit", "year")

    def __init__(self, *args: Any, units: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units if units is not None else Unit.objects.none()
        field.label_from_instance = lambda unit: unit.name


class HoldForm(forms.Form):
    """How many were there."""

    attended = forms.IntegerField(
        label=_("Present"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), _("Write how many people were there.")),
    )


class CloseForm(forms.Form):
    """What was decided."""

    minutes = LongTextField(_("What was decided"), _("Write what was decided."), rows=5, max_length=MAX_MINUTES)


class ReasonForm(forms.Form):
    """Why something is cancelled."""

    reason = LongTextField(_("Reason"), _("Write down the reason. Whoever is concerned will read it."))


class StatementForm(SeenForm):
    """What one person reports."""

    person = forms.CharField(
        label=_("Name"), max_length=60, error_messages={"required": _("Write whose statement it is.")}
    )
    title = _line(_("Post"), _("Write the post."))
    text = LongTextField(_("Statement"), required=False, rows=10, max_length=MAX_MINUTES)
    file = HeldFilesField(
        most=1,
        required=False,
        label=_("Or a file"),
        help_text=_("PDF, Word or a scan; it takes the place of one before."),
    )


class QuestionForm(SeenForm):
    """A question with its answer."""

    asked_by = _line(_("Asked by"), _("Write who asked."))
    question = LongTextField(_("Question"), _("Write what was asked."), max_length=MAX_TEXT)
    answered_by = _line(_("Answered by"), _("Write who answered."))
    answer = LongTextField(_("Answer"), _("Write what was answered."), rows=5, max_length=MAX_TEXT)


class SuggestForm(forms.Form):
    """What somebody suggested."""

    made_by = _line(_("Suggested by"), _("Write who suggested it."))
    text = LongTextField(_("Suggestion"), _("Write what was suggested."), max_length=MAX_TEXT)


class AnswerForm(forms.Form):
    """The answer to a suggestion."""

    answer = LongTextField(_("Answer"), _("Write the answer."), max_length=MAX_TEXT)


class GiveForm(forms.Form):
    """What is to be put right, by when."""

    requirement = LongTextField(_("What is to be done"), _("Write what is to be done."), max_length=MAX_TEXT)
    due = DayField(label=_("By when"))
    responsible = forms.CharField(label=_("Responsible"), max_length=MAX_LINE, required=False)


class PrepareForm(forms.Form):
    """Who is appraised, who votes and how many, and who counts."""

    scale = forms.ChoiceField(label=_("Choices"), choices=Scale.choices, widget=forms.RadioSelect)
    subjects = LongTextField(
        _("Who is appraised"),
        _("Write who is appraised, one a line."),
        rows=6,
        max_length=MAX_SUBJECTS * (MAX_LINE + 60),
        help_text=_("One a line: the group as a whole first, then each person with a space and the post."),
    )
    tellers = _line(
        _("Tellers"),
        _("Write who counts the votes: at least two people."),
        help_text=_("Their names stand on the result."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in VoterClass.choices:
            for name, what in (("codes", _("codes for phones")), ("papers", _("ballots on paper"))):
                self.fields[f"{name}_{key}"] = forms.IntegerField(
                    label=gettext("%(voters)s: %(what)s") % {"voters": label, "what": what},
                    required=False,
                    min_value=0,
                    max_value=MOST,
                    widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
                    error_messages=_NUMBER,
                )

    @property
    def pairs(self) -> list[tuple[str, Any, Any]]:
        """The classes with their two fields."""
        return [(str(label), self[f"codes_{key}"], self[f"papers_{key}"]) for key, label in VoterClass.choices]

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of `prepare` and `amend`."""
        typed = self.cleaned_data
        lines = [_BETWEEN.split(line.strip(), maxsplit=1) for line in typed["subjects"].splitlines() if line.strip()]
        return {
            "scale": typed["scale"],
            "subjects": [(parts[0], parts[1] if len(parts) > 1 else "") for parts in lines],
            "voters": {
                key: Voters(typed[f"codes_{key}"] or 0, typed[f"papers_{key}"] or 0) for key in VoterClass.values
            },
            "tellers": typed["tellers"],
        }


class OpeningCodeForm(forms.Form):
    """The code that opens the ballot box, where there is one."""

    opening_code = forms.CharField(
        label=_("Opening code"),
        max_length=40,
        help_text=_("16 letters and digits, from the tellers’ sheet."),
        error_messages={"required": _("Write the opening code from the tellers’ sheet.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PaperForm(SeenForm):
    """What the tellers counted on paper: for each class what came back, and votes by subject and choice."""

    def __init__(
        self, *args: Any, classes: Sequence[VotingClass], subjects: Sequence[Subject], scale: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.classes, self.subjects, self.places = classes, subjects, range(width(scale))
        for one in classes:
            self._add(f"{one.key}-collected", _("Collected"))
            self._add(f"{one.key}-valid", pgettext_lazy("of ballots", "Valid"))
            for subject in subjects:
                for place in self.places:
                    self._add(f"{one.key}-{subject.position}-{place}", subject.name)

    def _add(self, name: str, label: Any) -> None:
        self.fields[name] = forms.IntegerField(
            label=label,
            min_value=0,
            max_value=MOST,
            required=False,
            widget=forms.NumberInput(attrs={"class": "short n", "inputmode": "numeric"}),
            error_messages=_NUMBER,
        )

    @property
    def counted(self) -> dict[str, Counted]:
        """What was counted, by class; an empty cell is zero."""
        return {
            one.key: Counted(
                self._of(f"{one.key}-collected"),
                self._of(f"{one.key}-valid"),
                [[self._of(f"{one.key}-{each.position}-{place}") for place in self.places] for each in self.subjects],
            )
            for one in self.classes
        }

    def _of(self, name: str) -> int:
        return self.cleaned_data.get(name) or 0
