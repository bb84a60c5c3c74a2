"""What is typed in about a petition on the desk."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from petitions.handling.enums import (
    MAX_LENGTH,
    MAX_OPINION_LENGTH,
    MAX_SUBJECT_LENGTH,
    Category,
    Finding,
    Ground,
    Kind,
    Matter,
    Result,
    ReviewResult,
    Satisfaction,
    Service,
)
from petitions.handling.models import Petition
from petitions.handling.rules import MOST_EXTENSION_DAYS
from portal.accounts.models import Unit, User
from portal.desk.fields import ChoosingForm, DayField, HeldFileField, LongTextField
from portal.desk.pages import set_choices
from portal.desk.views import SeenForm

INTERNAL = _("It stays a note of the office; the petitioner does not read it.")


def _choice(label: Any, choices: Any, missing: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), missing),
        **more,
    )


def _unit(label: Any, **more: Any) -> Any:
    missing = {"required": _("Choose the unit."), "invalid_choice": _("This unit cannot be given it. Choose another.")}
    return forms.ModelChoiceField(
        Unit.objects.none(), label=label, to_field_name="code", error_messages=missing, **more
    )


class ReasonForm(forms.Form):
    """A step with a reason that stays inside."""

    reason = LongTextField(_("Why"), _("Write the reason."), help_text=INTERNAL, max_length=MAX_LENGTH)


class OptionalReasonForm(forms.Form):
    """A step that may have a reason, which stays inside."""

    reason = LongTextField(_("Why"), required=False, help_text=INTERNAL, max_length=MAX_LENGTH)


class RegisterForm(forms.Form):
    """Register a petition.

    Args:
        named: The people of the staff who are named in it.
        find: Returns the petition with a number, of those the person sees; None where there is none.
    """

    subject = forms.CharField(
        label=_("Subject, in a few words"),
        max_length=MAX_SUBJECT_LENGTH,
        help_text=_("For lists and papers, without names, such as: subsidy for 3 mu of land missing."),
        error_messages={"required": _("Write in a few words what it is about.")},
    )
    category = _choice(
        pgettext_lazy("of a petition", "Class"),
        Category.choices,
        _("Choose the class."),
        help_text=_("An accusation is sealed at once: nobody sees it any more but the discipline secretary."),
    )
    matter = forms.ChoiceField(label=_("Matter"), choices=Matter.choices)
    complained_about = forms.TypedMultipleChoiceField(
        label=_("Who of those named is complained about"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see nothing of it. The others are kept out no longer."),
    )
    repeats = forms.CharField(
        label=_("Repeats which petition"),
        required=False,
        max_length=60,
        help_text=_("The number of an earlier petition of the same people in the same matter, if there is one."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, named: Iterable[User], find: Callable[[str], Petition | None], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.find, self.named = find, {one.pk: one for one in named}
        set_choices(self, "complained_about", [(str(pk), one.name) for pk, one in self.named.items()])
        if not self.named:
            del self.fields["complained_about"]

    def clean_complained_about(self) -> list[User]:
        return [self.named[pk] for pk in self.cleaned_data["complained_about"]]

    def clean_repeats(self) -> Petition | None:
        number = self.cleaned_data["repeats"].strip().upper()
        found = self.find(number) if number else None
        if number and found is None:
            raise forms.ValidationError(gettext("There is no petition with this number that you can see."))
        return found


class GiveForm(ChoosingForm):
    """Give a petition to a unit, and in it to one person or to all who handle petitions there.

    Args:
        people: The people of each unit, by its name, as pairs of key and name.
    """

    unit = _unit(_("Who handles it"))
    handler = forms.ChoiceField(
        label=_("Who in the unit"), required=False, help_text=_("If nobody is chosen, all of its handlers.")
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, list[tuple[int, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "handler", [("", gettext("All handlers of the unit")), *people])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.pop("handler", "")
        return {**cleaned, "handlers": list(User.objects.filter(pk=chosen)) if chosen else []}


class AcceptForm(GiveForm):
    """Accept a petition. A sealed one is handled by whoever keeps it, if no unit is chosen."""

    def __init__(self, *args: Any, is_sealed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_sealed:
            field: Any = self.fields["unit"]
            field.required, field.empty_label = False, gettext("Whoever keeps it handles it")
            self.fields["handler"].help_text = gettext("If nobody is chosen, nobody else sees it.")
            set_choices(self, "handler", [("", gettext("Nobody else")), *list(self.fields["handler"].choices)[1:]])  # type: ignore[attr-defined]


class AssignForm(GiveForm):
    """Assign a petition with a date."""

    due = DayField(
        label=_("By when"),
        help_text=_("By this day the unit says that it takes it; it may object within 5 working days."),
        error_messages={"required": _("Choose the day by which the unit answers.")},
    )


class ReassignForm(GiveForm):
    """Give a petition to others."""

    reason = LongTextField(_("Why"), required=False, help_text=INTERNAL, max_length=MAX_LENGTH)


class BodyForm(forms.Form):
    """Name the body a petition goes to."""

    body = forms.CharField(
        label=_("Which body"),
        max_length=MAX_SUBJECT_LENGTH,
        help_text=_("It stands in the paper and in the letter to the petitioner."),
        error_messages={"required": _("Write which body.")},
    )


class RedirectForm(BodyForm):
    """Show the body that can act."""

    reason = LongTextField(_("Why"), required=False, help_text=INTERNAL, max_length=MAX_LENGTH)


class ChannelForm(RedirectForm):
    """Show the legal channel."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = gettext("Which channel")
        self.fields["body"].help_text = gettext("Such as: action before the county's court; labour arbitration.")


class RefuseForm(forms.Form):
    """Do not accept a petition."""

    ground = _choice(_("Ground"), Ground.choices, _("Choose the ground."))
    reason = LongTextField(_("More about it"), required=False, help_text=INTERNAL, max_length=MAX_LENGTH)


class MergeForm(forms.Form):
    """Merge a petition with another.

    Args:
        others: The petitions it can be merged with, the most alike first, each with the words that name it.
    """

    into = _choice(_("Merged with"), (), _("Choose the petition that is about the same matter."))

    def __init__(self, *args: Any, others: Iterable[tuple[Petition, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(other.pk): (other, words) for other, words in others}
        set_choices(self, "into", [(key, words) for key, (_other, words) in self.others.items()])

    def clean_into(self) -> Petition:
        return self.others[self.cleaned_data["into"]][0]


class RecordForm(forms.Form):
    """Record what was done."""

    kind = _choice(_("What was done"), Kind.choices, _("Choose what was done."))
    held_on = DayField(label=_("On"), latest=timezone.localdate)
    text = LongTextField(_("What happened"), _("Write what was done."), rows=4, max_length=MAX_LENGTH)
    is_agreed = forms.TypedChoiceField(
        label=_("Of a mediation: do both sides agree?"),
        choices=[
            ("", pgettext_lazy("of a mediation", "No mediation")),
            ("yes", pgettext_lazy("of a mediation", "They agree")),
            ("no", pgettext_lazy("of a mediation", "They do not")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    is_shown = forms.BooleanField(label=_("The petitioner reads it"), required=False)


class ExtensionForm(forms.Form):
    """Ask for more time."""

    days = forms.IntegerField(
        label=_("By how many days"),
        min_value=1,
        max_value=MOST_EXTENSION_DAYS,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Write a number of days from 1 to 30.")
        ),
    )
    reason = LongTextField(_("Why"), _("Write why more time is needed."), help_text=INTERNAL, max_length=MAX_LENGTH)


class ExtendForm(forms.Form):
    """Extend the time."""

    reason = LongTextField(
        _("Why more time is needed"),
        _("Write why more time is needed. The petitioner reads it."),
        help_text=_("The petitioner reads it, and it stands in the notice. It names nobody."),
        max_length=MAX_LENGTH,
    )


class DraftForm(forms.Form):
    """Draft the opinion."""

    finding = _choice(_("Facts"), Finding.choices, _("Choose what was found of the facts."))
    result = _choice(_("Result"), Result.choices, _("Choose the result."))
    is_mediated = forms.BooleanField(label=_("Settled by mediation"), required=False)
    facts = LongTextField(
        _("What was found"), _("Write what was found."), rows=6, max_length=MAX_OPINION_LENGTH,
        help_text=_("The second part of the paper. What was asked for, and how to ask for a review, are added."),
    )  # fmt: skip
    text = LongTextField(
        _("Opinion and what it rests on"), _("Write the opinion."), rows=6, max_length=MAX_OPINION_LENGTH,
        help_text=_("The third part: what is decided, under which rule, and by when it is done."),
    )  # fmt: skip


class SettleForm(forms.Form):
    """Close a sealed petition."""

    finding = _choice(_("Facts"), Finding.choices, _("Choose what was found of the facts."))
    text = LongTextField(
        _("What was found"),
        _("Write what was found."),
        rows=6,
        max_length=MAX_OPINION_LENGTH,
        help_text=_("It stays with whoever keeps the petition."),
    )


class ServeForm(forms.Form):
    """Enter how the opinion was served."""

    service = _choice(_("How it was served"), Service.choices, _("Choose how it was served."))
    served_on = DayField(
        label=_("Served on"),
        latest=timezone.localdate,
        help_text=_("The next day is day 1 of the time to ask for a review."),
    )


class RatingForm(forms.Form):
    """Enter how content the petitioner is."""

    result = _choice(_("With the result"), Satisfaction.choices, _("Choose how content they are with the result."))
    service = _choice(_("With the service"), Satisfaction.choices, _("Choose how content they are with the service."))
    words = LongTextField(_("What else they say"), required=False, max_length=MAX_LENGTH)


class AskReviewForm(forms.Form):
    """Enter that a review is asked for."""

    reason = LongTextField(_("Why they do not agree"), _("Write why they do not agree."), rows=4, max_length=MAX_LENGTH)


class OverturnForm(forms.Form):
    """Enter a decision of the body above."""

    decided_on = DayField(label=pgettext_lazy("of a review", "Decided on"), latest=timezone.localdate)
    text = LongTextField(_("What it says"), _("Write what the decision says."), rows=4, max_length=MAX_OPINION_LENGTH)


class UpholdForm(OverturnForm):
    """Enter that an opinion was upheld or changed."""

    result = _choice(
        _("Decision"),
        [(one.value, one.label) for one in (ReviewResult.UPHELD, ReviewResult.CHANGED)],
        _("Choose whether it was upheld or changed."),
    )
    field_order = ("result", "decided_on", "text")


class HearingForm(forms.Form):
    """Enter a public hearing."""

    begun_on = DayField(label=_("First day of the hearing"), latest=timezone.localdate)
    ended_on = DayField(label=_("Last day of the hearing"), latest=timezone.localdate)


class SuperviseForm(forms.Form):
    """Supervise a petition."""

    words = LongTextField(_("What is expected"), _("Write what is expected."), max_length=MAX_LENGTH)
    due = DayField(label=_("By when"))


class SponsorForm(ChoosingForm):
    """Name a leader who answers for a petition."""

    leader = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Leader"),
        empty_label=None,
        error_messages={"required": _("Choose a leader of the township.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A note that nobody outside reads."""

    text = LongTextField(_("Note"), _("Write the note."), rows=3, max_length=MAX_LENGTH, help_text=INTERNAL)


class AdditionForm(forms.Form):
    """What a petitioner adds by telephone or at the counter."""

    text = LongTextField(_("What they add"), _("Write what is to be added."), rows=5, max_length=MAX_LENGTH)


class FileForm(forms.Form):
    """What came on paper."""

    file = HeldFileField(label=_("File"), error_messages={"required": _("Choose a file.")})


class KeepOutForm(ChoosingForm):
    """Keep a unit or a person out."""

    unit = _unit(_("Unit"), required=False, empty_label=_("No unit"))
    person = forms.ModelChoiceField(User.objects.none(), label=_("Person"), required=False, empty_label=_("No person"))
    reason = LongTextField(_("Why"), _("Write the reason."), help_text=INTERNAL, max_length=MAX_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]


class RoutesForm(forms.Form):
    """Which unit usually handles what."""

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for matter in Matter:
            self.fields[matter.value] = forms.ModelChoiceField(
                units, label=matter.label, to_field_name="code", required=False, empty_label=gettext("Nobody yet")
            )


class NewAnswerTextForm(forms.Form):
    """Words that an opinion can begin with."""

    title = forms.CharField(
        label=_("Title"),
        max_length=60,
        help_text=_("By which the words are chosen."),
        error_messages={"required": _("Write a title.")},
    )
    facts = LongTextField(_("What was found"), required=False, rows=4, max_length=MAX_OPINION_LENGTH)
    text = LongTextField(
        _("Opinion and what it rests on"),
        _("Write the words."),
        rows=6,
        max_length=MAX_OPINION_LENGTH,
        help_text=_("It names nobody. Mark what is to be filled in with brackets."),
    )


class AnswerTextForm(SeenForm, NewAnswerTextForm):
    """The same, changed."""
