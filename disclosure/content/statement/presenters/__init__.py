"""What pages show of a statement."""
