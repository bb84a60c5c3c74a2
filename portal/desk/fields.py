"""Fields that forms of the desk have in common, and forms that choose among rows."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.markdown import page_html
from portal.core.uploads.held import held, hold


class DayField(forms.DateField):
    """A day, until a latest one where there is one: `latest` returns it, such as `timezone.localdate` for today."""

    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": _("Choose the day."),
        "invalid": _("Write the day like 2026-10-28."),
        "too_late": _("This day is still to come."),
    }

    def __init__(self, *, latest: Callable[[], date] | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.latest = latest

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.latest and value > self.latest():
            raise forms.ValidationError(self.error_messages["too_late"], code="too_late")


TOO_LONG = _("This has %(show_value)d characters; at most %(limit_value)d can be taken. Shorten it.")
"""The sentence for a text that is too long; Django fills it in."""


class LongTextField(forms.CharField):
    """A text of several lines, such as a reason; `missing` is the sentence where it is required and empty."""

    def __init__(self, label: Any, missing: Any = "", *, rows: int = 3, max_length: int = 1000, **more: Any) -> None:
        super().__init__(
            label=label,
            max_length=max_length,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"required": missing, "max_length": TOO_LONG},
            **more,
        )


class Editor(forms.Textarea):
    """A field for Markdown with buttons that write its signs, and beside it what it will look like.

    `preview` is the name of an address that draws what is posted under the field's name, with the same
    `template` as the page that is to show it. Without a script the field stands alone.
    """

    template_name = "desk/editor.html"

    class Media:
        js = (forms.Script("gongkai/editor.js", defer=True),)

    def __init__(self, *, preview: str, template: str, rows: int) -> None:
        super().__init__({"rows": rows})
        self.preview, self.template = preview, template

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        said = {"preview": reverse(self.preview), "template": self.template, "body": page_html(value or "")}
        return super().get_context(name, value, attrs) | said


class MarkdownField(LongTextField):
    """A text in Markdown; `preview` and `template` are those of its `Editor`."""

    def __init__(self, label: Any, *, preview: str, template: str, rows: int = 16, **more: Any) -> None:
        super().__init__(label, **more)
        self.widget = Editor(preview=preview, template=template, rows=rows)


class HeldFileInput(forms.FileInput):
    """Chooses a file, and names the one that was sent with an earlier form, which is held meanwhile.

    `person` is the key of who fills in the form, whom `ActionView` names; nothing is held for nobody.
    """

    template_name = "desk/_held_file.html"
    person: int | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        if chosen or self.person is None or data.get(f"{name}-without"):
            return chosen
        return held(data.get(f"{name}-held", ""), person=self.person)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Hold the file while the form is shown again."""
        context = super().get_context(name, value, attrs)
        if isinstance(value, UploadedFile) and self.person is not None:
            context |= {"held": hold(value, person=self.person), "held_name": value.name}
        return context


class _HeldFile(BoundField):
    def value(self) -> Any:
        """Return the file that was sent; none that was refused itself, which has to be chosen anew."""
        return self.data if self.form.is_bound and not self.errors else None


class HeldFileField(forms.FileField):
    """A file that need not be chosen again where the form is refused because of something else."""

    widget = HeldFileInput
    bound_field_class = _HeldFile


class ManyFilesInput(forms.ClearableFileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in chosen if one]


class ChoosingForm(forms.Form):
    """A form with fields that choose a row, each among the rows that the view offers under the field's name."""

    def __init__(self, *args: Any, offered: Mapping[str, QuerySet[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
