"""Every change of inspections."""
