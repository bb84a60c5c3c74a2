"""The tables of inspections."""
