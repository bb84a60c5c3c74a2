"""What supervision hands to the registries."""
