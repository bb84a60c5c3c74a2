"""What pages and papers of assessment show."""
