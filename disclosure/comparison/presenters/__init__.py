"""What pages show of comparisons."""
