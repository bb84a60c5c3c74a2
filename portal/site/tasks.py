"""Tasks of the site, gathered for Celery."""

from portal.site.data import tasks as data

__all__ = ["data"]
