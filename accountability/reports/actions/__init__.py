"""What is done with a yearly report."""
