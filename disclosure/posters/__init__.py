"""Posters: an edition on paper."""
