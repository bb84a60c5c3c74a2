"""Posters: a notice on paper, in Chinese only."""
