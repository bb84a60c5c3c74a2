"""What is typed in about inspections."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.inspections.enums import (
    MAX_BASIS_LENGTH,
    MAX_FINDING_LENGTH,
    MAX_PHOTOS,
    MAX_PLACE_LENGTH,
    MAX_PLAN_LENGTH,
    MAX_PUBLIC_LENGTH,
    MAX_REPORT_LENGTH,
    MAX_SEEN_LENGTH,
    MAX_SETTLED_LENGTH,
    MAX_TITLE_LENGTH,
    FindingKind,
    InspectionKind,
)
from accountability.inspections.models import Finding
from accountability.rectification.enums import MAX_RESPONSIBLE_LENGTH, MAX_TEXT_LENGTH
from portal.accounts.models import Unit, User
from portal.desk.fields import TOO_LONG, ChoosingForm, DayField, HeldFilesField, LongTextField
from portal.desk.views import SeenForm


class ShortTextField(forms.CharField):
    """A text of one line; `missing` is the sentence where it is empty."""

    def __init__(self, label: Any, missing: Any = "", *, max_length: int, **more: Any) -> None:
        messages = {"required": missing, "max_length": TOO_LONG}
        super().__init__(label=label, max_length=max_length, error_messages=messages, **more)


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several people, by their names and what they are; the choices are set by the form."""

    def __init__(self, label: Any, missing: Any, **more: Any) -> None:
        super().__init__(
            queryset=User.objects.none(),
            label=label,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": missing},
            **more,
        )

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with the posts, which the query has fetched along."""
        posts = getattr(obj, "posts_held", [])
        return " ".join([obj.name, *(part for post in posts[:1] for part in (post.unit.name, post.title))])


class UnitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several units."""

    def __init__(self, label: Any, missing: Any, **more: Any) -> None:
        super().__init__(
            queryset=Unit.objects.none(),
            label=label,
            to_field_name="code",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": missing},
            **more,
        )


class InspectionForm(ChoosingForm, SeenForm):
    """The plan of an inspection."""

    kind = forms.ChoiceField(label=_("Kind"), choices=InspectionKind.choices)
    title = ShortTextField(_("Title"), _("Write what is inspected."), max_length=MAX_TITLE_LENGTH)
    basis = ShortTextField(
        _("Basis"),
        _("Write on what it rests."),
        max_length=MAX_BASIS_LENGTH,
        help_text=_("Such as the year’s plan, a decision, or an order from above."),
    )
    plan = LongTextField(_("Plan"), _("Write what is looked at, and how."), rows=5, max_length=MAX_PLAN_LENGTH)
    begins = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"))
    team = PeopleField(_("Team"), _("Choose who inspects."), help_text=_("Nobody inspects their own unit."))
    units = UnitsField(_("Units to be inspected"), _("Choose what is inspected."))

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["seen"]


class VisitForm(ChoosingForm, SeenForm):
    """The record of a visit to a unit."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the unit.")},
    )
    day = DayField(label=_("Day"))
    place = ShortTextField(pgettext_lazy("of a visit", "Place"), _("Write where it was."), max_length=MAX_PLACE_LENGTH)
    people = PeopleField(_("Who went"), _("Choose who went."))
    seen_there = LongTextField(
        _("What was seen"),
        _("Write what was seen."),
        rows=5,
        max_length=MAX_SEEN_LENGTH,
        help_text=_("What was looked through, whom you spoke to. What is wrong is entered as findings afterwards."),
    )
    nothing_found = forms.BooleanField(label=pgettext_lazy("of a visit", "Nothing was found"), required=False)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen" if is_new else "unit"]


class FindingForm(SeenForm):
    """Something that is wrong."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *FindingKind.choices])
    place = ShortTextField(
        _("Place"),
        _("Write where it was."),
        max_length=MAX_PLACE_LENGTH,
        help_text=_("With the number of the voucher, contract or line, if there is one."),
    )
    text = LongTextField(
        _("What is wrong"),
        _("Write what is wrong."),
        max_length=MAX_FINDING_LENGTH,
        help_text=_("The unit reads these words in the notice. Begin with what it is in one line."),
    )
    amount = forms.DecimalField(
        label=_("Amount, yuan"),
        required=False,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    photos = HeldFilesField(
        label=_("Photographs"),
        required=False,
        most=MAX_PHOTOS,
        help_text=_("JPEG or PNG. What the telephone wrote into it, such as the place, is not kept."),
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["seen"]
        self.fields["kind"].error_messages["required"] = _("Choose the kind.")


class NoticeForm(ChoosingForm):
    """A notice of several findings of one unit."""

    findings = forms.ModelMultipleChoiceField(
        label=_("Findings"),
        queryset=Finding.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what notice is given of.")},
    )
    requirement = LongTextField(
        _("What is to be done"),
        _("Write what is to be done."),
        rows=5,
        max_length=MAX_TEXT_LENGTH,
        help_text=_("A line for each thing; they are numbered on paper."),
    )
    due = DayField(label=_("Last day"))
    responsible = ShortTextField(_("Responsible"), _("Name who answers for it."), max_length=MAX_RESPONSIBLE_LENGTH)
    supervising = ShortTextField(
        _("Responsible for supervision"),
        _("Name who answers for the supervision."),
        max_length=MAX_RESPONSIBLE_LENGTH,
        help_text=_("Both responsible lines are named, and both answer for what is not put right."),
    )

    def __init__(self, *args: Any, offered: dict[str, QuerySet[Any]], **kwargs: Any) -> None:
        super().__init__(*args, offered=offered, **kwargs)
        field = self.fields["findings"]
        field.label_from_instance = _numbered  # type: ignore[attr-defined]


def _numbered(finding: Any) -> str:
    return _("No. %(number)d: %(text)s") % {"number": finding.number, "text": finding.text}


class CloseForm(forms.Form):
    """What the inspection found."""

    report = LongTextField(
        _("Report"),
        _("Write what the inspection found."),
        rows=6,
        max_length=MAX_REPORT_LENGTH,
        help_text=_("What was inspected, what is in order, what is wrong, and what follows. It is not published."),
    )


class CancelForm(forms.Form):
    """Why an inspection is cancelled."""

    reason = LongTextField(_("Reason"), _("Write why it is cancelled."))


class SettleForm(forms.Form):
    """How something was put right on the spot."""

    text = LongTextField(_("How it was put right"), _("Write how it was put right."), max_length=MAX_SETTLED_LENGTH)


class WithdrawForm(forms.Form):
    """Why a finding is none."""

    reason = LongTextField(_("Reason"), _("Write why it is none."))


class ReleaseForm(forms.Form):
    """What everybody reads of a finding."""

    public_text = forms.CharField(
        label=_("What is published"),
        required=False,
        max_length=MAX_PUBLIC_LENGTH,
        help_text=_("Without names and numbers of people. Empty: only the kind is published."),
    )
