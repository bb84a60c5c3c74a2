"""What warning hands to the registries."""
