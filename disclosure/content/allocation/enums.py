"""The key of this form."""

FORM = "allocation"
"""Its value in the catalogue and in the canonical document."""
