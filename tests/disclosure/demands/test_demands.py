"""Joint demands: who may count, from how many on something is owed, and that it is owed once."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.html import strip_tags
from hypothesis import given, strategies as st

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands import actions as demands
from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.models import Demand, DemandSupport, Electorate
from disclosure.demands.queries import Count, counts_of, public_of, to_confirm, to_join
from disclosure.demands.workflow import DEMAND
from disclosure.notices.actions import publishing
from disclosure.notices.registry import if_published, if_withdrawn
from disclosure.obligations.actions import events
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import Obligation
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from portal.cases.enums import Channel
from portal.core import audit
from portal.core.models import AuditLine
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.core.workflow import Words
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, person, published, text_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    """A village of 100 villagers and 15 representatives, and the item under which demands are owed."""
    people = cast()
    asked_for()
    voters(people, 100, 15)
    return people


def asked_for() -> CatalogueEntry:
    """Return the item of what was demanded."""
    entry: CatalogueEntry = CatalogueEntryFactory(code=demands.DEMANDED_ITEM, cadence=Cadence.EVENT)
    return entry


def voters(people: Cast, villagers: int, representatives: int) -> Electorate:
    return demands.count_voters(
        actor=people.publisher,
        unit=people.village,
        villagers=villagers,
        representatives=representatives,
        counted_on=date(2026, 1, 1),
        at=NOON,
    )


def opened(people: Cast, *, actor: User | None = None, unit: Unit | None = None, **fields: Any) -> Demand:
    return demands.open_demand(
        actor=actor or people.publisher, unit=unit or people.village, subject="机动地发包合同", at=NOON, **fields
    )


def sheet(people: Cast, demand: Demand, count: int, capacity: Capacity = Capacity.VILLAGER) -> DemandSupport:
    return demands.add_support(
        actor=people.publisher,
        demand=demand,
        capacity=capacity,
        channel=Channel.IN_PERSON,
        people=count,
        at=NOON,
    )


def by_name(demand: Demand, name: str, actor: User | None = None, **fields: Any) -> DemandSupport:
    return demands.add_support(
        actor=actor or system_actor(),
        demand=demand,
        capacity=fields.pop("capacity", Capacity.VILLAGER),
        channel=Channel.WEB,
        name=name,
        residence=fields.pop("residence", "三组"),
        at=NOON,
        **fields,
    )


def confirmed(people: Cast, demand: Demand, count: int, capacity: Capacity = Capacity.VILLAGER) -> Demand:
    support = sheet(people, demand, count, capacity)
    return demands.confirm_support(actor=people.publisher, support=support, at=NOON)


@given(
    villagers=st.integers(0, 5000),
    representatives=st.integers(0, 500),
    of_villagers=st.integers(1, 30_000),
    of_representatives=st.integers(1, 300),
)
def test_the_needed_number_is_the_smallest_that_suffices(
    villagers: int, representatives: int, of_villagers: int, of_representatives: int
) -> None:
    voters = Electorate(villagers=of_villagers, representatives=of_representatives)
    count = Count(villagers, representatives, voters=voters)
    assert count.is_reached == (10 * villagers >= of_villagers or 5 * representatives >= of_representatives)
    assert 10 * voters.needed_villagers >= of_villagers > 10 * (voters.needed_villagers - 1)
    assert 5 * voters.needed_representatives >= of_representatives > 5 * (voters.needed_representatives - 1)


def test_nothing_is_reached_where_nobody_counted_the_voters() -> None:
    assert not Count(villagers=10_000, representatives=10_000).is_reached


@pytest.mark.parametrize(
    ("count", "capacity", "state"),
    [
        (9, Capacity.VILLAGER, DemandState.COLLECTING),
        (10, Capacity.VILLAGER, DemandState.REACHED),
        (2, Capacity.REPRESENTATIVE, DemandState.COLLECTING),
        (3, Capacity.REPRESENTATIVE, DemandState.REACHED),
    ],
)
def test_one_tenth_of_the_villagers_or_one_fifth_of_the_representatives(
    play: Cast, count: int, capacity: Capacity, state: DemandState
) -> None:
    demand = confirmed(play, opened(play), count, capacity)
    assert demand.state == state
    assert Obligation.objects.count() == (state == DemandState.REACHED)


def test_what_is_reached_is_owed_under_its_item_with_a_working_day_to_answer_by(play: Cast) -> None:
    demand = confirmed(play, opened(play), 10)
    owed = demand.obligation
    assert owed is not None
    assert (owed.unit, owed.entry.code, owed.origin) == (play.village, "V23", Origin.DEMAND)
    assert owed.subject == demand.subject
    today = timezone.localdate(NOON)
    assert owed.arises_on == today
    assert owed.due_on == today + timedelta(days=settings.DEMAND_DAYS)  # 3 November 2026, a Tuesday
    assert demand.reached_at == NOON


def test_it_is_owed_under_the_item_that_was_named(play: Cast) -> None:
    entry = CatalogueEntryFactory(cadence=Cadence.EVENT)
    demand = confirmed(play, opened(play, entry=entry), 10)
    assert demand.obligation is not None
    assert demand.obligation.entry == entry


def test_a_day_that_is_no_working_day_moves_to_the_next(play: Cast) -> None:
    sunday = NOON + timedelta(days=4)  # 18 October 2026; twenty days later is Saturday 7 November
    support = sheet(play, opened(play), 10)
    demand = demands.confirm_support(actor=play.publisher, support=support, at=sunday)
    assert demand.obligation is not None
    assert demand.obligation.due_on == date(2026, 11, 9)


def test_what_is_not_confirmed_does_not_count(play: Cast) -> None:
    demand = opened(play)
    support = sheet(play, demand, 9)
    demands.confirm_support(actor=play.publisher, support=support, at=NOON)
    by_name(demand, "王桂英")
    demand.refresh_from_db()
    assert demand.state == DemandState.COLLECTING
    assert counts_of([demand])[demand.pk].waiting == 1
    assert to_confirm(play.publisher, at=NOON) == 1
    demands.unconfirm_support(actor=play.publisher, support=support, at=NOON)
    assert counts_of([demand])[demand.pk].villagers == 0


def test_new_numbers_of_voters_measure_what_runs_again(play: Cast) -> None:
    demand = confirmed(play, opened(play), 9)
    assert demand.state == DemandState.COLLECTING
    voters(play, 90, 15)
    demand.refresh_from_db()
    assert demand.state == DemandState.REACHED
    voters(play, 5000, 150)
    demand.refresh_from_db()
    assert demand.state == DemandState.REACHED, "what it brought about stands"


def test_nothing_more_is_counted_once_it_is_reached_or_ended(play: Cast) -> None:
    demand = opened(play)
    support = sheet(play, demand, 10)
    demands.confirm_support(actor=play.publisher, support=support, at=NOON)
    deeds: list[Callable[[], object]] = [
        lambda: demands.unconfirm_support(actor=play.publisher, support=support, at=NOON),
        lambda: demands.confirm_support(actor=play.publisher, support=support, at=NOON),
        lambda: sheet(play, demand, 3),
        lambda: demands.end(actor=play.publisher, demand=demand, reason="不要了", at=NOON),
    ]
    for deed in deeds:
        with pytest.raises(WrongState):
            deed()
    other = opened(play)
    demands.end(actor=play.publisher, demand=other, reason="已在六月公开", at=NOON)
    with pytest.raises(WrongState):
        by_name(other, "王桂英")


def test_ending_needs_a_reason(play: Cast) -> None:
    with pytest.raises(Refused):
        demands.end(actor=play.publisher, demand=opened(play), reason="  ", at=NOON)


def test_one_name_joins_once_in_one_capacity(play: Cast) -> None:
    demand = opened(play)
    by_name(demand, "王 桂英 ", residence="3组")
    with pytest.raises(Refused, match="counts once") as refusal, translation.override("en"):
        by_name(demand, " 王  桂英", actor=play.publisher, residence=" ３组")
    assert refusal.value.field == "name"
    again = by_name(demand, " 王  桂英", residence="3组")
    assert again.pk == demand.supports.get().pk, "the website does not tell who has joined"
    by_name(demand, "王 桂英", capacity=Capacity.REPRESENTATIVE)
    assert demand.supports.count() == 2


def test_two_villagers_of_one_name_count_twice(play: Cast) -> None:
    demand = opened(play)
    first = by_name(demand, "王桂英", actor=play.publisher, residence="")
    for _time in range(2):
        with pytest.raises(Refused, match="another person") as refusal, translation.override("en"):
            by_name(demand, "王桂英", actor=play.publisher, residence="")
        assert refusal.value.field == "residence"
    second = by_name(demand, "王桂英", actor=play.publisher, residence="五组")
    third = by_name(demand, "王桂英", residence="12号")  # on the website
    for support in (first, second, third):
        demands.confirm_support(actor=play.publisher, support=support, at=NOON)
    assert counts_of([demand])[demand.pk].villagers == 3


def test_a_residence_is_somebodys_and_on_the_website_everybody_has_one(play: Cast) -> None:
    demand = opened(play)
    with pytest.raises(Refused) as refusal:
        by_name(demand, "王桂英", residence=" ")
    assert refusal.value.field == "residence"
    with pytest.raises(Refused):
        by_name(demand, "", actor=play.publisher, residence="三组")
    with pytest.raises(IntegrityError), transaction.atomic():
        DemandSupport.objects.create(
            demand=demand, capacity=Capacity.VILLAGER, channel=Channel.BOX, residence="三组", received_at=NOON
        )


def test_a_sheet_has_no_name_and_a_name_is_one_person(play: Cast) -> None:
    demand = opened(play)
    for fields in ({"name": "王桂英", "people": 2}, {"people": 0}):
        with pytest.raises(Refused):
            demands.add_support(
                actor=play.publisher,
                demand=demand,
                capacity=Capacity.VILLAGER,
                channel=Channel.BOX,
                at=NOON,
                **fields,
            )
    with pytest.raises(Refused):
        by_name(demand, "  ")


def test_only_the_office_opens_counts_and_ends(play: Cast) -> None:
    demand = opened(play)
    support = sheet(play, demand, 1)
    elsewhere = person(Role.PUBLISHER, cast().town)

    def deeds(actor: User) -> list[Callable[[], object]]:
        return [
            lambda: opened(play, actor=actor),
            lambda: demands.reword(actor=actor, demand=demand, subject="别的", entry=None, at=NOON),
            lambda: by_name(demand, "王桂英", actor=actor),
            lambda: demands.confirm_support(actor=actor, support=support, at=NOON),
            lambda: demands.unconfirm_support(actor=actor, support=support, at=NOON),
            lambda: demands.end(actor=actor, demand=demand, reason="不要了", at=NOON),
        ]

    for actor in (play.clerk, play.supervisor, play.reviewer, play.approver, play.lay, play.administrator, elsewhere):
        for deed in deeds(actor):
            with pytest.raises(NotAllowed):
                deed()
    assert demands.reword(actor=play.publisher, demand=demand, subject="别的", entry=None, at=NOON).subject == "别的"


def test_the_website_joins_and_opens_but_confirms_nothing(play: Cast) -> None:
    demand = opened(play, actor=system_actor())
    support = by_name(demand, "王桂英")
    with pytest.raises(NotAllowed):
        demands.confirm_support(actor=system_actor(), support=support, at=NOON)


def test_who_enters_the_voters(play: Cast) -> None:
    def enter(actor: User) -> None:
        demands.count_voters(
            actor=actor, unit=play.village, villagers=50, representatives=9, counted_on=date(2026, 1, 1), at=NOON
        )

    for actor in (play.clerk, play.reviewer, play.outsider, person(Role.PUBLISHER, cast().town)):
        with pytest.raises(NotAllowed):
            enter(actor)
    for actor in (play.publisher, play.administrator):
        enter(actor)
    assert Electorate.objects.get(unit=play.village).villagers == 50


def test_what_came_by_the_website_is_public_once_somebody_was_confirmed(play: Cast) -> None:
    demand = opened(play, actor=system_actor())
    support = by_name(demand, "王桂英")
    assert not public_of(play.village).exists()
    assert not to_join(play.village).exists()
    demands.confirm_support(actor=play.publisher, support=support, at=NOON)
    assert list(to_join(play.village)) == [demand]


def test_no_name_stands_in_an_audit_line(play: Cast) -> None:
    demand = opened(play)
    support = by_name(demand, "王桂英")
    demands.confirm_support(actor=play.publisher, support=support, at=NOON)
    lines = AuditLine.objects.filter(subject_kind="disclosure.demand", subject_id=demand.pk)
    assert [line.verb for line in lines.order_by("pk")] == ["open", "join", "confirm"]
    said = "".join(f"{line.subject_number}{line.reason}" for line in lines)
    assert not [word for word in ("桂英", support.residence) if word in said]


def test_what_is_demanded_stands_in_no_audit_line(play: Cast) -> None:
    demand = demands.open_demand(actor=play.publisher, unit=play.village, subject="机动地历年发包合同", at=NOON)
    assert demand.audit_number() == f"{play.village.code}#{demand.pk}"


def test_numbers_of_people_are_no_part_of_what_everybody_reads(play: Cast) -> None:
    with pytest.raises(Refused, match="身份证号"):
        demands.open_demand(actor=play.publisher, unit=play.village, subject="公开110101199003070117的低保", at=NOON)
    demand = opened(play)
    with pytest.raises(Refused, match="身份证号"):
        demands.end(actor=play.publisher, demand=demand, reason="请打13812345678", at=NOON)


def as_said(sentences: Iterable[Words]) -> str:
    """Return what somebody reads before a step, without its markup."""
    return strip_tags(" ".join(map(str, sentences)))


def test_it_is_met_while_its_notice_is_live(play: Cast) -> None:
    demand = confirmed(play, opened(play), 10)
    draft = text_draft(play, entry=asked_for(), period="2026", title="机动地发包合同公开")
    demand = demands.name_notice(actor=play.publisher, demand=demand, notice=draft.notice, at=NOON)
    assert demand.state == DemandState.REACHED
    with translation.override("en"):
        assert f"It meets what villagers demanded together: {demand.subject}." in as_said(if_published(draft, at=NOON))
    edition = published(play, draft)
    demand.refresh_from_db()
    assert demand.state == DemandState.MET
    with translation.override("en"):
        assert f"is to be published again: {demand.subject}." in as_said(if_withdrawn(edition, at=NOON))
    publishing.withdraw(actor=play.publisher, edition=edition, reason="有误", at=NOON + timedelta(days=1))
    demand.refresh_from_db()
    assert demand.state == DemandState.REACHED


def test_a_notice_that_is_live_already_meets_it_at_once(play: Cast) -> None:
    edition = published(play, text_draft(play))
    demand = confirmed(play, opened(play), 10)
    demand = demands.name_notice(actor=play.publisher, demand=demand, notice=edition.notice, at=NOON)
    assert demand.state == DemandState.MET
    assert demand.obligation is not None
    assert demand.obligation.notice == edition.notice


def test_what_meets_it_is_the_villages_own_and_only_after_it_is_reached(play: Cast) -> None:
    edition = published(play, text_draft(play))
    demand = opened(play)
    with pytest.raises(WrongState):
        demands.name_notice(actor=play.publisher, demand=demand, notice=edition.notice, at=NOON)
    elsewhere = cast()
    other = published(elsewhere, text_draft(elsewhere))
    demand = confirmed(play, demand, 10)
    with pytest.raises(Refused):
        demands.name_notice(actor=play.publisher, demand=demand, notice=other.notice, at=NOON)
    with pytest.raises(NotAllowed):
        demands.name_notice(actor=play.clerk, demand=demand, notice=edition.notice, at=NOON)


def test_the_notice_that_was_begun_for_what_is_owed_meets_the_demand(play: Cast) -> None:
    demand = confirmed(play, opened(play), 10)
    draft = text_draft(play, entry=asked_for(), period="2026", title="机动地发包合同公开")
    assert demand.obligation is not None
    events.link(actor=play.clerk, obligation=demand.obligation, notice=draft.notice, at=NOON)
    published(play, draft)
    demand.refresh_from_db()
    assert demand.state == DemandState.MET


def test_a_notice_that_is_live_already_is_named_on_the_demand_alone(play: Cast) -> None:
    demand = confirmed(play, opened(play), 10)
    edition = published(play, text_draft(play, entry=asked_for(), period="2026", title="机动地发包合同公开"))
    owed = demand.obligation
    assert owed is not None
    for actor in (play.clerk, play.publisher):
        with pytest.raises(Refused, match=r"demand|要求"):
            events.link(actor=actor, obligation=owed, notice=edition.notice, at=NOON)
    owed.refresh_from_db()
    assert owed.notice is None
    done = demands.name_notice(actor=play.publisher, demand=demand, notice=edition.notice, at=NOON)
    assert done.state == DemandState.MET


def test_what_was_demanded_is_not_taken_back_as_an_event(play: Cast) -> None:
    demand = confirmed(play, opened(play), 10)
    assert demand.obligation is not None
    with pytest.raises(Refused):
        events.drop_event(actor=play.publisher, obligation=demand.obligation, reason="记错", at=NOON)


def test_another_notice_can_be_named_once_it_is_met(play: Cast) -> None:
    demand = confirmed(play, opened(play), 10)
    first, second = published(play, text_draft(play)), text_draft(play)
    demand = demands.name_notice(actor=play.publisher, demand=demand, notice=first.notice, at=NOON)
    demand = demands.name_notice(actor=play.publisher, demand=demand, notice=second.notice, at=NOON)
    assert demand.state == DemandState.REACHED
    published(play, second)
    demand.refresh_from_db()
    assert demand.state == DemandState.MET


def in_state(people: Cast, state: str, demand: Demand) -> Demand:
    """Return a demand in a state; what it is met by is live."""
    if state == DemandState.ENDED:
        return demands.end(actor=people.publisher, demand=demand, reason="已公开", at=NOON)
    if state == DemandState.COLLECTING:
        return demand
    demand = confirmed(people, demand, 10)
    if state == DemandState.REACHED:
        return demand
    notice = published(people, text_draft(people)).notice
    return demands.name_notice(actor=people.publisher, demand=demand, notice=notice, at=NOON)


STEPS_OF_THE_OFFICE = ("confirm", "unconfirm", "end", "name_notice")


def take(people: Cast, verb: str, demand: Demand, support: DemandSupport, seen: int | None = None) -> Demand:
    given: dict[str, Any] = {"actor": people.publisher, "seen": seen, "at": NOON + timedelta(hours=1)}
    if verb == "name_notice":
        return demands.name_notice(demand=demand, notice=text_draft(people).notice, **given)
    if verb == "end":
        return demands.end(demand=demand, reason="已公开", **given)
    return getattr(demands, f"{verb}_support")(support=support, **given)  # type: ignore[no-any-return]


class TestEveryStep:
    @pytest.mark.parametrize("verb", STEPS_OF_THE_OFFICE)
    @pytest.mark.parametrize("state", DemandState.values)
    def test_each_verb_leads_out_of_its_states_alone(self, play: Cast, state: str, verb: str) -> None:
        demand = opened(play)
        support = sheet(play, demand, 1)
        demand = in_state(play, state, demand)
        rows = [row for row in DEMAND.rows if (row.source, row.verb) == (state, verb)]
        if not rows:
            with pytest.raises(WrongState):
                take(play, verb, demand, support)
            return
        assert take(play, verb, demand, support, seen=demand.version).state == rows[0].target
        line = audit.lines_of(demand).last()
        assert line is not None
        assert (line.verb, line.source, line.target) == (verb, state, rows[0].target)

    @pytest.mark.parametrize("verb", STEPS_OF_THE_OFFICE)
    def test_a_step_on_an_older_version_is_refused(self, play: Cast, verb: str) -> None:
        demand = opened(play)
        support = sheet(play, demand, 1)
        [source, *_others] = [row.source for row in DEMAND.rows if row.verb == verb]
        demand = in_state(play, source, demand)
        with pytest.raises(Conflict):
            take(play, verb, demand, support, seen=demand.version - 1)

    def test_what_follows_of_itself_has_its_own_line(self, play: Cast) -> None:
        demand = in_state(play, DemandState.MET, opened(play))
        lines = [(line.verb, line.source, line.target) for line in audit.lines_of(demand)]
        assert lines == [
            ("open", "", "collecting"),
            ("join", "", ""),
            ("confirm", "collecting", "collecting"),
            ("reach", "collecting", "reached"),
            ("name_notice", "reached", "reached"),
            ("meet", "reached", "met"),
        ]

    def test_joining_leaves_pages_that_show_the_demand_valid(self, play: Cast) -> None:
        demand = opened(play)
        support = sheet(play, demand, 1)
        by_name(demand, "王桂英")
        assert take(play, "confirm", demand, support, seen=demand.version).state == DemandState.COLLECTING

    def test_rewording_what_somebody_else_reworded_is_refused(self, play: Cast) -> None:
        demand = opened(play)
        changed = demands.reword(
            actor=play.publisher, demand=demand, subject="果园合同", entry=None, seen=demand.version, at=NOON
        )
        assert (changed.version, changed.state_since) == (demand.version + 1, NOON)
        with pytest.raises(Conflict):
            demands.reword(
                actor=play.publisher, demand=demand, subject="别的", entry=None, seen=demand.version, at=NOON
            )


def test_a_day_in_a_year_without_a_calendar_is_provisional(play: Cast) -> None:
    late = datetime(2026, 12, 28, 4, tzinfo=UTC)
    demand = demands.confirm_support(actor=play.publisher, support=sheet(play, opened(play), 10), at=late)
    assert demand.obligation is not None
    assert (demand.obligation.due_on.year, demand.obligation.is_provisional) == (2027, True)
