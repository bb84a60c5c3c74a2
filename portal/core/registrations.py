"""What the kernel itself keeps for a time only."""

from django.conf import settings

from portal.core import jobs
from portal.core.retention import RETENTIONS, Retention
from portal.core.uploads import held

RETENTIONS.register(Retention("jobs", lambda: settings.JOBS_KEPT_DAYS, jobs.forget))
RETENTIONS.register(Retention("held uploads", lambda: held.KEPT_DAYS, held.forget))
