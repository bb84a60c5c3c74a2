"""What goes into a pack of posters, and what of it was put up."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.boards.actions.postings import Photo
from disclosure.boards.enums import PackFormat
from disclosure.boards.forms import PutUpForm, photo_field
from disclosure.boards.models import PackItem
from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.posters.enums import PaperSize
from portal.accounts.models import Unit, in_language
from portal.core.workflow import Words
from portal.desk.pages import set_choices

_OFFERED = ((Cadence.QUARTERLY, 6), (Cadence.MONTHLY, 6), (Cadence.YEARLY, 3))
"""How many periods of each kind are offered, the one that runs among them."""

_CHOICE = re.compile(r"size-(\d{1,18})-(\d{1,18})")


class PackForm(forms.Form):
    """Units, items, period, size and format."""

    period = forms.ChoiceField(
        label=_("Period"), help_text=_("Items without a period of their own: those published in it.")
    )
    size = forms.ChoiceField(
        label=_("Paper"), choices=[("", _("As each board takes")), *PaperSize.choices], required=False
    )
    format = forms.ChoiceField(
        label=pgettext_lazy("format of a pack", "As"),
        choices=PackFormat.choices,
        initial=PackFormat.PDF,
        widget=forms.RadioSelect,
    )
    units = forms.MultipleChoiceField(
        label=_("Units"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one unit.")},
    )
    entries = forms.MultipleChoiceField(
        label=_("Items"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one item.")},
    )
    is_room_made = forms.BooleanField(
        label=_("Print all of it: I make room on the board, or post it elsewhere"), required=False
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit], entries: Sequence[CatalogueEntry], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._units = units
        self._entries = entries = sorted(entries, key=lambda entry: (Stream.values.index(entry.stream), entry.code))
        periods = periods_offered(today)
        set_choices(self, "period", [(str(one), in_language(one.name_zh, one.name_en)) for one in periods])
        set_choices(self, "units", [(unit.code, unit.name) for unit in units])
        set_choices(self, "entries", [(entry.code, entry.name) for entry in entries])
        self.fields["period"].initial = str(periods[1])
        self.fields["units"].initial = [unit.code for unit in units]
        self.fields["entries"].initial = [entry.code for entry in entries]

    def picks(self) -> list[tuple[Words, list[BoundWidget]]]:
        """Return the boxes for the page, under a label each: one set for units, one for each stream of items."""
        labels = {entry.code: entry.get_stream_display() for entry in self._entries}
        by_stream = groupby(self["entries"], key=lambda box: labels[box.data["value"]])
        return [(_("Units"), list(self["units"])), *((label, list(boxes)) for label, boxes in by_stream)]

    @property
    def choices(self) -> dict[tuple[int, int], str]:
        """What was chosen for single posters, by edition and board; `plan` takes what makes sense."""
        found = ((_CHOICE.fullmatch(name), value) for name, value in self.data.items())
        return {(int(name[1]), int(name[2])): str(value) for name, value in found if name}

    @property
    def chosen_size(self) -> PaperSize | None:
        """The paper that was chosen for all; None for that of each board."""
        size = self.cleaned_data["size"]
        return PaperSize(size) if size else None

    @property
    def chosen_units(self) -> list[Unit]:
        """The units that were chosen."""
        return [unit for unit in self._units if unit.code in self.cleaned_data["units"]]

    @property
    def chosen_entries(self) -> list[CatalogueEntry]:
        """The items that were chosen."""
        return [entry for entry in self._entries if entry.code in self.cleaned_data["entries"]]

    @property
    def chosen_period(self) -> Period:
        """The period that was chosen."""
        return Period.parse(self.cleaned_data["period"])


def periods_offered(today: date) -> list[Period]:
    """Return the periods a pack can be for: quarters, then months, then years, each newest first."""
    found = []
    for cadence, count in _OFFERED:
        now = Period.containing(today, cadence)
        found += [now.shifted(-back) for back in range(count)]
    return found


class CheckOffForm(PutUpForm):
    """Posters of a pack that were put up at one time, each with a photograph of its own where there is one."""

    items = forms.MultipleChoiceField(
        label=_("What was put up"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what was put up.")},
    )

    def __init__(self, *args: Any, items: Sequence[tuple[PackItem, str]], own_photos: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = items
        set_choices(self, "items", [(str(item.pk), title) for item, title in items])
        for item, title in items if own_photos else ():
            self.fields[_photo_of(item)] = photo_field(title, required=False)

    def boards(self) -> list[tuple[PackItem, list[tuple[PackItem, BoundWidget, Any]]]]:
        """Return the boxes board by board, each list behind its first: poster, box, and field of its photograph."""
        boxes = zip((item for item, _title in self._items), self["items"], strict=True)
        rows = [(item, box, self[name] if (name := _photo_of(item)) in self.fields else None) for item, box in boxes]
        return [
            (here[0][0], here)
            for _board, there in groupby(rows, key=lambda row: row[0].board_id)
            if (here := list(there))
        ]

    @property
    def chosen(self) -> list[PackItem]:
        """The posters that were chosen."""
        return [item for item, _title in self._items if str(item.pk) in self.cleaned_data["items"]]

    @property
    def own_photos(self) -> dict[int, Photo]:
        """The photographs of single posters, by the key of the item."""
        given = ((item.pk, self.photo_in(_photo_of(item))) for item in self.chosen)
        return {pk: photo for pk, photo in given if photo}


def _photo_of(item: PackItem) -> str:
    return f"photo_{item.pk}"
