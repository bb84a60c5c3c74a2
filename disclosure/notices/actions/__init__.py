"""Everything that is done with a notice."""
