"""Everything that is done with a statement."""
