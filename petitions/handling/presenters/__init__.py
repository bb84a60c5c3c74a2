"""Petitions as pages show them."""
