"""What every room hands to the registries, gathered for Django, which looks in apps only."""

from accountability.appraisal import registrations as _appraisal  # noqa: F401
from accountability.assessment import registrations as _assessment  # noqa: F401
from accountability.inspections import registrations as _inspections  # noqa: F401
from accountability.integrity import registrations as _integrity  # noqa: F401
from accountability.letters import registrations as _letters  # noqa: F401
from accountability.ratings import registrations as _ratings  # noqa: F401
from accountability.rectification import registrations as _rectification  # noqa: F401
from accountability.reports import registrations as _reports  # noqa: F401
from accountability.supervision import registrations as _supervision  # noqa: F401
from accountability.warning import registrations as _warning  # noqa: F401
