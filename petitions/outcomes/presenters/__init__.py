"""What pages and papers of outcomes show."""
