"""Reads about statements."""
