"""The models of every room, gathered for Django. Nobody imports from here."""

from petitions.handling import models as _handling  # noqa: F401
from petitions.outcomes import models as _outcomes  # noqa: F401
from petitions.visit_days import models as _visit_days  # noqa: F401
