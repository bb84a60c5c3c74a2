"""Opinions of residents about notices, and their answers."""
