"""Tasks of the site, gathered for Celery."""

from portal.site.data import tasks as data
from portal.site.subscriptions import tasks as subscriptions

__all__ = ["data", "subscriptions"]
