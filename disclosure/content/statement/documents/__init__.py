"""A statement on paper and as data."""
