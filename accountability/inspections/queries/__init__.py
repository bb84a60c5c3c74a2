"""Reads about inspections."""
