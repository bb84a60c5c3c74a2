"""The tables of warning."""
