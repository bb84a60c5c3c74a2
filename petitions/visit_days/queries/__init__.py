"""Reads about visit days."""
