"""What several actions of assessment refuse."""

from django.utils.translation import gettext as _

from portal.core.personal import find_personal
from portal.core.refusals import Refused
from portal.core.texts import plain, required


def public_text(text: str, missing: str, field: str, max_length: int) -> str:
    """Return a text that must be there and that everybody may read one day, as it is kept.

    Raises:
        Refused: It is empty, too long, or has a personal number in it.
    """
    return _without_numbers(required(text, missing, field, max_length), field)


def optional_text(text: str, field: str) -> str:
    """Return a text that may be empty, as it is kept.

    Raises:
        Refused: It has a personal number in it.
    """
    return _without_numbers(plain(text), field)


def _without_numbers(text: str, field: str) -> str:
    if find_personal(text):
        raise Refused(_("Leave out ID, bank card and mobile telephone numbers: this is published one day."), field)
    return text
