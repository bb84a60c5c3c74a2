"""What pages show of a notice."""
