"""The petition and its life: who sees it, which step follows which, by when, and what is decided."""
