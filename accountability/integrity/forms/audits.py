"""Forms of economic audits on leaving office."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from accountability.integrity.actions.audits import Said
from accountability.integrity.enums import MAX_TEXT_LENGTH
from accountability.integrity.forms.fields import PostField, UnitField, offer
from accountability.rectification.enums import MAX_KIND_LENGTH
from portal.accounts.models import Post, Unit
from portal.desk.fields import DayField, HeldFilesField, LongTextField
from portal.desk.views import SeenForm

MOST_FILES = 5


class AuditForm(forms.Form):
    """Whom an audit is about, for what time, by whom, and by when it is reported."""

    unit = UnitField(_("Unit"), missing=_("Choose the unit."), empty_label=_("Choose"))
    post = PostField(_("Account of the person"), required=False, help_text=_("Where there is one; they see no draft."))
    name = forms.CharField(label=_("Name"), max_length=60, error_messages={"required": _("Write the name.")})
    office = forms.CharField(label=_("Office"), max_length=60, error_messages={"required": _("Write the office.")})
    audited_from = DayField(label=_("Audited from"))
    audited_until = DayField(label=_("Audited until"))
    auditor = forms.CharField(
        label=_("Auditor"),
        max_length=80,
        error_messages={"required": _("Write who audits.")},
        help_text=_("Who audits: an office or a firm."),
    )
    planned_for = DayField(label=_("To be reported by"))

    def __init__(self, *args: Any, units: QuerySet[Unit], posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, unit=units)
        self.fields["post"].offer(posts, empty=gettext("has no account"))  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        """What was typed, once the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "post")}
        post = self.cleaned_data["post"]
        return Said(**said, person=post.person if post else None)


class ChangeAuditForm(SeenForm, AuditForm):
    """Change what was planned."""


class FindingForm(SeenForm):
    """What was found, and what is to be done about it by when."""

    kind = forms.CharField(
        label=_("Kind"), max_length=MAX_KIND_LENGTH, error_messages={"required": _("Write of what kind it is.")}
    )
    text = LongTextField(
        pgettext_lazy("of an audit", "What was found"), _("Write what was found."), max_length=MAX_TEXT_LENGTH // 2
    )
    amount = forms.DecimalField(
        label=_("Amount, yuan"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.01"}),
    )
    requirement = LongTextField(
        _("What is to be done"), _("Write what is to be done."), max_length=MAX_TEXT_LENGTH // 2
    )
    due = DayField(label=_("By when"))


class ReportForm(forms.Form):
    """The report: its conclusion and its file."""

    summary = LongTextField(_("Conclusion"), _("Write the conclusion."), rows=6, max_length=MAX_TEXT_LENGTH)
    papers = HeldFilesField(
        label=pgettext_lazy("of an audit", "Report"),
        most=MOST_FILES,
        error_messages={"required": _("Add the report as a file.")},
    )
