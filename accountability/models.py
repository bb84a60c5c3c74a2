"""The models of every room, gathered for Django. Nobody imports from here."""

from accountability.appraisal import models as _appraisal  # noqa: F401
from accountability.assessment import models as _assessment  # noqa: F401
from accountability.inspections import models as _inspections  # noqa: F401
from accountability.integrity import models as _integrity  # noqa: F401
from accountability.letters import models as _letters  # noqa: F401
from accountability.ratings import models as _ratings  # noqa: F401
from accountability.rectification import models as _rectification  # noqa: F401
from accountability.reports import models as _reports  # noqa: F401
from accountability.supervision import models as _supervision  # noqa: F401
from accountability.warning import models as _warning  # noqa: F401
