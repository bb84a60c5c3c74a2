"""Forms of activities, meetings, contacts and work diaries."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.integrity.actions import education, meetings
from accountability.integrity.enums import MAX_TEXT_LENGTH, ActivityKind
from accountability.integrity.forms.fields import PersonField, UnitField, offer
from accountability.integrity.models import Contact
from accountability.rectification.enums import MAX_KIND_LENGTH, MAX_RESPONSIBLE_LENGTH
from portal.accounts.models import Unit, User
from portal.core.demonstration import today_of_due_days
from portal.desk.fields import DayField, HeldFilesField, LongTextField
from portal.desk.views import SeenForm

MOST_FILES = 10
"""Files that are added at once."""


def _today() -> Any:
    return today_of_due_days(timezone.now())


def _text(label: Any, missing: Any, length: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, error_messages={"required": missing}, help_text=help_text)


def _number(label: Any, missing: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=9999,
        error_messages={"required": missing, "invalid": missing},
        widget=forms.NumberInput(attrs={"class": "short"}),
    )


class ActivityForm(forms.Form):
    """What is said of an activity."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind.choices)
    title = _text(_("Title"), _("Write the title."), 120)
    day = DayField(label=_("Day"), latest=_today)
    place = _text(pgettext_lazy("of a talk or an activity", "Place"), _("Write the place."), 80)
    leader = _text(_("Led by"), _("Write who led it."), 60, _("Name and office, also of somebody from outside."))
    about = LongTextField(
        pgettext_lazy("of an activity", "What it was about"), rows=4, max_length=MAX_TEXT_LENGTH, required=False
    )

    @property
    def said(self) -> education.Said:
        """What was typed, once the form is valid."""
        said = self.cleaned_data
        return education.Said(
            ActivityKind(said["kind"]), said["title"], said["day"], said["place"], said["leader"], said["about"]
        )


class ChangeActivityForm(SeenForm, ActivityForm):
    """Change what is said of an activity."""


class FilesForm(forms.Form):
    """Files that are added."""

    chosen = HeldFilesField(
        label=_("Files"),
        most=MOST_FILES,
        error_messages={"required": _("Choose a file.")},
        help_text=_("PDF, pictures, Word or Excel. Several can be chosen at once."),
    )


class MeetingForm(forms.Form):
    """What is said of a democratic-life meeting."""

    unit = UnitField(_("Unit"), missing=_("Choose the unit."), empty_label=_("Choose"))
    group = _text(_("Leading group"), _("Write which leading group."), 80)
    theme = _text(_("Theme"), _("Write the theme."), 120)
    day = DayField(label=_("Day"), latest=_today)
    place = _text(pgettext_lazy("of a talk or an activity", "Place"), _("Write the place."), 80)
    chaired_by = _text(_("Chaired by"), _("Write who chaired it."), 60)
    due = _number(pgettext_lazy("at a meeting", "To come"), _("Write how many were to come."))
    present = _number(pgettext_lazy("at a meeting", "Came"), _("Write how many came."))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, unit=units)

    @property
    def said(self) -> meetings.Said:
        """What was typed, once the form is valid."""
        return meetings.Said(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class ChangeMeetingForm(SeenForm, MeetingForm):
    """Change what is said of a meeting."""


class CriticismForm(forms.Form):
    """What one member said of another, or of themself."""

    said_by = _text(_("Who said it"), _("Write who said it."), 60)
    said_of = _text(_("Of whom"), _("Write of whom."), 60, _("The same name for self-criticism."))
    text = LongTextField(
        pgettext_lazy("at a meeting", "What was said"),
        pgettext_lazy("at a meeting", "Write what was said."),
        rows=4,
        max_length=MAX_TEXT_LENGTH,
        help_text=_("Stored encrypted. The secretary and the leaders of the town read it; each reading is noted."),
    )


class MeasureForm(forms.Form):
    """What is to be done about what a meeting brought up."""

    unit = UnitField(
        pgettext_lazy("of a measure", "Who does it"), missing=_("Choose the unit."), empty_label=_("Choose")
    )
    kind = _text(_("Kind"), _("Write of what kind it is."), MAX_KIND_LENGTH)
    text = LongTextField(_("What is wrong"), _("Write what is wrong."), max_length=2000)
    requirement = LongTextField(_("What is to be done"), _("Write what is to be done."), max_length=2000)
    due = DayField(label=_("By when"))
    responsible = forms.CharField(label=_("Responsible"), max_length=MAX_RESPONSIBLE_LENGTH, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, unit=units)


class ContactForm(forms.Form):
    """Which cadre keeps contact with which village or station."""

    person = PersonField(_("Cadre"), missing=_("Choose the cadre."), empty_label=_("Choose"))
    unit = UnitField(_("Village or station"), missing=_("Choose the unit."), empty_label=_("Choose"))
    starts_on = DayField(label=_("From"))
    visits_a_month = _number(_("Visits a month at least"), _("Write how many."))

    def __init__(self, *args: Any, people: QuerySet[User], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, person=people, unit=units)


class ChangeContactForm(SeenForm):
    """Change how often somebody visits, or end the contact."""

    visits_a_month = _number(_("Visits a month at least"), _("Write how many."))
    ends_on = DayField(label=_("Until"), required=False, help_text=_("Empty: until further notice."))


class DiaryForm(forms.Form):
    """A day of one's own work diary."""

    day = DayField(label=_("Day"), latest=_today)
    contact = forms.ModelChoiceField(
        label=pgettext_lazy("of a work diary", "Visit to"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("No visit"),
        help_text=_("Where you were at a village or station that you keep contact with."),
    )
    text = LongTextField(
        pgettext_lazy("of a work diary", "What was done"),
        pgettext_lazy("of a work diary", "Write what was done."),
        max_length=MAX_TEXT_LENGTH,
    )
    problems = LongTextField(
        _("Problems that were raised"),
        max_length=MAX_TEXT_LENGTH,
        required=False,
        help_text=_("Without names and telephones of residents. Petitions are entered as such."),
    )

    def __init__(self, *args: Any, contacts: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, contact=contacts)
        self.fields["contact"].label_from_instance = lambda one: one.unit.name  # type: ignore[attr-defined]
