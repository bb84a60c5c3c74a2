"""Where a document may take its files from, and what may be wrong with a PDF."""

from pathlib import Path

STATIC = Path(__file__).resolve().parents[3] / "static"
"""The only folder a document may take files from."""


class PdfFault(Exception):
    """A PDF that must not be handed over; ``str(fault)`` is the sentence to show."""
