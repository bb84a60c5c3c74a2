"""Inspections: planned or unannounced, with findings that are put right."""
