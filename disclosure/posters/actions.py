"""Keep posters: made once per edition and size, and served from store after that."""

import time
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, gettext_noop

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.policies import FOLLOWS
from disclosure.posters.enums import MADE_AT_PUBLICATION, POSTER_FAILED, PaperSize
from disclosure.posters.models import Poster
from disclosure.posters.queries import MAKE_POSTER, drawn_with, failed_jobs, stored_poster
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import holders, system_actor
from portal.core import files, jobs
from portal.core.models import OPEN_STATES, Job
from portal.core.refusals import NotAllowed, Refused
from portal.messaging.actions.reminders import remind
from portal.messaging.registry import Reminder

_POLL_SECONDS = 0.25


def check_public(edition: Edition) -> None:
    """Refuse a poster of an edition that is not public, or was withdrawn and is shown no longer."""
    if edition.state not in (State.PUBLISHED, State.SUPERSEDED):
        raise Refused(_("Only an edition that is public has a poster."))


def store_poster(*, edition: Edition, size: PaperSize, pdf: bytes, pages: int, at: datetime) -> Poster:
    """Store a poster that was drawn and checked; the one stored first stays.

    Raises:
        Refused: The edition is not public.
    """
    check_public(edition)
    stored = files.store_public(pdf, suffix=".pdf")
    figures = {"stored_as": stored.name, "sha256": stored.sha256, "bytes": len(pdf), "pages": pages, "made_at": at}
    with transaction.atomic():
        poster, _created = Poster.objects.get_or_create(
            edition=edition, size=size, is_superseded=edition.state == State.SUPERSEDED, defaults=figures
        )
    return poster


def poster_for(*, edition: Edition, size: PaperSize, at: datetime, wait: float) -> Poster | None:
    """Return a poster, made ahead of the queue where it is not there; None where so many seconds were not enough.

    Raises:
        Refused: It could not be made. It is not tried again until somebody asks on the desk, or it is drawn otherwise.
    """
    found = stored_poster(edition, size)
    if found:
        return found
    if failed_jobs(edition, [size]):
        raise Refused(_("This poster could not be made. The office has been told."))
    job = _ahead_of_the_queue(edition, size, at)
    deadline = time.monotonic() + wait
    while not jobs.finished(job.pk) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    return stored_poster(edition, size)


def _ahead_of_the_queue(edition: Edition, size: PaperSize, at: datetime) -> Job:
    """Hurry the job that makes this poster, or write one: many who ask at once share it."""
    with transaction.atomic():
        Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        still_open = Job.objects.filter(task=MAKE_POSTER, state__in=OPEN_STATES)
        waiting = still_open.filter(args__edition=edition.pk, args__size=str(size)).order_by("pk").first()
        if waiting:
            jobs.hurry(waiting, at=at)
            return waiting
        return enqueue_poster(actor=system_actor(), edition=edition, size=size, at=at, urgent=True)


def enqueue_posters(*, actor: User, edition: Edition, at: datetime) -> None:
    """Have the posters made that are printed most. It follows a publication."""
    for size in MADE_AT_PUBLICATION:
        enqueue_poster(actor=actor, edition=edition, size=size, at=at)


def enqueue_poster(*, actor: User, edition: Edition, size: PaperSize, at: datetime, urgent: bool = False) -> Job:
    """Have a poster made, after the publication has been committed."""
    return jobs.enqueue(
        task=MAKE_POSTER,
        actor=actor,
        title=gettext_noop("Poster %(number)s, %(size)s"),
        title_params={"number": edition.audit_number(), "size": str(size)},
        args={"edition": edition.pk, "size": str(size), "drawn_with": drawn_with()},
        queue="documents",
        urgent=urgent,
        at=at,
    )


def make_poster_again(*, actor: User, edition: Edition, size: PaperSize, at: datetime) -> Job:
    """Have a poster made that could not be.

    Raises:
        NotAllowed: The actor does not work on the edition.
        Refused: The edition is not public, or the poster did not fail.
    """
    if not FOLLOWS.allows(actor, edition, at=at):
        raise NotAllowed(_("You do not work on this notice."))
    check_public(edition)
    with transaction.atomic():
        Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        if not failed_jobs(edition, [size]):
            raise Refused(_("This poster is made, or is being made."))
        return enqueue_poster(actor=actor, edition=edition, size=size, at=at, urgent=True)


def report_failure(*, edition: Edition, size: PaperSize, at: datetime) -> None:
    """Tell those who publish for the unit, and its clerks, that a poster could not be made; once a way of drawing."""
    unit = edition.notice.unit

    def words() -> dict[str, str]:
        return {"unit": unit.name, "number": edition.audit_number(), "size": str(size)}

    people = {*holders(Role.PUBLISHER, unit, at=at), *holders(Role.CLERK, unit, at=at)}
    remind(
        [
            Reminder(
                person=person,
                kind=POSTER_FAILED,
                cause=f"poster:{edition.audit_number()}:{size}:{drawn_with()}",
                step="failed",
                due=timezone.localdate(at),
                words=words,
                url=f"/desk/editions/{edition.pk}/",
            )
            for person in sorted(people, key=lambda one: one.pk)
        ],
        at=at,
    )
