"""Pictures and PDF files, made anew without metadata, programs and files inside."""

import re
import struct
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

import pikepdf
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from portal.core.refusals import Refused
from portal.core.uploads.kinds import DAMAGED, JPEG, PROTECTED, Kind

MOST_PAGES = 1_000
_DROPPED_KEYS = (
    "/AA",
    "/AF",
    "/EmbeddedFiles",
    "/JavaScript",
    "/JS",
    "/Metadata",
    "/OpenAction",
    "/PieceInfo",
    "/Thumb",
    "/XFA",
)
_HARMLESS_ACTIONS = frozenset({"/GoTo", "/URI", "/Named"})
_HARMLESS_ADDRESS = re.compile(r"\s*(https?|mailto|tel):", re.IGNORECASE)
_MARKER, _START_OF_SCAN = 0xFF, 0xDA
_METADATA_SEGMENTS = (0xE1, 0xED, 0xFE)
"""Exif and XMP, Photoshop's, and comments."""
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
                raise Refused(PROTECTED)
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                raise Refused(
                    _("The document has %(n)d pages; it must have 1 to %(most)d.")
                    % {"n": len(pdf.pages), "most": MOST_PAGES}
                )
            _strip(pdf)
            made = BytesIO()
            pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError as fault:
        raise Refused(PROTECTED) from fault
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, RuntimeError, ValueError) as fault:
        raise Refused(DAMAGED) from fault
    return made.getvalue()


def _strip(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for found in pdf.objects:
        for part in _dictionaries(found):
            _strip_dictionary(part)
        if isinstance(found, pikepdf.Stream) and found.get("/Filter") == pikepdf.Name.DCTDecode:
            parms = found.get("/DecodeParms")
            kept = _without_metadata(found.read_raw_bytes())
            found.write(
                kept,
                filter=pikepdf.Name.DCTDecode,
                decode_parms=parms if isinstance(parms, pikepdf.Dictionary) else None,
            )


def _without_metadata(jpeg: bytes) -> bytes:
    """Return a JPEG as it stands in a PDF without what its camera wrote, such as the place; its pixels are untouched.

    Nothing in a PDF reads these segments, not even how the picture is to be turned.
    """
    at, kept = 2, [jpeg[:2]]
    while at + 1 < len(jpeg) and jpeg[at] == _MARKER and jpeg[at + 1] != _START_OF_SCAN:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in _METADATA_SEGMENTS:
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, jpeg[at:]])


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
    for key in ("/A", "/PA", "/Next"):
        if key in part and _acts(part[key]):
            del part[key]
    annotations = part.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        part["/Annots"] = pikepdf.Array([each for each in annotations if not _is_dropped(each)])
    if "/T" in part and "/Rect" in part and str(part.get("/Subtype")) != "/Widget":  # of a comment: who wrote it
        del part["/T"]


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


MOST_PIXELS = 50_000_000
"""More than the cameras of telephones take; a picture of this size needs 150 MB of memory."""
QUALITY = 88
_KEPT_MODES = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "RGBA", "L", "LA")}


def clean_picture(content: bytes, kind: Kind) -> bytes:
    """Return the picture upright and without metadata: no place, no time, no device, no preview.

    The colour profile is kept, without which the colours would be others.

    Raises:
        Refused: It is damaged, or has too many pixels.
    """
    name = "JPEG" if kind is JPEG else "PNG"
    try:
        with Image.open(BytesIO(content), formats=[name]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_large()
            profile = picture.info.get("icc_profile")
            return _made_anew(ImageOps.exif_transpose(picture), name, profile)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise _too_large() from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise Refused(DAMAGED) from fault


def cropped(content: bytes, size: tuple[int, int]) -> bytes:
    """Return a cleaned picture as a JPEG of this size in pixels; what is too much is cut off, at the top least."""
    with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as picture:
        upright = picture.convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        made = BytesIO()
        flat = Image.alpha_composite(white, upright).convert("RGB")
        ImageOps.fit(flat, size, centering=(0.5, 0.25)).save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def taken_on(content: bytes) -> date | None:
    """Return the day on which a picture was taken, as its camera wrote it; None where it did not.

    To be asked before the picture is cleaned, which takes it out. Cameras are set wrong, so it is a proposal.
    """
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            written = picture.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
        return datetime.strptime(str(written)[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - the camera names no zone
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError, ValueError):
        return None
    except (KeyError, TypeError, struct.error):  # what Pillow says of a damaged table of such data
        return None


def _made_anew(picture: Image.Image, name: str, profile: bytes | None) -> bytes:
    # With transparency only where there is some and the format has it.
    plain = "RGBA" if name == "PNG" and picture.has_transparency_data else "RGB"
    kept = picture if picture.mode in _KEPT_MODES[name] else picture.convert(plain)
    if kept.mode not in {picture.mode, "RGB", "RGBA"} or picture.mode == "CMYK":
        profile = None
    pixels = Image.new(kept.mode, kept.size)
    pixels.paste(kept)
    made = BytesIO()
    options = {"quality": QUALITY} if name == "JPEG" else {"optimize": False}
    pixels.save(made, name, icc_profile=profile, **options)
    return made.getvalue()


def _too_large() -> Refused:
    return Refused(
        _("The picture has more than %(millions)d million pixels. Make it smaller and choose it once more.")
        % {"millions": MOST_PIXELS // 1_000_000}
    )
