"""Who is to be reminded of what at a time: of items that are owed, editions that wait, opinions and posters.

The steps and their days stand in `portal.messaging.rules`. Here is found what they are counted from, and who
clerk, head, publisher, secretary and whoever comes next are. What somebody may not see they are not told of:
an edition that is not public is named only to those who may take its next step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from disclosure.boards.models import Posting
from disclosure.boards.queries import postings
from disclosure.catalogue.rules.deadlines import due_after
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.editions import due_date, live_among, waiting_for
from disclosure.obligations.enums import ExemptionState, Origin
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.ground import Owed
from disclosure.obligations.queries.owed import all_open
from disclosure.opinions.enums import OpinionState
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User, in_language
from portal.accounts.queries import Roster, roster
from portal.cases.enums import Visibility
from portal.core import calendar
from portal.core.calendar.rules import Calendar
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.models import Message
from portal.messaging.rules import Step, To
from portal.messaging.types import Reminder

WAITING = (State.SUBMITTED, State.COUNTERSIGNED, State.REVIEWED, State.APPROVED)
"""States in which an edition waits for somebody. One that is scheduled waits for its time."""
DECIDING = (Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.PUBLISHER)

Words = Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Cause:
    """What people are reminded of.

    Attributes:
        key: What it is known by for good; see `portal.messaging.types.Reminder.cause`.
        steps: Its steps that have come.
        people: For whom the steps are.
        words: What stands in the places of the wording.
        urls: Where it leads, for each of them.
    """

    key: str
    steps: Sequence[Step]
    people: Mapping[To, Sequence[User]]
    words: Words
    urls: Mapping[To, str]

    def reminders(self, said: Mapping[tuple[int, str], set[str]], on: date) -> Iterator[Reminder]:
        """Yield what each person is to be told on a day: the newest step, if it was not said."""
        parts: dict[int, set[To]] = {}
        people: dict[int, User] = {}
        for to, found in self.people.items():
            for person in found:
                people[person.pk] = person
                parts.setdefault(person.pk, set()).add(to)
        for key, mine in parts.items():
            steps = [step for step in self.steps if step.to & mine]
            step = rules.newest(steps, said=said.get((key, self.key), ()), on=on)
            if step:
                yield self._reminder(people[key], step, mine)

    def _reminder(self, person: User, step: Step, mine: set[To]) -> Reminder:
        concerned = step.to & mine
        own = concerned & {To.CLERK, To.NEXT}
        return Reminder(
            person=person,
            kind=step.kind,
            cause=self.key,
            step=step.name,
            due=step.due,
            words=self.words,
            url=self.urls[min(own or concerned)],
            escalates=not own,
        )


def reminders(*, at: datetime) -> list[Reminder]:
    """Return what is to be said at a time and was not yet, by person and cause.

    Of each cause a person is told the newest step that has come, and none that is older than one they
    were told.
    """
    on, held, working = timezone.localdate(at), roster(at=at), calendar.load()
    causes = [
        *_obligations_and_waiting(held, at, working),
        *_opinions(held, at, working),
        *_posters(held, at),
    ]
    said = _said(cause.key for cause in causes)
    found = [one for cause in causes for one in cause.reminders(said, on)]
    return sorted(found, key=lambda one: (one.person.username, one.cause, one.step))


def _said(keys: Iterable[str]) -> dict[tuple[int, str], set[str]]:
    """Return the steps that were said, by person and cause."""
    found: dict[tuple[int, str], set[str]] = {}
    rows = Message.objects.filter(cause__in=list(keys)).order_by()
    for person, cause, step in rows.values_list("person_id", "cause", "step"):
        found.setdefault((person, cause), set()).add(step)
    return found


# --- items that are owed, and editions that wait


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for all items.

    Attributes:
        on: The day.
        held: Who holds what.
        working: The working calendar.
        following: Who may take the next step with an edition, by its key.
        stations: Which station prepared an item of the town the last time, by unit and entry.
        claimed: Stored obligations of which the unit said that nothing of the kind happened.
    """

    on: date
    held: Roster
    working: Calendar
    following: Mapping[int, Sequence[User]]
    stations: Mapping[tuple[int, int], Unit]
    claimed: frozenset[int]

    def clerks_of_station(self, item: Owed) -> list[User]:
        """Return the clerks of the station whose matter an item of the town is; they work on it, not on the rest."""
        station = self.stations.get((item.unit.pk, item.entry.pk))
        return self.held.clerks(station) if station else []


def _obligations_and_waiting(held: Roster, at: datetime, working: Calendar) -> list[Cause]:
    on = timezone.localdate(at)
    owed = [item for item in all_open(at=at) if rules.of_obligation(item.due_on, on=on)]
    begun = _begun(owed)
    stays = {
        edition: rules.of_waiting(
            timezone.localdate(edition.state_since), on=on, longer_than=rules.WAITS, kind="waiting", calendar=working
        )
        for edition in Edition.objects.filter(state__in=WAITING, state_since__lte=at).select_related(
            "notice__unit", "notice__entry"
        )
    }
    waiting = {edition: steps for edition, steps in stays.items() if steps}
    late = [edition for item, edition in begun.items() if edition.state in WAITING and item.due_on < on]
    known = _Known(
        on=on,
        held=held,
        working=working,
        following=_next_people(held, {edition.pk for edition in [*waiting, *late]}, at),
        stations=_stations(owed),
        claimed=_claimed(owed),
    )
    causes = [_of_obligation(item, begun.get(item), known) for item in owed]
    causes += [_of_waiting(edition, steps, known) for edition, steps in waiting.items()]
    return causes


def _next_people(held: Roster, editions: set[int], at: datetime) -> dict[int, list[User]]:
    """Return who may take the next step with each edition, as the policies of the workflow say."""
    found: dict[int, list[User]] = {key: [] for key in editions}
    for person in held.anywhere(DECIDING) if editions else []:
        mine = waiting_for(person, at=at).filter(pk__in=editions, state__in=WAITING)
        for key in mine.order_by().values_list("pk", flat=True):
            found[key].append(person)
    return found


def _begun(owed: Sequence[Owed]) -> dict[Owed, Edition]:
    """Return the edition in preparation of each item, where there is one."""
    rows = Edition.objects.filter(state__in=IN_PREPARATION, notice__unit__in={item.unit.pk for item in owed})
    editions = list(rows.select_related("notice"))
    by_period: dict[tuple[int, int, str], Edition] = {
        (row.notice.unit_id, row.notice.entry_id, row.notice.period): row
        for row in editions
        if row.notice.sequence is None
    }
    others = [item.obligation for item in owed if item.obligation and item.origin != Origin.CALENDAR]
    notices = dict(Obligation.objects.filter(pk__in=others).values_list("pk", "notice_id"))
    by_notice = {row.notice_id: row for row in editions}
    by_obligation = {key: by_notice[notice] for key, notice in notices.items() if notice in by_notice}
    found = {}
    for item in owed:
        if item.origin == Origin.CALENDAR:
            edition = by_period.get((item.unit.pk, item.entry.pk, str(item.period)))
        else:
            edition = by_obligation.get(item.obligation or 0)
        if edition:
            found[item] = edition
    return found


def _stations(owed: Sequence[Owed]) -> dict[tuple[int, int], Unit]:
    """Return which station prepared an item of the town the last time, by unit and entry."""
    towns = {item.unit.pk for item in owed if not item.unit.parent_id}
    rows = Notice.objects.filter(unit__in=towns, station__isnull=False).select_related("station").order_by("pk")
    return {(row.unit_id, row.entry_id): row.station for row in rows if row.station}


def _claimed(owed: Sequence[Owed]) -> frozenset[int]:
    rows = Exemption.objects.filter(
        obligation__in=[item.obligation for item in owed if item.obligation], state=ExemptionState.SAID
    )
    return frozenset(rows.values_list("obligation_id", flat=True))


def _of_obligation(item: Owed, edition: Edition | None, known: _Known) -> Cause:
    # By its number, as `disclosure.obligations.queries.awaited` finds it; of an event or a demand by its key.
    page = f"/desk/obligations/{item.number if item.origin == Origin.CALENDAR else item.obligation}/"
    begun = f"/desk/editions/{edition.pk}/" if edition else ""
    is_a_stations = bool(known.clerks_of_station(item))
    return Cause(
        key=f"obligation:{item.number}",
        steps=rules.of_obligation(
            item.due_on, on=known.on, is_on_its_way=edition is not None and edition.state != State.DRAFT
        ),
        people=_people_of(item, edition, known),
        words=lambda: {
            "unit": item.unit.name,
            "item": _item(item),
            "period": _name_of(item.period),
            "due": full_date(item.due_on),
            "days": str(abs((known.on - item.due_on).days)),
        },
        urls={
            To.CLERK: begun or (_begin(item) if is_a_stations else page),
            To.NEXT: begun,
            To.HEAD: f"/matrix/{item.period}/",
            To.PUBLISHER: page,
            To.SECRETARY: page,
        },
    )


def _people_of(item: Owed, edition: Edition | None, known: _Known) -> dict[To, Sequence[User]]:
    """Return for whom the steps of an item are.

    Where the unit has said that nothing of the kind happened, it waits for the office to check that: its
    clerk and head are left alone.
    """
    held = known.held
    people: dict[To, Sequence[User]] = {
        To.PUBLISHER: held.holders(Role.PUBLISHER, item.unit),
        To.SECRETARY: held.holders(Role.SECRETARY, item.unit),
        To.NEXT: known.following.get(edition.pk, ()) if edition else (),
    }
    if item.obligation not in known.claimed:
        people[To.CLERK] = known.clerks_of_station(item) or held.clerks(item.unit)
        people[To.HEAD] = held.heads(item.unit)
    return people


def _item(item: Owed) -> str:
    return item.entry.name + (in_language(f"（{item.subject}）", f" ({item.subject})") if item.subject else "")


def _name_of(period: Period) -> str:
    return in_language(period.name_zh, period.name_en)


def _begin(item: Owed) -> str:
    asked = {"unit": item.unit.code, "entry": item.entry.code, "period": str(item.period)}
    return f"/desk/notices/new/?{urlencode(asked)}"


def _of_waiting(edition: Edition, steps: Sequence[Step], known: _Known) -> Cause:
    since, notice = timezone.localdate(edition.state_since), edition.notice
    return Cause(
        key=f"edition:{edition.audit_number()}:{edition.state}:{since}",
        steps=steps,
        people={To.NEXT: known.following[edition.pk]},
        words=lambda: {
            "unit": notice.unit.name,
            "item": notice.entry.name,
            "period": _name_of(Period.parse(notice.period)),
            "due": full_date(_due_of(notice, known.working)),
            "days": str(known.working.count(since, known.on)),
        },
        urls={To.NEXT: f"/desk/editions/{edition.pk}/"},
    )


def _due_of(notice: Notice, working: Calendar) -> date:
    """Return by when a notice is to be public; what was written as it happened, counted from that day."""
    due = due_date(notice)
    if due:
        return due
    days = notice.entry.working_days or settings.EVENT_WORKING_DAYS
    return due_after(timezone.localdate(notice.created_at), working_days=days, calendar=working).date


# --- opinions


def _opinions(held: Roster, at: datetime, working: Calendar) -> Iterator[Cause]:
    rows = Opinion.objects.filter(state__in=[OpinionState.RECEIVED, OpinionState.ROUTED], state_since__lte=at)
    for opinion in rows.select_related("notice__unit", "notice__entry", "unit").order_by("pk"):
        of = _of_screening if opinion.state == OpinionState.RECEIVED else _of_answer
        yield of(opinion, held, timezone.localdate(at), working)


def _of_answer(opinion: Opinion, held: Roster, on: date, working: Calendar) -> Cause:
    owner = opinion.notice.unit
    # The database holds that one that was given to a unit has both.
    unit, due = opinion.unit or owner, opinion.answer_due or on
    is_private = opinion.showing == Visibility.PRIVATE
    desk, public = f"/desk/opinions/{opinion.pk}/", f"/notices/{opinion.notice.number}/"
    return Cause(
        # Given to another unit it is another matter: that unit has its own day.
        key=f"opinion:{opinion.number}:{unit.code}",
        steps=rules.of_answer(due, on=on, calendar=working),
        people={
            To.CLERK: held.clerks(unit),
            To.PUBLISHER: held.holders(Role.PUBLISHER, owner),
            # One that is kept private exists for those who work on it, and for nobody else.
            To.HEAD: [] if is_private else held.heads(unit),
            To.SECRETARY: [] if is_private else held.holders(Role.SECRETARY, owner),
        },
        words=_words_of_opinion(opinion, unit, due, abs((on - due).days)),
        # Head and secretary are told that an answer is overdue; what was asked is not theirs to read in the desk.
        urls={To.CLERK: desk, To.PUBLISHER: desk, To.HEAD: public, To.SECRETARY: public},
    )


def _of_screening(opinion: Opinion, held: Roster, on: date, working: Calendar) -> Cause:
    since, unit = timezone.localdate(opinion.state_since), opinion.notice.unit
    return Cause(
        key=f"screening:{opinion.number}",
        steps=rules.of_waiting(
            since, on=on, longer_than=rules.SCREENING_WAITS, kind="screening_waiting", calendar=working
        ),
        people={To.NEXT: held.holders(Role.PUBLISHER, unit)},
        words=_words_of_opinion(opinion, unit, since, working.count(since, on)),
        urls={To.NEXT: f"/desk/opinions/{opinion.pk}/"},
    )


def _words_of_opinion(opinion: Opinion, unit: Unit, due: date, days: int) -> Words:
    return lambda: {
        "unit": unit.name,
        "notice": _title(opinion.notice),
        "number": opinion.number,
        "due": full_date(due),
        "days": str(days),
    }


# --- posters


def _posters(held: Roster, at: datetime) -> Iterator[Cause]:
    on = timezone.localdate(at)
    for row in postings.ending(at=at).filter(posted_at__lte=at):
        steps = rules.of_posting(row.until, on=on, kind="posting_ends")
        # Renewed, it has another last day, and is spoken of again.
        yield _of_posting(row, f"posting:{row.pk}:{row.until}", steps, held, on - row.until)
    gone = list(postings.superseded_on_boards().filter(posted_at__lte=at))
    live = live_among(row.edition.notice_id for row in gone)
    for row in gone:
        since = row.edition.withdrawn_at or row.edition.superseded_at
        if since and since <= at:
            first = timezone.localdate(since)
            withdrawn = row.edition.notice_id not in live
            steps = rules.of_posting(first, on=on, kind="posting_withdrawn" if withdrawn else "posting_superseded")
            yield _of_posting(row, f"superseded:{row.pk}", steps, held, on - first)


def _of_posting(row: Posting, key: str, steps: Sequence[Step], held: Roster, passed: timedelta) -> Cause:
    board, edition = row.board, row.edition
    return Cause(
        key=key,
        steps=steps,
        people={To.NEXT: [*held.holders(Role.PUBLISHER, board.unit), *held.clerks(board.unit)]},
        words=lambda: {
            "unit": edition.notice.unit.name,
            "notice": _title(edition.notice),
            "number": edition.notice.number,
            "board": board.place,
            "due": full_date(row.until),
            "days": str(passed.days),
        },
        urls={To.NEXT: f"/desk/boards/{board.pk}/"},
    )


def _title(notice: Notice) -> str:
    """Return what a notice says it is; only the item where nothing of it is live, for its titles are gone then."""
    live = Edition.objects.filter(notice=notice, state=State.PUBLISHED).first()
    return live.title if live else notice.entry.name
