"""Reads about posters: those stored, and those that could not be made."""

import hashlib
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


def poster_jobs(edition: Edition, size: PaperSize) -> QuerySet[Job]:
    """Return the jobs that make or made a poster, oldest first."""
    return Job.objects.filter(task=MAKE_POSTER, args__edition=edition.pk, args__size=str(size)).order_by("pk")


def failed_job(edition: Edition, size: PaperSize) -> Job | None:
    """Return the last job of a poster if it failed, and would fail again: what it is drawn with is still the same."""
    last = poster_jobs(edition, size).last()
    if last is None or last.state != JobState.FAILED or last.args.get("drawn_with") != drawn_with():
        return None
    return last
