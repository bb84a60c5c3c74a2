"""The Celery application: queues and the schedule.

A task fetches by primary key and calls one action, so it may run twice without harm. That is why it is acknowledged
late: a worker killed in the middle of one loses nothing.
"""

import os
import warnings
from typing import TypedDict
from urllib.parse import parse_qs, urlsplit

from celery import Celery
from celery.exceptions import SecurityWarning
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
# Celery would rather read its broker's address here than take ours, which is Redis's.
os.environ.pop("CELERY_BROKER_URL", None)
# Celery warns root of pickled messages, which run what a stranger sends. Ours are JSON.
warnings.filterwarnings("ignore", category=SecurityWarning)


class Timed(TypedDict):
    """One row of the schedule."""

    task: str
    schedule: float


# Name of the task -> how often it runs, in seconds. Each finds by query what is due, so a missed turn is made good.
SCHEDULE: dict[str, float] = {
    "core.resend_jobs": 60.0,
    "core.forget_expired": 24 * 3600.0,
    "disclosure.publish_due": 60.0,
    "messaging.send_due": 60.0,
    "disclosure.sync_obligations": 3600.0,
    "accountability.count_risks": 3600.0,
    "accountability.open_checklists": 3600.0,
    "accountability.wipe_boxes": 3600.0,
    "cases.recount_clocks": 3600.0,
    "petitions.conclude_due": 3600.0,
    "petitions.publish_visit_days": 3600.0,
    "site.keep_data_package": 600.0,
    "messaging.remind": 15 * 60.0,
    "site.tell_subscribers": 15 * 60.0,
}


def celery_url(redis_url: str) -> str:
    """Return Celery's form of a Redis address; only that of a socket differs from everybody else's."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def make_app() -> Celery:
    """Return the application, set up from Django's settings."""
    made = Celery("gongkai", broker=celery_url(settings.REDIS_URL))
    made.conf.update(
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_default_queue="default",
        task_queues=[Queue("default"), Queue("documents")],
        task_create_missing_queues=False,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        # WeasyPrint keeps fonts and images; a process is replaced before that adds up.
        worker_max_tasks_per_child=200,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": 30 * 60,
            # A job whose sending fails is sent again later, so nobody waits long for a broker that is down.
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.2,
            "interval_max": 0.2,
            "socket_connect_timeout": 2,
            "global_keyprefix": f"{settings.CACHES['default']['KEY_PREFIX']}:celery:",
        },
        timezone=settings.TIME_ZONE,
        enable_utc=True,
        beat_schedule={name: Timed(task=name, schedule=seconds) for name, seconds in SCHEDULE.items()},
        beat_schedule_filename=str(settings.VAR_DIR / "beat"),
    )
    made.autodiscover_tasks()
    return made


app = make_app()
