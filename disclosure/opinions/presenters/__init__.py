"""What pages show of opinions."""
