"""Forms of opinions."""
