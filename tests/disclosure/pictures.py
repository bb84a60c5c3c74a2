"""A small picture to attach."""

import io

from PIL import Image


def picture(colour: str = "white") -> bytes:
    """Return a PNG."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(made, "PNG")
    return made.getvalue()
