"""Forms of boards and postings."""
