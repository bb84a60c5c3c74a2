"""Petitions: every one gets an answer."""
