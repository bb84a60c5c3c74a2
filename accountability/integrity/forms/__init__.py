"""What is typed in about integrity."""
