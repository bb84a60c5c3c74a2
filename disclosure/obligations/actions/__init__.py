"""Writes about what is owed."""
