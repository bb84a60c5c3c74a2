"""PDF files: without metadata, without programs, without files inside."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from django.utils.translation import gettext as _

from portal.core.refusals import Refused
from portal.core.uploads.archives import damaged, protected

MOST_PAGES = 1_000
_DROPPED_KEYS = ("/AA", "/AF", "/EmbeddedFiles", "/JavaScript", "/JS", "/Metadata", "/OpenAction", "/PieceInfo", "/XFA")
_HARMLESS_ACTIONS = frozenset({"/GoTo", "/URI", "/Named"})
_HARMLESS_ADDRESS = re.compile(r"\s*(https?|mailto|tel):", re.IGNORECASE)
_DROPPED_ANNOTATIONS = frozenset({"/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound", "/3D"})


def clean_pdf(content: bytes) -> bytes:
    """Return the document with the same pages and nothing that acts or tells of its making.

    The same content gives the same bytes. Digital signatures do not survive; nothing is signed by what
    the portal publishes but by its log.

    Raises:
        Refused: It is damaged, under a password, empty or has too many pages.
    """
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise protected()
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                raise Refused(
                    _("The document has %(n)d pages; it must have 1 to %(most)d.")
                    % {"n": len(pdf.pages), "most": MOST_PAGES}
                )
            _strip(pdf)
            made = BytesIO()
            pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError as fault:
        raise protected() from fault
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, RuntimeError, ValueError) as fault:
        raise damaged() from fault
    return made.getvalue()


def _strip(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for found in pdf.objects:
        for part in _dictionaries(found):
            _strip_dictionary(part)


def _dictionaries(found: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Walk an indirect object and what it holds directly; what it refers to is walked by itself."""
    waiting = [found]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            yield part
            keys = list(part.keys())
            waiting += [part[key] for key in keys if _is_direct(part[key])]
        elif isinstance(part, pikepdf.Array):
            waiting += [each for each in part if _is_direct(each)]


def _is_direct(part: object) -> bool:
    return isinstance(part, (pikepdf.Dictionary, pikepdf.Array)) and not part.is_indirect


def _strip_dictionary(part: pikepdf.Object) -> None:
    for key in _DROPPED_KEYS:
        if key in part:
            del part[key]
    for key in ("/A", "/Next"):
        if key in part and _acts(part[key]):
            del part[key]
    annotations = part.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        part["/Annots"] = pikepdf.Array([each for each in annotations if not _is_dropped(each)])


def _acts(action: object) -> bool:
    """Return whether an action does more than lead to a place; a chain of actions always counts as more."""
    if isinstance(action, pikepdf.Array):
        return True
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return False
    if "/URI" in action and not _HARMLESS_ADDRESS.match(str(action["/URI"])):
        return True
    return str(action["/S"]) not in _HARMLESS_ACTIONS


def _is_dropped(annotation: object) -> bool:
    return isinstance(annotation, pikepdf.Dictionary) and str(annotation.get("/Subtype")) in _DROPPED_ANNOTATIONS
