"""What rectification hands to the registries."""
