"""Forms with rows of fields: who answers for each duty, and what was done in a quarter."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accountability.letters.actions.duties import Share
from accountability.letters.actions.reports import Done
from accountability.letters.enums import MAX_DONE_LENGTH, MAX_EVIDENCE_LENGTH, MAX_FILES, MAX_SHARE_LENGTH
from accountability.letters.queries.wording import SaidDuty
from portal.desk.fields import HeldFilesField, LongTextField
from portal.desk.views import SeenForm


class DutyRows(SeenForm):
    """A row of fields for each duty of a letter."""

    def __init__(self, *args: Any, duties: Sequence[SaidDuty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duties = duties
        for duty in duties:
            self.add_row(duty)

    def add_row(self, duty: SaidDuty) -> None:
        """Add the fields of one duty."""
        raise NotImplementedError

    def rows(self) -> list[tuple[SaidDuty, list[forms.BoundField]]]:
        """Return each duty with its fields, for the template."""
        return [
            (duty, [self[name] for name in self.fields if name.rpartition("_")[2] == str(duty.number)])
            for duty in self.duties
        ]


class AssignForm(DutyRows):
    """Who answers for which duty."""

    def add_row(self, duty: SaidDuty) -> None:
        self.fields[f"responsible_{duty.number}"] = forms.CharField(
            label=_("Who answers for it"), max_length=MAX_SHARE_LENGTH, required=False
        )
        self.fields[f"by_when_{duty.number}"] = forms.CharField(
            label=_("By when"), max_length=MAX_EVIDENCE_LENGTH, required=False
        )
        self.fields[f"evidence_{duty.number}"] = forms.CharField(
            label=_("Evidence"), max_length=MAX_EVIDENCE_LENGTH, required=False
        )

    def shares(self) -> list[Share]:
        """Return who answers for those duties for which somebody is named."""
        said = self.cleaned_data
        return [
            Share(duty.number, *(said[f"{name}_{duty.number}"] for name in ("responsible", "by_when", "evidence")))
            for duty in self.duties
            if said[f"responsible_{duty.number}"].strip()
        ]


class ReportForm(forms.Form):
    """What was done in a quarter for each duty."""

    def __init__(self, *args: Any, duties: Sequence[SaidDuty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duties = duties
        for duty in duties:
            self._add_row(duty)

    def _add_row(self, duty: SaidDuty) -> None:
        self.fields[f"text_{duty.number}"] = LongTextField(
            _("%(number)d. %(heading)s: what was done") % {"number": duty.number, "heading": duty.heading},
            _("Write what was done."),
            rows=2,
            max_length=MAX_DONE_LENGTH,
        )
        self.fields[f"evidence_{duty.number}"] = forms.CharField(
            label=_("%(number)d. Evidence, in a few words") % {"number": duty.number},
            max_length=MAX_EVIDENCE_LENGTH,
            required=False,
            help_text=_("Everybody reads it once the report is accepted, such as “Minutes of 4 talks”."),
        )
        self.fields[f"files_{duty.number}"] = HeldFilesField(
            label=_("%(number)d. Files") % {"number": duty.number}, most=MAX_FILES, required=False
        )

    def done(self) -> list[Done]:
        """Return what was done, duty by duty."""
        said = self.cleaned_data
        return [
            Done(duty.number, *(said[f"{name}_{duty.number}"] for name in ("text", "evidence", "files")))
            for duty in self.duties
        ]
