"""What must be put right: given with a day, reported with evidence, checked again and closed."""
