"""Reads about supervision."""
