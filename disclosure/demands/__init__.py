"""Joint demands of villagers."""
