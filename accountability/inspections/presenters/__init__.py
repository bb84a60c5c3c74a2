"""What pages and papers show of inspections."""
