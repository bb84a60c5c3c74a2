"""Write notices for the screen in the hall, put them on it and take them down."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _, pgettext

from accountability.supervision.enums import CHANGEABLE, MAX_SLIDE_LENGTH, NoticeKind
from accountability.supervision.models import NOTICE_FIELDS, ScreenNotice
from accountability.supervision.policies import RUNS_NOTICE, SCREEN_STEPS
from accountability.supervision.workflow import SCREEN_NOTICE
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.core import audit, pages
from portal.core.demonstration import today_of_due_days
from portal.core.personal import find_personal
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.texts import comma, required
from portal.core.workflow import create, lock_seen, step

MAX_TITLE_LENGTH = 40


def write(
    *,
    actor: User,
    town: Unit,
    kind: NoticeKind,
    title: str,
    text: str,
    first_day: date,
    last_day: date,
    at: datetime,
    order: int = 10,
) -> ScreenNotice:
    """Write a notice for the screen, as a draft.

    Raises:
        NotAllowed: The actor does not run the screen of the township.
        Refused: A text is missing, too long to be read, or holds a personal number; or the days are not in order.
    """
    fields = {"kind": kind, "title": title, "text": text, "first_day": first_day, "last_day": last_day, "order": order}

    def make(locked: Unit) -> ScreenNotice:
        notice = ScreenNotice(town=locked)
        _set(notice, fields)
        return notice

    return create(
        actor=actor, parent=town, make=make, workflow=SCREEN_NOTICE, verb="write", policies=SCREEN_STEPS, at=at
    )


def change(
    *, actor: User, notice: ScreenNotice, fields: Mapping[str, Any], at: datetime, seen: int | None = None
) -> ScreenNotice:
    """Change a notice that is not on the screen, with values of `NOTICE_FIELDS`.

    Raises:
        NotAllowed: The actor does not run the screen of the township.
        Conflict: It is on the screen, or somebody else changed it after this version was seen.
        Refused: As `write` does.
    """
    if not RUNS_NOTICE.allows(actor, notice, at=at):
        raise NotAllowed(_("The discipline secretary and the office run the screen."))
    with transaction.atomic():
        locked = lock_seen(notice, seen, "town")
        if locked.state not in CHANGEABLE:
            raise Conflict(_("This notice is on the screen. Take it down before you change it."))
        _set(locked, fields)
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="change", at=at)
    return locked


def show(*, actor: User, screen_notice: ScreenNotice, at: datetime, seen: int | None = None) -> ScreenNotice:
    """Put a notice on the screen, from its first day to its last.

    Raises:
        Refused: Its last day has passed.
    """

    def check(locked: ScreenNotice) -> None:
        if locked.last_day < today_of_due_days(at):
            raise Refused(_("Its last day has passed. Set another one first."))

    return _take(actor, screen_notice, "show", check, seen=seen, at=at)


def take_down(*, actor: User, screen_notice: ScreenNotice, at: datetime, seen: int | None = None) -> ScreenNotice:
    """Take a notice down at once."""
    return _take(actor, screen_notice, "take_down", None, seen=seen, at=at)


def _take(
    actor: User,
    notice: ScreenNotice,
    verb: str,
    change: Callable[[ScreenNotice], None] | None,
    *,
    seen: int | None,
    at: datetime,
) -> ScreenNotice:
    with transaction.atomic():
        done = step(
            actor=actor,
            subject=notice,
            workflow=SCREEN_NOTICE,
            verb=verb,
            policies=SCREEN_STEPS,
            seen=seen,
            at=at,
            change=change,
            related=("town",),
        )
        pages.bump()
    return done


def _set(notice: ScreenNotice, fields: Mapping[str, Any]) -> None:
    for name in NOTICE_FIELDS:
        if name in fields:
            setattr(notice, name, fields[name])
    notice.title = required(notice.title, _("Write a title."), "title", MAX_TITLE_LENGTH)
    notice.text = required(notice.text, _("Write what it says."), "text", MAX_SLIDE_LENGTH)
    if notice.last_day < notice.first_day:
        raise Refused(pgettext("of a time", "The last day cannot be before the first."), "last_day")
    published = published_telephones(notice.town)
    for name in ("title", "text"):
        if found := find_personal(getattr(notice, name), published=published):
            masked = comma().join(one.masked for one in found[:3])
            sentence = _("Full ID, bank-card or telephone numbers stand in it: %(masked)s.")
            raise Refused(sentence % {"masked": masked}, name)
