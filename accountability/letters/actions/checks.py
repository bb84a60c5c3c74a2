"""What is refused wherever something is written that others, or everybody, will read."""

from django.utils.translation import gettext as _

from portal.accounts.models import Unit
from portal.accounts.queries import published_telephones
from portal.core.personal import find_personal
from portal.core.refusals import Refused
from portal.core.texts import plain, required


def public_text(unit: Unit, text: str, missing: str, field: str, max_length: int) -> str:
    """Return a text that must be there and may be read by everybody, as it is kept.

    Raises:
        Refused: It is empty, too long, or holds somebody's number.
    """
    words = required(text, missing, field, max_length)
    refuse_numbers(unit, words, field)
    return words


def short_text(unit: Unit, text: str, field: str, max_length: int) -> str:
    """Return a text that may be empty and may be read by everybody.

    Raises:
        Refused: It is too long, or holds somebody's number.
    """
    words = plain(text)
    if len(words) > max_length:
        raise Refused(_("This has more than %(count)d characters. Shorten it.") % {"count": max_length}, field)
    refuse_numbers(unit, words, field)
    return words


def refuse_numbers(unit: Unit, text: str, field: str) -> None:
    """Refuse a text with an ID, bank-card or mobile number that nobody has published.

    Raises:
        Refused: There is one.
    """
    found = find_personal(text, published=published_telephones(unit))
    if found:
        number = found[0].masked
        raise Refused(_("There is somebody’s number in it (%(number)s). Leave it out.") % {"number": number}, field)
