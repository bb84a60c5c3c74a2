"""Periods, deadlines, and what is owed for which period."""
