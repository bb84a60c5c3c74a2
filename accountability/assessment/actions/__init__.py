"""What assessment writes."""
