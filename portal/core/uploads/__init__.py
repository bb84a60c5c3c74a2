"""What people hand in: believed by its content, kept without what it tells of its maker."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from django.utils.translation import gettext as _, gettext_lazy, pgettext

from portal.core.files import safe_name
from portal.core.refusals import Refused
from portal.core.uploads.cleaning import clean_pdf, clean_picture, cropped, taken_on
from portal.core.uploads.kinds import (
    ALL,
    CSV,
    JPEG,
    MEGABYTE,
    OFFICE,
    PDF,
    PICTURES,
    PNG,
    PUBLISHED,
    SPREADSHEETS,
    XLS,
    XLSX,
    Kind,
    is_ole,
    kind_of_ole,
    kind_of_zip,
)
from portal.core.uploads.office import clean_office

__all__ = ["ALL", "PICTURES", "PUBLISHED", "SPREADSHEETS", "Clean", "Kind", "clean", "kind_of", "taken_on"]

MAX_NAME_LENGTH = 150
PORTRAIT = (360, 480)
"""Width and height of a photograph of a person in pixels: 350 dots an inch where a poster prints it largest."""
OLD_WORKBOOK = gettext_lazy(
    "An old Excel workbook (xls) keeps inside who wrote it and what was deleted. Save it as xlsx or PDF and choose it"
    " once more."
)
_BY_SIGNATURE = {"application/pdf": PDF, "image/jpeg": JPEG, "image/png": PNG}
_MARKUP = ("<!doctype", "<html", "<?xml", "<svg", "<script", "%!ps", "{\\rtf")
_TEXT_ENCODINGS = ("utf-8-sig", "gb18030")
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that has been found out and cleaned, with a name that ends as its kind does."""

    content: bytes
    name: str
    kind: Kind


def clean(content: bytes, *, name: str, kinds: Collection[Kind] = ALL) -> Clean:
    """Find out what a file is and clean it; a wrong suffix in its name is put right.

    Only an old workbook is kept as it is, and so is none of those that are published.

    Raises:
        Refused: It is empty, of another kind, too large, damaged, protected, or a bomb.
    """
    if not content:
        raise Refused(_("The file is empty. Save it again and choose it once more."))
    if len(content) > max(kind.most_bytes for kind in kinds):
        raise _too_large(max(kind.most_bytes for kind in kinds))
    kind = kind_of(content)
    if kind is XLS and XLSX in kinds and XLS not in kinds:
        raise Refused(OLD_WORKBOOK)
    if kind is None or kind not in kinds:
        labels = pgettext("between kinds of files", ", ").join(str(each.label) for each in kinds)
        raise Refused(_("This kind of file is not taken. Taken are: %(kinds)s.") % {"kinds": labels})
    if len(content) > kind.most_bytes:
        raise _too_large(kind.most_bytes)
    if kind in PICTURES:
        content = clean_picture(content, kind)
    elif kind is PDF:
        content = clean_pdf(content)
    elif kind in OFFICE:
        content = clean_office(content)
    return Clean(content, _named(name, kind), kind)


def portrait(content: bytes, *, name: str) -> bytes:
    """Return the photograph of a person as a JPEG of one size, `PORTRAIT`, without metadata.

    Raises:
        Refused: It is no picture, too large or damaged.
    """
    return cropped(clean(content, name=name, kinds=PICTURES).content, PORTRAIT)


def kind_of(content: bytes) -> Kind | None:
    """Return what a file is by its content, or None if it is nothing that is taken anywhere.

    Raises:
        Refused: It is an office file that is damaged, protected, a bomb, or carries macros.
    """
    if content.startswith(b"PK"):
        return kind_of_zip(content)
    if is_ole(content):
        return kind_of_ole(content)
    guessed = filetype.guess_mime(content)
    if guessed is not None:
        return _BY_SIGNATURE.get(guessed)
    return CSV if _is_table(content) else None


def _is_table(content: bytes) -> bool:
    """Return whether content is text with separators, in an encoding that offices here write."""
    for encoding in _TEXT_ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.lstrip().lower().startswith(_MARKUP):
            return False
        printable = all(each.isprintable() or each in "\r\n\t\u3000\xa0" for each in text)
        return printable and any(separator in text for separator in _SEPARATORS)
    return False


def _named(name: str, kind: Kind) -> str:
    safe = PurePath(safe_name(name))
    is_right = safe.suffix.lower() == kind.suffix or (kind is JPEG and safe.suffix.lower() == ".jpeg")
    suffix = safe.suffix if is_right else kind.suffix
    return (safe.stem or pgettext("name of a file", "File"))[: MAX_NAME_LENGTH - len(suffix)] + suffix


def _too_large(most_bytes: int) -> Refused:
    return Refused(
        _("The file is larger than %(most)d MB. Make it smaller, or split it, and choose it once more.")
        % {"most": most_bytes // MEGABYTE}
    )
