"""What every room hands to the registries, gathered for Django, which looks in apps only."""

from petitions.handling import registrations as _handling  # noqa: F401
from petitions.intake import registrations as _intake  # noqa: F401
from petitions.outcomes import registrations as _outcomes  # noqa: F401
from petitions.visit_days import registrations as _visit_days  # noqa: F401
