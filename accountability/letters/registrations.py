"""What letters hands to the registries."""
