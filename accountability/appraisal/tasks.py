"""Timed work of appraisals."""

from celery import shared_task

from accountability.appraisal.actions.boxes import wipe


@shared_task(name="accountability.wipe_boxes")
def wipe_boxes() -> None:
    """Wipe what is left of codes and sealed votes that were deleted. Runs every hour; twice is harmless."""
    wipe()
