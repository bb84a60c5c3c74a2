"""What ratings hands to the registries."""
