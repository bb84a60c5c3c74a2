"""Reads about obligations."""
