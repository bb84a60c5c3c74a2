"""Every read of disclosure. Functions return query sets; the clock is an argument."""
