"""What every room hands to the registries, gathered for Django, which looks in apps only."""

from petitions.visit_days import registrations as _visit_days  # noqa: F401
