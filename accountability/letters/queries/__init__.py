"""Every read of letters."""
