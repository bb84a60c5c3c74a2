"""The matrix and the calendar of publications as files."""
