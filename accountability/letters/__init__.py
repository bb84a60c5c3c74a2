"""Responsibility letters: what was promised for a year, by whom, and what came of it."""
