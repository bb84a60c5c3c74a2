"""Choices that are known only when the form is shown."""

from collections.abc import Iterable
from typing import Any

from django import forms


def set_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Give a choice field what can be chosen.

    Args:
        form: The form.
        name: A field of it with choices.
        choices: Pairs of value and label; a label may be a list of pairs, which makes a group.

    Raises:
        TypeError: If the field has no choices.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} has no choices.")
    field.choices = list(choices)
