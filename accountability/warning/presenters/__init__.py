"""What the pages and papers of early warning show."""
