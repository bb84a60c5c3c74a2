"""Reads about petitions."""
