"""Every write of integrity."""
