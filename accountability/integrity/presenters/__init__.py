"""What pages and papers of integrity show."""
