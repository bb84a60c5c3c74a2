"""The chapters of the yearly report, and how figures stand in its text."""
