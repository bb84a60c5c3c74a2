"""HTML to PDF, and the check every PDF passes before it is handed over.

This package alone imports WeasyPrint, and only when something is drawn: most processes never need it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from portal.core.pdf.checking import STATIC, GlyphsMissing, PdfFault, check

if TYPE_CHECKING:
    from portal.core.pdf.drawing import Box, Layout, Rendered, lay_out, render

__all__ = ["STATIC", "Box", "GlyphsMissing", "Layout", "PdfFault", "Rendered", "check", "lay_out", "render"]


def __getattr__(name: str) -> Any:
    """Return what draws, once it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("portal.core.pdf.drawing"), name)
