"""Reads about boards."""
