"""What all forms have in common: a field that is left empty is refused by its name."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _


class NamedField(BoundField):
    """A field that says what is to be chosen or filled in, where it has no sentence of its own for that.

    Django knows the label only here, and binds each field before it is cleaned, so that the sentence is the same on the
    page and in `form.errors`, in whichever form it stands.
    """

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _sentence(field) % {"label": self.label}


class FormRenderer(TemplatesSetting):
    """Django's own renderer with fields that name themselves."""

    bound_field_class: Any = NamedField


def _sentence(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Tick: %(label)s.")
    is_choice = isinstance(field, forms.ChoiceField | forms.FileField)
    return _("Choose: %(label)s.") if is_choice else _("Fill in: %(label)s.")
