"""Begin a notice, and write its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from disclosure.enums import Cadence, Stream
from disclosure.forms.choices import offer
from disclosure.models import CatalogueEntry
from disclosure.periods import Period
from disclosure.queries.desk import GROUPS
from disclosure.queries.obligations import last_ended
from portal.accounts.models import Unit, in_language

PERIODS_OFFERED = 8
LONGEST_BODY = 60_000


class ItemForm(forms.Form):
    """Which item, of which unit. Whoever works for one unit is not asked for it."""

    unit = forms.ChoiceField(label=_("Unit"))
    entry = forms.ChoiceField(label=_("Item of the catalogue"))

    def __init__(self, *args: Any, units: Sequence[Unit], entries: Sequence[CatalogueEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", [(unit.code, unit.name) for unit in units])
        by_stream: dict[str, list[tuple[str, str]]] = {}
        for entry in entries:
            label = str(Stream(entry.stream).label)
            by_stream.setdefault(label, []).append((entry.code, f"{entry.code} {entry.name}"))
        offer(self, "entry", list(by_stream.items()))


class NewNoticeForm(forms.Form):
    """The period of a regular item, or the year and the title of any other."""

    period = forms.ChoiceField(label=_("Period"))
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        error_messages={"required": _("Give the notice a title, so that residents know what it is about.")},
    )

    def __init__(self, *args: Any, unit: Unit, entry: CatalogueEntry, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "period", periods_offered(unit, entry, today))
        if entry.is_regular:
            del self.fields["title"]
        else:
            self.fields["period"].label = _("Year")


def periods_offered(unit: Unit, entry: CatalogueEntry, today: date) -> list[tuple[str, str]]:
    """Return the periods a notice can be begun for: those that have ended, or this year and the last."""
    if not entry.is_regular:
        return [(str(year), str(year)) for year in (today.year, today.year - 1)]
    periods = last_ended(entry, [unit], today=today, count=PERIODS_OFFERED)
    if entry.cadence == Cadence.YEARLY:
        # Plans and budgets are published in the year they are for.
        periods.insert(0, Period.containing(today, Cadence.YEARLY))
    return [(str(period), in_language(period.name_zh, period.name_en)) for period in periods]


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the list of files chosen, which may be empty."""
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in chosen if one]


class TextForm(forms.Form):
    """Title, text, files, and in a correction what is corrected and why."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("Left empty, it is put together from unit, period and item."),
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "An empty line begins a paragraph. ## begins a heading, - an item of a list, **two stars** make bold."
        ),
    )
    reason = forms.CharField(
        label=_("What is corrected, and why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Residents read it above the notice."),
    )
    opinions = forms.MultipleChoiceField(
        label=_("Opinions this edition answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are named with the correction, and whoever sent one and left an e-mail address is told."),
    )
    attach = ManyFilesField(
        label=_("Attach files"),
        required=False,
        help_text=_("PDF, pictures, Word or Excel. Several can be chosen at once."),
    )

    def __init__(
        self,
        *args: Any,
        is_correction: bool,
        needs_title: bool,
        opinions: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]
        if is_correction and opinions:
            offer(self, "opinions", opinions)
        else:
            del self.fields["opinions"]
        if needs_title:
            self.fields["title"].required = True
            self.fields["title"].help_text = ""

    @property
    def chosen_files(self) -> list[UploadedFile[Any]]:
        """The files that were chosen, once the form is valid."""
        files: list[UploadedFile[Any]] = self.cleaned_data["attach"]
        return files


class NarrowForm(forms.Form):
    """What a list of editions is narrowed to."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    stream = forms.ChoiceField(label=_("Stream"), required=False, choices=[("", _("All streams")), *Stream.choices])
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"preparation": _("In preparation"), "live": _("Live"), "ended": _("Replaced or withdrawn")}
        choices = [("", _("All units")), *((unit.code, unit.name) for unit in units)]
        offer(self, "unit", choices)
        states = [("", _("All")), *((group, names[group]) for group in GROUPS)]
        offer(self, "state", states)
