"""Everything that is done with a board."""
