"""Publish, schedule, correct and withdraw; each publication adds an entry to the log."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.notices.actions.drafts import open_edition
from disclosure.notices.actions.steps import check_sound, take
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Attachment, Edition, Notice
from disclosure.notices.policies import PREPARES
from disclosure.notices.queries.content import log_facts_of, public_remark
from disclosure.notices.queries.editions import coming_notice_period, due_for_publication
from disclosure.notices.queries.sources import NOTICE
from disclosure.notices.registry import follow, parts_of
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.core import publication_log
from portal.core.refusals import NotAllowed, Refused

logger = logging.getLogger(__name__)
SIGNED_BY = ("prepared_by", "countersigned_by", "reviewed_by", "approved_by", "scheduled_by")
"""Whom the log names."""
LATE = timedelta(minutes=2)
"""How long after its time a scheduled publication is called late; it is looked for each minute."""


def publish(*, actor: User, edition: Edition, at: datetime, seen: int | None = None, enqueue: bool = True) -> Edition:
    """Publish an approved or scheduled edition, in the place of the one that is live.

    The notice period is frozen, the entry of the publication log is written and the followers are run in one
    transaction.

    Args:
        actor: A publisher, or the system for the person who scheduled it.
        edition: The edition.
        at: The time of publication.
        seen: The version the publisher saw; None for the system, which sees no page.
        enqueue: Whether what is made of it in the background, such as posters, is begun at once.

    Raises:
        WrongState, NotAllowed: As the workflow says.
        Conflict: Somebody else changed the edition after this version was seen.
        Refused: An identity no longer holds, or what follows from it cannot be done.
    """

    def release(locked: Edition) -> None:
        check_sound(locked)
        _retire_live(actor, locked, at)
        locked.published_by = locked.scheduled_by if actor.is_system else actor
        locked.published_at = at
        _freeze_notice_period(locked, at)
        entry = publication_log.append(
            kind="correction" if locked.number > 1 else "publication",
            subject_kind=NOTICE,
            subject_number=locked.notice.number,
            edition=locked.number,
            content_sha256=locked.content_sha256,
            facts=_facts(locked),
            at=at,
        )
        locked.log_sequence = entry.sequence

    with transaction.atomic():
        # The notice is locked first, so that two editions of it can never be published side by side.
        Notice.objects.select_for_update().get(pk=edition.notice_id)
        published = take(actor, edition, "publish", at, release, seen=seen, related=SIGNED_BY)
        follow("published", actor=actor, edition=published, at=at, enqueue=enqueue)
    return published


def schedule(*, actor: User, edition: Edition, due: datetime, at: datetime, seen: int | None = None) -> Edition:
    """Have an approved edition published at a later time.

    Raises:
        Refused: The time lies in the past.
    """

    def set_time(locked: Edition) -> None:
        if due <= at:
            raise Refused(_("Choose a time that is still to come."))
        locked.scheduled_by, locked.scheduled_for = actor, due

    return take(actor, edition, "schedule", at, set_time, seen=seen)


def unschedule(*, actor: User, edition: Edition, at: datetime, seen: int | None = None) -> Edition:
    """Take a scheduled edition off the schedule; it waits for publication again."""

    def clear(locked: Edition) -> None:
        locked.scheduled_by, locked.scheduled_for = None, None

    return take(actor, edition, "unschedule", at, clear, seen=seen)


def publish_due(*, at: datetime) -> list[Edition]:
    """Publish what was scheduled and has come due, as the system, for those who scheduled it.

    One that is refused stays scheduled and is tried again; it never holds up the others. What is refused
    or late is logged by its key alone: title and number of unpublished work stay out of it.
    """
    done = []
    for edition in due_for_publication(at=at):
        try:
            done.append(publish(actor=system_actor(), edition=edition, at=at))
        except Refused:
            logger.warning("A scheduled publication was refused: edition %d", edition.pk)
            continue
        if edition.scheduled_for and at - edition.scheduled_for > LATE:
            logger.warning("A scheduled publication was late: edition %d", edition.pk)
    return done


def withdraw(*, actor: User, edition: Edition, reason: str, at: datetime, seen: int | None = None) -> Edition:
    """Withdraw the live edition with a reason the public reads. Its content is shown no longer."""

    def close(locked: Edition) -> None:
        locked.withdrawn_at, locked.withdrawal_reason = at, reason.strip()
        publication_log.append(
            kind="withdrawal",
            subject_kind=NOTICE,
            subject_number=locked.notice.number,
            edition=locked.number,
            content_sha256=locked.content_sha256,
            facts={"reason": reason.strip(), "withdrawn_by": actor.name_zh},
            at=at,
        )

    with transaction.atomic():
        Notice.objects.select_for_update().get(pk=edition.notice_id)
        withdrawn = take(actor, edition, "withdraw", at, close, reason=reason, seen=seen)
        follow("withdrawn", actor=actor, edition=withdrawn, at=at)
    return withdrawn


def start_correction(*, actor: User, edition: Edition, at: datetime) -> Edition:
    """Begin the next edition of a notice as a draft with the same content.

    Args:
        actor: A clerk of the unit.
        edition: The live or withdrawn edition it starts from.
        at: Now.

    Returns:
        The new draft, or the edition that is already in preparation.

    Raises:
        NotAllowed: The actor does not prepare this unit's notices.
        Refused: The edition has never been published, or a later one has.
    """
    if not PREPARES.allows(actor, edition, at=at):
        raise NotAllowed(_("You do not prepare this unit's notices."))
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=edition.notice_id)
        begun = notice.editions.filter(state__in=IN_PREPARATION).first()
        if begun:
            return begun
        source = notice.editions.order_by("-number").first()
        if source is None or source.pk != edition.pk or source.state not in (State.PUBLISHED, State.WITHDRAWN):
            raise Refused(_("Only what the notice says now can be corrected."))
        draft = open_edition(
            actor=actor, notice=notice, number=source.number + 1, title=source.title, form=source.form, at=at
        )
        draft.body = source.body
        draft.save()
        for file in source.attachments.all():
            Attachment.objects.create(
                edition=draft,
                name=file.name,
                sha256=file.sha256,
                stored_as=file.stored_as,
                size=file.size,
                content_type=file.content_type,
                order=file.order,
            )
        for part in parts_of(draft):
            part.copy(source=source, target=draft, actor=actor)
        # What it takes over is still the work of those who wrote it.
        draft.contributors.add(*source.contributors.all())
    return draft


def _retire_live(actor: User, edition: Edition, at: datetime) -> None:
    live = Edition.objects.filter(notice_id=edition.notice_id, state=State.PUBLISHED).first()
    if live is None:
        return

    def close(locked: Edition) -> None:
        locked.superseded_at = at

    take(actor, live, "supersede", at, close)


def _freeze_notice_period(edition: Edition, at: datetime) -> None:
    period = coming_notice_period(edition, at=at)
    if period:
        edition.notice_from, edition.notice_to = period.first, period.last
        edition.notice_provisional = period.provisional


def _facts(edition: Edition) -> dict[str, Any]:
    """Return what the log says of a publication beside the content: who decided, and from when to when."""
    signed = {
        "prepared": (edition.prepared_by, edition.prepared_at),
        "countersigned": (edition.countersigned_by, edition.countersigned_at),
        "reviewed": (edition.reviewed_by, edition.reviewed_at),
        "approved": (edition.approved_by, edition.approved_at),
        "published": (edition.published_by, edition.published_at),
    }
    decisions = {
        step_name: {"by": person.name_zh, "at": when.isoformat()}
        for step_name, (person, when) in signed.items()
        if person and when
    }
    remark = public_remark(edition)
    if remark:
        decisions["countersigned"]["remark"] = remark
    return {
        "decisions": decisions,
        "notice_period": {
            "from": edition.notice_from.isoformat() if edition.notice_from else None,
            "to": edition.notice_to.isoformat() if edition.notice_to else None,
            "provisional": edition.notice_provisional,
        },
        "correction_reason": edition.correction_reason,
        "code": edition.code,
        **log_facts_of(edition),
    }
