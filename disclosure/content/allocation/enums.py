"""The key of this form."""

FORM = "allocation"
"""As it stands in the catalogue and in the canonical document."""
