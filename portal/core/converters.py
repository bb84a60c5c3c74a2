"""What may be part of an address."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """A unit's code or a notice's number, such as `QS-01-F02-2026Q3`. Anything else is no page of ours."""

    regex = "[0-9A-Za-z-]{1,60}"


def register() -> None:
    """Make `<code:…>` known to every list of addresses."""
    register_converter(CodeConverter, "code")
