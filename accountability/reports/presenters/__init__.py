"""What pages and papers show of the yearly report."""
