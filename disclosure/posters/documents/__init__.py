"""Posters: a notice on paper. Pure: what goes on paper comes in as a `PosterSheet`.

`make_poster` turns one into a checked PDF. Posters are in Chinese only.
"""

from disclosure.posters.documents.render import Poster, make_poster
from disclosure.posters.documents.sheet import Kind, PosterSheet, Signature
from disclosure.posters.rules.paper import Size

__all__ = [
    "Kind",
    "Poster",
    "PosterSheet",
    "Signature",
    "Size",
    "make_poster",
]
