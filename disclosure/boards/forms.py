"""Forms of boards and postings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.boards.actions.postings import Photo
from disclosure.boards.enums import COLUMN_LABELS
from disclosure.boards.models import Board
from disclosure.notices.models import Edition
from disclosure.posters.enums import PaperSize
from portal.accounts.models import Unit
from portal.desk.fields import DayField, HeldFileField, HeldFileInput
from portal.desk.pages import set_choices
from portal.desk.views import SeenForm

MAX_COLUMNS = len(COLUMN_LABELS)
_COLUMN_NAMES = (_("First column"), _("Second column"), _("Third column"), _("Fourth column"), _("Fifth column"))


class BoardForm(SeenForm):
    """Where a board is, how much goes on it, and in which order its columns are."""

    unit = forms.ChoiceField(label=_("Unit"))
    number = forms.IntegerField(
        label=_("Number"),
        help_text=_("In the order in which somebody walks from board to board."),
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    place_zh = forms.CharField(label=_("Where it is, in Chinese"), max_length=100)
    place_en = forms.CharField(label=_("Where it is, in English"), max_length=140, required=False)
    paper = forms.ChoiceField(label=_("Paper"), choices=PaperSize.choices, initial=PaperSize.A3)
    sheets = forms.IntegerField(
        label=_("Room for sheets"),
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, units: Sequence[Unit], board: Board | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [(unit.code, unit.name) for unit in units])
        for place, label in enumerate(_COLUMN_NAMES):
            columns = board.columns if board else []
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=label,
                choices=[("", _("none")), *COLUMN_LABELS.items()],
                required=place == 0,
                initial=columns[place] if place < len(columns) else "",
                error_messages={"required": _("Choose what the first column is for.")},
            )
        self.order_fields([name for name in self.fields if name != "is_active"])
        if board:
            del self.fields["unit"]
            self.initial.update({name: getattr(board, name) for name in self.fields if hasattr(board, name)})
        else:
            del self.fields["is_active"], self.fields["seen"]
            self.fields["number"].required = False
            self.fields["number"].help_text = _("Empty: the next one.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [cleaned.get(f"column_{place}") or "" for place in range(MAX_COLUMNS)]
        columns = [column for column in chosen if column]
        for place, column in enumerate(chosen):
            if column and column in chosen[:place]:
                self.add_error(f"column_{place}", _("There is a column for this already."))
        cleaned["columns"] = columns
        return cleaned


WHAT_IS_KEPT = _("JPEG or PNG. What the telephone wrote into it, such as the place, is not kept.")


def photo_field(label: Any, **more: Any) -> HeldFileField:
    """Return a field for a photograph; one that was sent once is kept while the form is put right."""
    return HeldFileField(
        label=label,
        widget=HeldFileInput(attrs={"accept": "image/*"}),
        error_messages={
            "required": _("Take or choose a photograph."),
            "empty": _("The file is empty. Take the photograph again."),
        },
        **more,
    )


class PhotoForm(forms.Form):
    """A photograph of the board, and the day it was taken."""

    photo = photo_field(_("Photograph"), help_text=WHAT_IS_KEPT)
    photographed_on = DayField(
        label=_("Photographed on"),
        help_text=_("Empty: the day the camera wrote into it, or else the day the poster was put up."),
        required=False,
    )
    camera_is_wrong = forms.BooleanField(
        label=_("The camera is wrong; the day entered is right"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("camera_is_wrong"):
            self._ask_of_camera()

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if field == "camera_is_wrong":
            self._ask_of_camera()

    def _ask_of_camera(self) -> None:
        """Offer the box that is asked for only where the camera wrote another day than was entered."""
        self.fields["camera_is_wrong"].widget = forms.CheckboxInput()

    @property
    def given(self) -> Photo | None:
        """The photograph that was handed in; None where there is none."""
        return self.photo_in("photo")

    def photo_in(self, name: str) -> Photo | None:
        """Return the photograph in a field, with what is entered of its day; None where there is none."""
        file, entered = self.cleaned_data.get(name), self.cleaned_data
        if not file:
            return None
        file.seek(0)
        return Photo(
            name=file.name or "",
            content=file.read(),
            taken_on=entered["photographed_on"],
            camera_is_wrong=entered["camera_is_wrong"],
            field=name,
        )


class PutUpForm(PhotoForm):
    """When posters were put up, with a photograph that shows them all, if there is one."""

    photo = photo_field(_("Photograph"), help_text=WHAT_IS_KEPT, required=False)
    posted_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("Choose the day and the time."),
            "invalid": _("Write the day and the time like 2026-10-20 09:00."),
        },
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posted_at"].initial = timezone.localtime(at)

    def clean_posted_at(self) -> datetime:
        posted_at: datetime = self.cleaned_data["posted_at"]
        return posted_at if timezone.is_aware(posted_at) else timezone.make_aware(posted_at)


class PostForm(PutUpForm):
    """Several posters that were put up on one board at one time."""

    editions = forms.MultipleChoiceField(
        label=_("What was put up"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what was put up.")},
    )
    until = DayField(
        label=pgettext_lazy("on a board", "Until"),
        help_text=_("Empty: as long as each must stay posted, which is its notice period and at least the usual days."),
        required=False,
    )

    field_order = ("editions", "posted_at", "until", "photo", "photographed_on", "camera_is_wrong")

    def __init__(self, *args: Any, editions: Sequence[tuple[Edition, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._editions = [edition for edition, _label in editions]
        set_choices(self, "editions", [(str(edition.pk), label) for edition, label in editions])

    @property
    def chosen(self) -> list[Edition]:
        """The editions that were chosen."""
        return [edition for edition in self._editions if str(edition.pk) in self.cleaned_data["editions"]]


class RenewForm(forms.Form):
    """Until when a poster is posted now."""

    until = DayField(label=pgettext_lazy("on a board", "Until"))
