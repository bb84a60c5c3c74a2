"""What pages show of obligations."""
