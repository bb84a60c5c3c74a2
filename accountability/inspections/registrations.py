"""What inspections hands to the registries."""
