"""Forms of notices and of the steps of an edition."""
