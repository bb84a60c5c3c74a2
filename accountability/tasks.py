"""The tasks of every room, gathered for Celery. Each fetches by key and calls one action, and may run twice."""

from accountability.appraisal.tasks import wipe_boxes
from accountability.integrity.tasks import open_checklists
from accountability.warning.tasks import count_risks

__all__ = ["count_risks", "open_checklists", "wipe_boxes"]
