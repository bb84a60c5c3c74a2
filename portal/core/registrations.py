"""What the kernel itself keeps for a time only."""

from django.conf import settings

from portal.core import jobs
from portal.core.encryption.nameless import DAYS, forget_nameless
from portal.core.retention import RETENTIONS, Retention

RETENTIONS.register(Retention("jobs", lambda: settings.JOBS_KEPT_DAYS, jobs.forget))
RETENTIONS.register(Retention("nameless_files", lambda: DAYS, forget_nameless))
