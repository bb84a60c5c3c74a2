"""Reads about posters: those stored, and those that could not be made."""

import hashlib
from collections.abc import Collection
from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.posters.enums import PaperSize
from disclosure.posters.models import Poster
from portal.core.models import Job, JobState

MAKE_POSTER = "disclosure.make_poster"
"""Name of the task that makes one."""


def posters_of(edition: Edition) -> QuerySet[Poster]:
    """Return the stored posters of an edition as it is now."""
    return Poster.objects.filter(edition=edition, is_superseded=edition.state == State.SUPERSEDED)


def stored_poster(edition: Edition, size: PaperSize) -> Poster | None:
    """Return one of them, if it has been made."""
    return posters_of(edition).filter(size=size).first()


@lru_cache(maxsize=1)
def drawn_with() -> str:
    """Return a hash of what posters are drawn with: the templates, style sheets and code of disclosure."""
    digest = hashlib.sha256()
    for folder, pattern in (("templates/disclosure", "*.html"), ("static/disclosure", "*.css"), ("disclosure", "*.py")):
        for file in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def failed_jobs(edition: Edition, sizes: Collection[PaperSize]) -> dict[PaperSize, Job]:
    """Return the last jobs of those posters that failed and would fail again, drawn with the same as then."""
    if not sizes:
        return {}
    rows = Job.objects.filter(task=MAKE_POSTER, args__edition=edition.pk, args__size__in=list(sizes)).order_by("pk")
    last = {PaperSize(job.args["size"]): job for job in rows}
    return {
        size: job
        for size, job in last.items()
        if job.state == JobState.FAILED and job.args.get("drawn_with") == drawn_with()
    }
