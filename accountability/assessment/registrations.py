"""What assessment hands to the registries."""
