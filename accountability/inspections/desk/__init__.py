"""Inspections in the desk."""
