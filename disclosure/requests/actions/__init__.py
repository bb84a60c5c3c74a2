"""Every write about requests."""
