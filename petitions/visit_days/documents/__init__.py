"""Visit days on paper and as a calendar."""
