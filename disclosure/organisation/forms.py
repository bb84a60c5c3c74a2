"""Forms of texts, appointments, places and budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.content.text.forms import MAX_BODY_LENGTH
from disclosure.organisation.enums import Office, PlaceKind, TextKind, WordingState
from disclosure.organisation.models import EDITABLE, Appointment, GroupBudget, Place, Wording
from portal.accounts.models import Unit
from portal.desk.fields import DayField, LongTextField, ManyFilesField, MarkdownField
from portal.desk.views import SeenForm

if TYPE_CHECKING:
    _Form = forms.ModelForm[Any]
else:
    _Form = forms.ModelForm

_LABELS = {"adopted_by": _("Issued by"), "adopted_on": _("Issued on"), "reference": _("Issue")}
"""What fields are called of texts that are no rules."""


class RulesForm(forms.Form):
    """Narrows the register of rules to a state."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((one.value, one.label) for one in (WordingState.IN_FORCE, WordingState.ABOLISHED))],
    )


class TextKindForm(forms.Form):
    """What is begun, and for which town."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=TextKind.choices, error_messages={"required": _("Choose what you want to write.")}
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].initial, self.fields["unit"].widget = units[0].code, forms.HiddenInput()


class WordingForm(SeenForm):
    """What a draft says, and its files."""

    title = forms.CharField(label=_("Title"), max_length=120)
    reference = forms.CharField(label=_("Document number"), max_length=60, required=False)
    adopted_by = forms.CharField(label=_("Adopted by"), max_length=80, required=False)
    adopted_on = DayField(label=_("Adopted on"), latest=timezone.localdate, required=False)
    in_force_from = DayField(label=_("In force from"), required=False)
    body = MarkdownField(
        pgettext_lazy("body of a text", "Text"),
        preview="disclosure_desk:preview",
        template="disclosure/notices/_said.html",
        required=False,
        max_length=MAX_BODY_LENGTH,
        help_text=_(
            "An empty line begins a paragraph. ## begins a heading, - an item of a list, **two stars** make bold, and |"
            " stands between the cells of a table."
        ),
    )
    attach = ManyFilesField(
        label=_("Attach files"),
        required=False,
        help_text=_("PDF, pictures, Word or Excel. Several can be chosen at once."),
    )

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            **self.initial,
            **{name: getattr(wording, name) for name in self.fields if hasattr(wording, name)},
        }
        if wording.text.kind != TextKind.RULE:
            del self.fields["in_force_from"]
            for name, label in _LABELS.items():
                self.fields[name].label = label

    @property
    def chosen_files(self) -> list[UploadedFile[Any]]:
        """The files that were chosen, once the form is valid."""
        files: list[UploadedFile[Any]] = self.cleaned_data["attach"]
        return files


class AbolishForm(forms.Form):
    """From which day a rule is no longer in force, and by what."""

    ended_on = DayField(label=_("No longer in force from"))
    reason = forms.CharField(
        label=_("Abolished by"),
        max_length=200,
        help_text=_("The document or meeting that abolished it. Everybody reads it."),
        error_messages={"required": _("Write by what it was abolished.")},
    )


class EntryForm(SeenForm, _Form):
    """What is said of an appointment, a place or a budget. The action saves it, not the form.

    Attributes:
        fixed: What is chosen once, for a new entry, besides its unit.
    """

    fixed: ClassVar[str] = ""
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the unit.")},
    )

    def __init__(self, *args: Any, units: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["unit"]
            if self.fixed:
                del self.fields[self.fixed]
        else:
            del self.fields["seen"]
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
            self.order_fields([self.fixed, "unit"])

    def _post_clean(self) -> None:
        """Leave the row alone: the action writes into the one it has locked, and refuses what does not fit."""


class AppointmentForm(EntryForm):
    """Who was appointed as what, from when to when."""

    fixed = "office"
    office = forms.ChoiceField(label=_("Appointed to"), choices=Office.choices)

    class Meta:
        model = Appointment
        fields = list(EDITABLE[Appointment])
        field_classes: ClassVar = {"starts_on": DayField, "ends_on": DayField, "trained_on": DayField}
        help_texts: ClassVar = {
            "name_zh": _("For who has no account. An account names itself."),
            "origin_zh": _("The post, the body or the deputies somebody comes from."),
            "duties_zh": _("Of an agent: for which errands."),
            "ends_on": _("Empty: until further notice. Enter the day when the term ends early, too."),
        }

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].empty_label = _("has no account")  # type: ignore[attr-defined]


class PlaceForm(EntryForm):
    """Where a place is, when it is open, and what can be done there."""

    fixed = "kind"
    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices)
    offers_zh = LongTextField(
        _("What can be done there, in Chinese"),
        rows=6,
        max_length=2000,
        required=False,
        help_text=_("One thing a line."),
    )
    offers_en = LongTextField(_("What can be done there, in English"), rows=6, max_length=3000, required=False)

    class Meta:
        model = Place
        fields = list(EDITABLE[Place])


class BudgetForm(EntryForm):
    """What the leading group has for a year, and what it spent."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100, widget=forms.NumberInput(attrs={"class": "short"})
    )

    class Meta:
        model = GroupBudget
        fields = list(EDITABLE[GroupBudget])
