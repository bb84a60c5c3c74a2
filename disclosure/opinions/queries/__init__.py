"""Reads about opinions."""
