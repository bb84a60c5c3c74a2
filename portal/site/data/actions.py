"""Making the data package, and forgetting old ones."""

import tempfile
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_noop

from portal.accounts.queries import system_actor
from portal.core import files, jobs, pages, publication_log
from portal.core.jobs import Running
from portal.core.models import OPEN_STATES, Job
from portal.site.data.documents import write_package
from portal.site.data.models import DataPackage
from portal.site.data.queries import is_outdated, newest_package
from portal.site.data.registry import DATASETS

TASK = "site.make_data_package"
OLDEST = timedelta(days=1)
"""After how long the package is made anew though nothing was published; answers and due days change too."""


def keep_current(*, at: datetime) -> Job | None:
    """Have the package made anew if something was published since, or it is a day old; return the job, if any."""
    newest, head = newest_package(), publication_log.head()
    last = head.sequence if head else 0
    if newest and newest.log_sequence == last and at - newest.made_at < OLDEST and not is_outdated(newest):
        return None
    if Job.objects.filter(task=TASK, state__in=OPEN_STATES).exists():
        return None
    return jobs.enqueue(
        task=TASK,
        actor=system_actor(),
        title=gettext_noop("Everything public as a data package"),
        args={},
        at=at,
        queue="documents",
    )


def make_package(job: Running, *, at: datetime) -> DataPackage:
    """Make the package and keep it."""
    head, sizes = publication_log.head(), {}
    with tempfile.TemporaryFile() as target:
        for done, (key, size) in enumerate(write_package(target, at=at), start=1):
            sizes[key] = size
            job.progress(done, len(DATASETS))
        with transaction.atomic():
            stored = files.store_public(target, suffix=".zip")
            pages.bump()
            return DataPackage.objects.create(
                made_at=at,
                log_sequence=head.sequence if head else 0,
                stored_as=stored.name,
                sha256=stored.sha256,
                size=stored.size,
                sizes=sizes,
            )


def forget_packages(before: datetime, limit: int) -> int:
    """Delete packages made before a time, but never the newest, and return how many were deleted."""
    newest = newest_package()
    old = DataPackage.objects.filter(made_at__lt=before)
    gone = list((old.exclude(pk=newest.pk) if newest else old).order_by("pk")[:limit])
    keys = [row.pk for row in gone]
    kept = set(DataPackage.objects.exclude(pk__in=keys).values_list("stored_as", flat=True))
    DataPackage.objects.filter(pk__in=keys).delete()
    for name in {row.stored_as for row in gone} - kept:
        transaction.on_commit(partial(storages["public"].delete, name))
    return len(gone)
