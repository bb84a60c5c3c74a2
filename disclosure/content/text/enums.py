"""The key of this form."""

FORM = "text"
"""Its value in the catalogue."""
