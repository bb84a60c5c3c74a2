"""What pages of supervision show."""
