"""The form of an edition's text and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from disclosure.notices.registry import Choices
from portal.desk.fields import LongTextField, ManyFilesField, MarkdownField

FORM = "text"
"""Its value in the catalogue."""


MAX_BODY_LENGTH = 60_000


class TextForm(forms.Form):
    """Title, text, files, and in a correction what is corrected and why."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("Left empty, it is put together from unit, period and item."),
    )
    body = MarkdownField(
        _("Text"),
        preview="disclosure_desk:preview",
        template="disclosure/notices/_said.html",
        required=False,
        max_length=MAX_BODY_LENGTH,
        help_text=_(
            "An empty line begins a paragraph. ## begins a heading, - an item of a list, **two stars** make bold, and |"
            " stands between the cells of a table."
        ),
    )
    reason = LongTextField(
        _("What is corrected, and why"),
        required=False,
        max_length=2000,
        help_text=_("Residents read it above the notice."),
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
        choices: Mapping[str, Choices] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]
        self.choices = choices or {}
        for key, one in self.choices.items():
            self.fields[key] = forms.MultipleChoiceField(
                label=str(one.label),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=str(one.help_text),
                choices=list(one.offered),
            )
        if needs_title:
            self.fields["title"].required = True
            self.fields["title"].help_text = ""

    @property
    def choice_fields(self) -> list[forms.BoundField]:
        """What parts of the edition let one choose."""
        return [self[key] for key in self.choices]

    @property
    def chosen_files(self) -> list[UploadedFile[Any]]:
        """The files that were chosen, once the form is valid."""
        files: list[UploadedFile[Any]] = self.cleaned_data["attach"]
        return files
