"""Reads about editions: what may be read, what is live, what waits for whom, and the lists of the desk."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from disclosure.catalogue.enums import NoticeUnit
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.owed import NoticePeriod, notice_period
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import IN_PREPARATION, PUBLIC, State
from disclosure.notices.models import Edition
from disclosure.notices.policies import STEPS, VISIBLE
from disclosure.notices.workflow import EDITION
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, User
from portal.accounts.policies import posts_held
from portal.core import calendar, search
from portal.core.codes import as_typed
from portal.core.policy import Policy, all_of, any_of, in_states
from portal.core.workflow import Row
from portal.desk.queue import Waiting, waiting

Person = AbstractBaseUser | AnonymousUser

NOTICE = "notice"
"""What the log and the search index call a notice."""
SEARCHED = (
    "notice__number",
    "title",
    "body",
    "notice__unit__name_zh",
    "notice__unit__name_en",
    "notice__entry__name_zh",
    "notice__entry__name_en",
)
WAITS_FOR: dict[str, str] = {
    State.DRAFT: "submit",
    State.SUBMITTED: "review",
    State.COUNTERSIGNED: "review",
    State.REVIEWED: "approve",
    State.APPROVED: "publish",
}
"""The step an edition in a state waits for; the others are ways out. A village's is countersigned before its review."""


def with_notice(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Fetch notice, unit and entry along with editions."""
    return rows.select_related("notice__unit__parent", "notice__entry", "notice__station")


def visible(person: Person, *, at: datetime) -> QuerySet[Edition]:
    """Return the editions this person may read, with their notice, unit and entry."""
    return with_notice(VISIBLE.permitted(person, at=at))


def public() -> QuerySet[Edition]:
    """Return every edition that has been published at some time."""
    return with_notice(Edition.objects.filter(state__in=PUBLIC))


def live() -> QuerySet[Edition]:
    """Return what the notices say now, newest first."""
    return with_notice(Edition.objects.filter(state=State.PUBLISHED)).order_by("-published_at", "-pk")


def on_notice(*, today: date, unit: Unit | None = None) -> QuerySet[Edition]:
    """Return the live editions whose notice period is not over, of one unit or of all; the first to end first."""
    rows = live().filter(notice_to__gte=today).defer("canonical", "body").order_by("notice_to", "pk")
    return rows.filter(notice__unit=unit) if unit else rows


def newest_by_stream(unit: Unit, most: int) -> QuerySet[Edition]:
    """Return so many of a unit's live editions of each stream, newest first, with one query."""
    place = Window(
        RowNumber(), partition_by="notice__entry__stream", order_by=[F("published_at").desc(), F("pk").desc()]
    )
    rows = live().filter(notice__unit=unit).annotate(place=place).filter(place__lte=most)
    return rows.defer("canonical", "body")


def matching(rows: QuerySet[Edition], typed: str) -> QuerySet[Edition]:
    """Return the editions with words that must all stand in them.

    What is in force is found as the public finds it, down to lines and names of files; anything else, which is not in
    the index, by number, title, text, unit or item.
    """
    words = search.words_of(typed)
    if not words:
        return rows.none() if typed.strip() else rows
    is_live, others = Q(state=State.PUBLISHED), ~Q(state=State.PUBLISHED)
    for word in words:
        others &= Q(*((f"{name}__icontains", word) for name in SEARCHED), _connector=Q.OR)
    return rows.filter(is_live & Q(notice__in=search.keys_of(NOTICE, words)) | others)


SIGNED_BY = ("prepared_by", "countersigned_by", "reviewed_by", "approved_by", "published_by")


def with_content(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Fetch files and signatures along with editions. The form reads its own content."""
    return rows.select_related(*SIGNED_BY).prefetch_related("attachments")


def live_among(notices: Iterable[int]) -> set[int]:
    """Return which of these notices, by their keys, are live. One that was published and is not was withdrawn."""
    rows = Edition.objects.filter(state=State.PUBLISHED, notice__in=set(notices)).order_by()
    return set(rows.values_list("notice_id", flat=True))


def by_code(code: str) -> Edition | None:
    """Find a published edition by its short code, however it was typed."""
    return public().filter(code=as_typed(code)).first()


def due_for_publication(*, at: datetime) -> QuerySet[Edition]:
    """Return the scheduled editions whose time has come, oldest first."""
    return with_notice(Edition.objects.filter(state=State.SCHEDULED, scheduled_for__lte=at)).order_by(
        "scheduled_for", "pk"
    )


_TAKES_NEXT_STEP = Policy(
    Edition,
    any_of(
        *(
            all_of(STEPS[row.who].condition, in_states(row.source))
            for row in EDITION.rows
            if row.verb == "countersign" or WAITS_FOR.get(row.source) == row.verb
        )
    ),
)


def waiting_for(person: Person, *, at: datetime) -> QuerySet[Edition]:
    """Return the editions whose next step is this person's to take: by the day due, then longest waiting first.

    A correction is not late: the notice it corrects is public already.
    """
    due_on = Case(When(number=1, then=F("notice__due_on")))
    return with_notice(_TAKES_NEXT_STEP.permitted(person, at=at)).order_by(
        due_on.asc(nulls_last=True), "state_since", "pk"
    )


def waits_for(edition: Edition) -> str:
    """Return the step an edition in preparation waits for next; empty where it waits for none."""
    if edition.state == State.SUBMITTED and edition.notice.unit.is_village:
        return "countersign"
    return WAITS_FOR.get(edition.state, "")


def step_waited_for() -> Case:
    """Return the expression that says the same as `waits_for` of each row."""
    of_village = Q(state=State.SUBMITTED, notice__unit__kind=UnitKind.VILLAGE)
    return Case(
        When(of_village, then=Value("countersign")),
        *(When(state=state, then=Value(verb)) for state, verb in WAITS_FOR.items()),
        default=Value(""),
    )


def people_who_can(row: Row, edition: Edition, people: Iterable[User], *, at: datetime) -> list[User]:
    """Return which of these people may take a step with an edition, with one query; the desk names them."""
    by_name = {f"may_{person.pk}": person for person in people}
    may = {
        name: Exists(STEPS[row.who].permitted(person, at=at).order_by().filter(pk=edition.pk))
        for name, person in by_name.items()
    }
    answer = Edition.objects.filter(pk=edition.pk).annotate(**may).values(*may).get()
    return [person for name, person in by_name.items() if answer[name]]


def coming_notice_period(edition: Edition, *, at: datetime) -> NoticePeriod | None:
    """Return the notice period of an edition that is published at a time; None where none is prescribed."""
    entry = edition.notice.entry
    return notice_period(
        timezone.localdate(at), days=entry.notice_days, unit=NoticeUnit(entry.notice_unit), calendar=calendar.load()
    )


ENDED = (State.SUPERSEDED, State.WITHDRAWN)
GROUPS: dict[str, tuple[State, ...]] = {"preparation": IN_PREPARATION, "live": (State.PUBLISHED,), "ended": ENDED}
"""What the list of notices can be narrowed to."""


def units_worked_for(person: Person, *, at: datetime) -> QuerySet[Unit]:
    """Return the units a person has to do with in any role, directly or through the town."""
    posts = posts_held(person, at=at).order_by().values("unit_id")
    return Unit.objects.filter(Q(pk__in=posts) | Q(parent_id__in=posts) | Q(grants__user_id=person.pk)).distinct()


def of_my_work(person: Person, *, at: datetime) -> QuerySet[Edition]:
    """Return the editions a person may read of the units they work for."""
    mine = units_worked_for(person, at=at).order_by().values("pk")
    return visible(person, at=at).filter(Q(notice__unit__in=mine) | Q(notice__station__in=mine))


def with_others(person: Person, *, at: datetime) -> QuerySet[Edition]:
    """Return what a person may read of their units and others have in hand: scheduled first, then by the day due."""
    rows = of_my_work(person, at=at).filter(state__in=IN_PREPARATION).exclude(state=State.DRAFT)
    mine = waiting_for(person, at=at).order_by().values("pk")
    due_on = Case(When(number=1, then=F("notice__due_on")))
    return rows.exclude(pk__in=mine).order_by(
        F("scheduled_for").asc(nulls_last=True), due_on.asc(nulls_last=True), "state_since", "pk"
    )


def newest_of_my_work(person: Person, *, at: datetime) -> QuerySet[Edition]:
    """Return what the units a person works for have published, newest first."""
    mine = units_worked_for(person, at=at).order_by().values("pk")
    return live().filter(Q(notice__unit__in=mine) | Q(notice__station__in=mine)).defer("canonical", "body")


def corrected_by(edition: Edition, person: Person, *, at: datetime) -> Edition | None:
    """Return the edition that one corrects, if a person may read it; None for a first edition."""
    if edition.number == 1:
        return None
    return visible(person, at=at).filter(notice=edition.notice_id, number=edition.number - 1).first()


def was_sent_back(edition: Edition) -> bool:
    """Return whether a draft was submitted before and came back."""
    return edition.state == State.DRAFT and edition.prepared_at is not None


def editions_of_entry(
    units: Iterable[Unit], entry: CatalogueEntry, periods: Iterable[Period]
) -> dict[tuple[int, str], Edition]:
    """Return the newest edition of one item, whatever its state, by unit and period."""
    rows = Edition.objects.filter(
        notice__unit__in=list(units), notice__entry=entry, notice__period__in=[str(one) for one in periods]
    ).select_related("notice__unit", "notice__entry", "notice__station")
    return {(row.notice.unit_id, row.notice.period): row for row in rows.order_by("number")}


BACK = "back"
"""What the queue calls the step of a draft that was sent back; it waits to be submitted again."""


def waiting_editions(person: Person, at: datetime) -> Waiting:
    """Return the editions whose next step is this person's to take."""
    rows = waiting_for(person, at=at)
    sent_back = Q(state=State.DRAFT, prepared_at__isnull=False)
    return waiting(
        rows,
        kind="edition",
        verb=Case(When(sent_back, then=Value(BACK)), default=step_waited_for()),
        is_back=sent_back,
        unit="notice__unit__code",
        due_on=Case(When(number=1, then="notice__due_on")),  # a correction is not late: its notice is public
    )
