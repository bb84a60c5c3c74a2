"""Publish, schedule, correct and withdraw; each publication adds an entry to the log."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.notices.actions.drafts import open_edition
from disclosure.notices.actions.steps import check_sound, take
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.policies import PREPARES
from disclosure.notices.queries.content import log_facts_of, public_remark
from disclosure.notices.queries.editions import NOTICE, coming_notice_period, due_for_publication
from disclosure.notices.registry import follow, parts_of
from portal.accounts.models import User
from portal.accounts.queries import published_telephones, system_actor
from portal.core import publication_log
from portal.core.models import LogEntry
from portal.core.personal import find_personal
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

    With `enqueue` jobs such as the making of posters are begun at once.

    Raises:
        Refused: An identity no longer holds, or a follower refuses.
    """

    def release(locked: Edition) -> None:
        check_sound(locked)
        live = Edition.objects.filter(notice_id=locked.notice_id, state=State.PUBLISHED).first()
        if live:
            take(actor, live, "supersede", at, superseded_at=at)
        locked.published_by = locked.scheduled_by if actor.is_system else actor
        locked.published_at = at
        period = coming_notice_period(locked, at=at)
        if period:
            locked.notice_from, locked.notice_to = period.first, period.last
            locked.notice_provisional = period.provisional
        kind = "correction" if locked.number > 1 else "publication"
        locked.log_sequence = _log(kind, locked, _facts(locked), at).sequence

    with transaction.atomic():
        # The notice is locked first, so that two editions of it can never be published side by side.
        Notice.objects.select_for_update().get(pk=edition.notice_id)
        published = take(actor, edition, "publish", at, release, seen=seen, related=SIGNED_BY)
        follow("published", actor=actor, edition=published, at=at, enqueue=enqueue)
    return published


def schedule(*, actor: User, edition: Edition, due: datetime, at: datetime, seen: int | None = None) -> Edition:
    """Have an approved edition published at a later time."""

    def check(_locked: Edition) -> None:
        if due <= at:
            raise Refused(_("Choose a time that is still to come."))

    return take(actor, edition, "schedule", at, check, seen=seen, scheduled_by=actor, scheduled_for=due)


def unschedule(*, actor: User, edition: Edition, at: datetime, seen: int | None = None) -> Edition:
    """Take a scheduled edition off the schedule; it waits for publication again."""
    return take(actor, edition, "unschedule", at, seen=seen, scheduled_by=None, scheduled_for=None)


def publish_due(*, at: datetime) -> list[Edition]:
    """Publish what was scheduled and has come due, as the system, for those who scheduled it.

    One that is refused or fails stays scheduled and is tried again; it never delays the others. What is refused,
    failed or late is logged by its key alone: title and number of unpublished work stay out of the log.
    """
    done = []
    for edition in due_for_publication(at=at):
        try:
            done.append(publish(actor=system_actor(), edition=edition, at=at))
        except Refused:
            logger.warning("A scheduled publication was refused: edition %d", edition.pk)
            continue
        except Exception:
            logger.exception("A scheduled publication failed: edition %d", edition.pk)
            continue
        if edition.scheduled_for and at - edition.scheduled_for > LATE:
            logger.warning("A scheduled publication was late: edition %d", edition.pk)
    return done


def withdraw(*, actor: User, edition: Edition, reason: str, at: datetime, seen: int | None = None) -> Edition:
    """Withdraw the live edition with a reason the public reads. Its content is shown no longer."""
    if find_personal(reason, published=published_telephones(edition.notice.unit)):
        raise Refused(_("Leave out full ID, bank-card and telephone numbers; everybody reads this."), "reason")
    facts = {"reason": reason.strip(), "withdrawn_by": actor.name_zh}
    with transaction.atomic():
        Notice.objects.select_for_update().get(pk=edition.notice_id)
        withdrawn = take(
            actor,
            edition,
            "withdraw",
            at,
            seen=seen,
            reason=reason,
            withdrawn_at=at,
            withdrawal_reason=reason.strip(),
        )
        _log("withdrawal", withdrawn, facts, at)
        follow("withdrawn", actor=actor, edition=withdrawn, at=at)
    return withdrawn


def start_correction(*, actor: User, edition: Edition, at: datetime) -> Edition:
    """Begin the next edition of a live or withdrawn notice as a draft with the same content.

    An edition that is already in preparation is returned as it is.

    Raises:
        NotAllowed: The actor does not prepare this unit's notices.
        Refused: The edition has never been published, or a later one has.
    """
    if not PREPARES.allows(actor, edition, at=at):
        raise NotAllowed(_("You do not prepare this unit’s notices."))
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
            file.pk, file.edition = None, draft  # a copy of the row; the stored bytes are shared
            file.save(force_insert=True)
        for part in parts_of(draft):
            part.copy(source=source, target=draft, actor=actor)
        # What it takes over is still the work of those who wrote it.
        draft.contributors.add(*source.contributors.all())
    return draft


def _log(kind: str, edition: Edition, facts: Mapping[str, Any], at: datetime) -> LogEntry:
    return publication_log.append(
        kind=kind,
        subject_kind=NOTICE,
        subject_number=edition.notice.number,
        edition=edition.number,
        content_sha256=edition.content_sha256,
        facts=facts,
        at=at,
    )


def _facts(edition: Edition) -> dict[str, Any]:
    """Return what the log records of a publication beside the content: who decided, and the notice period."""
    decisions = {
        step: {"by": person.name_zh, "at": getattr(edition, f"{step}_at").isoformat()}
        for step in ("prepared", "countersigned", "reviewed", "approved", "published")
        if (person := getattr(edition, f"{step}_by"))
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
