"""Pictures: made anew from their pixels, so that nothing else of them is kept."""

import struct
from datetime import date, datetime
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from portal.core.refusals import Refused
from portal.core.uploads.archives import damaged
from portal.core.uploads.kinds import JPEG, Kind

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
        raise damaged() from fault


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
    kept = picture if picture.mode in _KEPT_MODES[name] else picture.convert(_plain_mode(picture, name))
    if kept.mode not in {picture.mode, "RGB", "RGBA"} or picture.mode == "CMYK":
        profile = None
    pixels = Image.new(kept.mode, kept.size)
    pixels.paste(kept)
    made = BytesIO()
    options = {"quality": QUALITY} if name == "JPEG" else {"optimize": False}
    pixels.save(made, name, icc_profile=profile, **options)
    return made.getvalue()


def _plain_mode(picture: Image.Image, name: str) -> str:
    """Return the mode to convert to: with transparency only where there is some and the format has it."""
    return "RGBA" if name == "PNG" and picture.has_transparency_data else "RGB"


def _too_large() -> Refused:
    return Refused(
        _("The picture has more than %(millions)d million pixels. Make it smaller and choose it once more.")
        % {"millions": MOST_PIXELS // 1_000_000}
    )
