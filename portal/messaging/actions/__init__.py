"""Every write about messages."""
