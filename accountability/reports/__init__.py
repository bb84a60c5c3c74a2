"""The year in one report."""
