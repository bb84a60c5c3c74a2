"""What pages and papers of letters show."""
