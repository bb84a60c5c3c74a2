"""What reports hands to the registries."""
