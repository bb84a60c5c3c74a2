"""Reads about requests."""
