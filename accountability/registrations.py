"""What every room hands to the registries, gathered for Django, which looks in apps only."""

from accountability.letters import registrations as _letters  # noqa: F401
