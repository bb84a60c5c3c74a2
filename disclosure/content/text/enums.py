"""The key of this form."""

FORM = "text"
"""As it stands in the catalogue."""
