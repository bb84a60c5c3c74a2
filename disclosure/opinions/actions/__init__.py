"""Everything that is done with an opinion."""
