"""Every read of integrity."""
