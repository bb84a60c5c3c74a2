"""Inspections: what was found, by when it is put right, and what supervises risk."""
