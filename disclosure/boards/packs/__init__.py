"""Packs of posters."""
