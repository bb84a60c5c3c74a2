"""Reads of early warning."""
