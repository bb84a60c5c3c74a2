"""Rows that are typed in a grid: what they are, what is said of them, and their page."""
