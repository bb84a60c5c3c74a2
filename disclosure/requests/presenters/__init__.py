"""Requests as pages show them."""
