"""What integrity hands to the registries."""
