"""Public pages of notices."""
