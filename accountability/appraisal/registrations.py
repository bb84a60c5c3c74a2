"""What appraisal hands to the registries."""
