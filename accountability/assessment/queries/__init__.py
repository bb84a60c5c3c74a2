"""What assessment reads."""
