"""What every room hands to the registries, gathered for Django, which looks in apps only."""
