"""Reads about what came of petitions."""
