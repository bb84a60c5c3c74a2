"""Reads about notices and editions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, Q, QuerySet, When

from disclosure.notices.enums import IN_PREPARATION, PUBLIC, State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.policies import STEPS, VISIBLE
from disclosure.notices.workflow import EDITION
from portal.accounts.models import Unit, User
from portal.core.workflow import Row

Person = AbstractBaseUser | AnonymousUser

WAITING_VERBS = ("submit", "countersign", "review", "approve", "publish")
"""The steps an edition waits for; the others are ways out."""


def _with_context(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    return rows.select_related("notice__unit__parent", "notice__entry", "notice__station")


def visible(person: Person, *, at: datetime) -> QuerySet[Edition]:
    """Return the editions this person may read, with their notice, unit and entry."""
    return _with_context(VISIBLE.permitted(person, at=at))


def public() -> QuerySet[Edition]:
    """Return every edition that has been published at some time."""
    return _with_context(Edition.objects.filter(state__in=PUBLIC))


def live() -> QuerySet[Edition]:
    """Return what the notices say now, newest first."""
    return _with_context(Edition.objects.filter(state=State.PUBLISHED)).order_by("-published_at", "-pk")


def live_matching(
    *, unit: Unit | None = None, stream: str = "", period: str = "", entry: str = "", words: str = ""
) -> QuerySet[Edition]:
    """Return live editions narrowed by what the list page offers.

    Args:
        unit: Only this unit's.
        stream: Only this stream's.
        period: Only of this period.
        entry: Only of the catalogue entry with this code.
        words: Words that must all stand in number, title, unit or item.
    """
    rows = live()
    if unit:
        rows = rows.filter(notice__unit=unit)
    if stream:
        rows = rows.filter(notice__entry__stream=stream)
    if period:
        rows = rows.filter(notice__period=period)
    if entry:
        rows = rows.filter(notice__entry__code=entry)
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(notice__number__icontains=word)
            | Q(title__icontains=word)
            | Q(body__icontains=word)
            | Q(notice__unit__name_zh__icontains=word)
            | Q(notice__unit__name_en__icontains=word)
            | Q(notice__entry__name_zh__icontains=word)
            | Q(notice__entry__name_en__icontains=word)
        )
    return rows


def with_content(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Fetch files and signatures along with editions. What its form says of one, the form reads."""
    return with_signatures(rows).prefetch_related("attachments")


def with_signatures(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Fetch whoever signed editions along with them."""
    return rows.select_related("prepared_by", "countersigned_by", "reviewed_by", "approved_by", "published_by")


def live_among(notices: Iterable[int]) -> set[int]:
    """Return which of these notices, by their keys, are live. One that was published and is not was withdrawn."""
    rows = Edition.objects.filter(state=State.PUBLISHED, notice__in=set(notices)).order_by()
    return set(rows.values_list("notice_id", flat=True))


def by_code(code: str) -> Edition | None:
    """Find a published edition by its short code, however it was typed."""
    plain = code.replace("-", "").replace(" ", "").upper()
    return public().filter(code=plain).first()


def editions_of(notice: Notice) -> QuerySet[Edition]:
    """Return the published editions of a notice, newest first."""
    return public().filter(notice=notice).order_by("-number")


def in_preparation(notice: Notice) -> Edition | None:
    """Return the edition of a notice that is on its way, if there is one."""
    return _with_context(Edition.objects.filter(notice=notice, state__in=IN_PREPARATION)).first()


def due_for_publication(*, at: datetime) -> QuerySet[Edition]:
    """Return the scheduled editions whose time has come, oldest first."""
    return _with_context(Edition.objects.filter(state=State.SCHEDULED, scheduled_for__lte=at)).order_by(
        "scheduled_for", "pk"
    )


def waiting_for(person: Person, *, at: datetime) -> QuerySet[Edition]:
    """Return the editions whose next step is this person's to take: by the day due, then longest waiting first.

    A correction is not late: the notice it corrects is public already.
    """
    waiting = Q(pk__in=[])
    for row in EDITION.rows:
        if row.verb in WAITING_VERBS and row.source != State.SCHEDULED:
            waiting |= Q(state=row.source) & STEPS[row.who].condition(person, at)
    due_on = Case(When(number=1, then=F("notice__due_on")))
    return _with_context(Edition.objects.filter(waiting)).order_by(due_on.asc(nulls_last=True), "state_since", "pk")


def steps_open_to(person: Person, edition: Edition, *, at: datetime) -> list[Row]:
    """Return the rows of the workflow this person may take with this edition now."""
    return [
        row
        for row in EDITION.from_state(edition.state)
        if row.verb != "supersede" and STEPS[row.who].allows(person, edition, at=at)
    ]


def people_who_can(row: Row, edition: Edition, people: Iterable[User], *, at: datetime) -> list[User]:
    """Return which of these people may take a step with an edition; the desk names them."""
    return [person for person in people if STEPS[row.who].allows(person, edition, at=at)]
