"""The tasks of every room, gathered for Celery. Each fetches by key and calls one action, and may run twice."""

from petitions.handling.tasks import conclude_due
from petitions.visit_days.tasks import publish_visit_days

__all__ = ["conclude_due", "publish_visit_days"]
