"""HTML to PDF, and the check every PDF passes before it is handed over.

This package alone imports WeasyPrint. Nothing is fetched from outside: the paper stands on
the project's own static files and on the fonts of the machine.
"""

from portal.core.pdf.checking import check
from portal.core.pdf.drawing import STATIC, Layout, Place, Rendered, lay_out, render
from portal.core.pdf.faults import PdfFault

__all__ = ["STATIC", "Layout", "PdfFault", "Place", "Rendered", "check", "lay_out", "render"]
