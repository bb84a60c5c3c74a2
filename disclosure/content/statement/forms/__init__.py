"""Forms of a statement."""
