"""Supervision on the desk."""
