"""Every write of letters."""
