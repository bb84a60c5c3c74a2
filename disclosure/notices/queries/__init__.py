"""Reads about notices and editions."""
