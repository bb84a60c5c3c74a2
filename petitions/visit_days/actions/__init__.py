"""Everything that is done about visit days."""
