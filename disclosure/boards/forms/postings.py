"""What is asked about a poster on a board. Made to be filled in on a telephone, in front of the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.boards.actions.postings import Photo
from disclosure.notices.models import Edition
from portal.desk.choices import set_choices

_DATE_ERRORS = {"required": _("Choose the day."), "invalid": _("Write the day like 2026-10-20.")}


def _day(**fields: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d"], error_messages=_DATE_ERRORS, **fields)


class PhotoForm(forms.Form):
    """A photograph of the board, and the day it was taken."""

    photo = forms.FileField(
        label=_("Photograph"),
        help_text=_("JPEG or PNG. What the telephone wrote into it, such as the place, is not kept."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={
            "required": _("Take or choose a photograph."),
            "empty": _("The file is empty. Take the photograph again."),
        },
    )
    photographed_on = _day(
        label=_("Photographed on"),
        help_text=_("Empty: the day the camera wrote into it."),
        required=False,
    )

    @property
    def given(self) -> Photo | None:
        """The photograph that was handed in; None where there is none."""
        file = self.cleaned_data.get("photo")
        if not file:
            return None
        return Photo(name=file.name or "", content=file.read(), taken_on=self.cleaned_data["photographed_on"])


class PostForm(PhotoForm):
    """Several posters that were put up on one board at one time."""

    editions = forms.MultipleChoiceField(
        label=_("What was put up"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what was put up.")},
    )
    posted_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("Choose the day and the time."),
            "invalid": _("Write the day and the time like 2026-10-20 09:00."),
        },
    )
    until = _day(
        label=pgettext_lazy("on a board", "Until"),
        help_text=_("Empty: as long as each must hang, which is its notice period and at least the usual days."),
        required=False,
    )

    field_order = ("editions", "posted_at", "until", "photo", "photographed_on")

    def __init__(self, *args: Any, editions: Sequence[tuple[Edition, str]], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._editions = [edition for edition, _label in editions]
        set_choices(self, "editions", [(str(edition.pk), label) for edition, label in editions])
        self.fields["photo"].required = False
        self.fields["posted_at"].initial = timezone.localtime(at)

    @property
    def chosen(self) -> list[Edition]:
        """The editions that were chosen."""
        return [edition for edition in self._editions if str(edition.pk) in self.cleaned_data["editions"]]

    def clean_posted_at(self) -> datetime:
        """Return the time in the portal's zone."""
        posted_at: datetime = self.cleaned_data["posted_at"]
        return posted_at if timezone.is_aware(posted_at) else timezone.make_aware(posted_at)


class RenewForm(forms.Form):
    """Until when a poster hangs now."""

    until = _day(label=pgettext_lazy("on a board", "Until"))
