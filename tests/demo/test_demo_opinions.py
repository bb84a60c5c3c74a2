"""What the residents of the demo township ask, object, demand together, and ask to be disclosed."""

from datetime import UTC, datetime

import pytest

from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.models import Demand, Electorate
from disclosure.demands.queries import counts_of
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import Obligation
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries import opinions as reads
from disclosure.opinions.queries.opinions import named_in
from disclosure.requests.enums import Applicant, RequestState
from disclosure.requests.models import Consultation, Release, Request
from disclosure.requests.queries.requests import overdue_for, to_do
from disclosure.requests.queries.yearly import year_of_requests
from disclosure.requests.rules import GROUNDS
from petitions.handling.models import Petition
from portal.accounts.models import Unit, User
from portal.accounts.queries import villages
from portal.cases.enums import Channel, Visibility
from portal.core.models import LogEntry
from portal.demo.load import load

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)


@pytest.mark.usefixtures("demo")
class TestLoaded:
    def test_opinions_stand_in_every_state_and_came_every_way(self) -> None:
        assert set(Opinion.objects.values_list("state", flat=True)) == set(OpinionState)
        assert set(Opinion.objects.values_list("case__channel", flat=True)) == set(Channel)
        assert set(Opinion.objects.values_list("kind", flat=True)) == set(OpinionKind)
        assert set(Opinion.objects.values_list("case__screening__visibility", flat=True)) == {None, *Visibility} - {
            Visibility.UNDECIDED
        }
        assert Opinion.objects.filter(state=OpinionState.ROUTED, clock__due__lt=NOW.date()).exists()

    def test_the_accounts_of_the_demo_find_work(self) -> None:
        publisher, clerk = (User.objects.get(username=name) for name in ("publisher", "clerk.liushu"))
        assert reads.to_do(publisher, NOW).filter(state=OpinionState.RECEIVED).count() == 2
        assert reads.to_do(publisher, NOW).filter(state=OpinionState.ANSWERED).count() == 1
        assert reads.to_do(clerk, NOW).count() == 1

    def test_two_corrections_name_the_opinion_they_answer(self) -> None:
        editions = Edition.objects.filter(corrections__isnull=False)
        assert [len(named_in(edition)) for edition in editions] == [1, 1]
        assert {edition.state for edition in editions} == {State.PUBLISHED}
        entries = LogEntry.objects.filter(facts__has_key="opinions")
        assert {entry.subject_number for entry in entries} == {edition.notice.number for edition in editions}

    def test_demands_collect_are_owed_and_are_met(self) -> None:
        assert sorted(Demand.objects.values_list("state", flat=True)) == sorted(
            [DemandState.COLLECTING, DemandState.REACHED, DemandState.MET]
        )
        assert Electorate.objects.count() == villages().count()
        assert Obligation.objects.filter(origin=Origin.DEMAND).count() == 2
        for demand, count in ((one, counts_of([one])[one.pk]) for one in Demand.objects.all()):
            assert count.is_reached == (demand.state != DemandState.COLLECTING), demand
        waiting = Demand.objects.get(state=DemandState.COLLECTING).supports.filter(is_counted=False)
        assert {support.capacity for support in waiting} == {Capacity.VILLAGER}

    def test_telling_it_again_adds_nothing(self) -> None:
        before = Opinion.objects.count(), Demand.objects.count(), LogEntry.objects.count()
        assert load() == 0
        assert (Opinion.objects.count(), Demand.objects.count(), LogEntry.objects.count()) == before

    def test_requests_are_in_every_state_and_one_became_a_petition(self) -> None:
        assert set(Request.objects.values_list("state", flat=True)) == set(RequestState)
        redirected = Request.objects.get(state=RequestState.REDIRECTED)
        assert Petition.objects.filter(case__handed_from=redirected.case).exists()
        results = set(Request.objects.exclude(result="").values_list("result", flat=True))
        assert {GROUNDS[one].group for one in GROUNDS if one in results} == {one.group for one in GROUNDS.values()}
        assert set(Request.objects.values_list("applicant", flat=True)) == set(Applicant)

    def test_third_parties_are_heard_times_extended_and_results_released(self) -> None:
        assert Consultation.objects.filter(heard_on=None).count() == 1
        assert Release.objects.filter(retracted_at=None).count() == 3
        assert Request.objects.filter(clock__extended_days=20).count() == 1
        assert to_do(User.objects.get(username="leader.wang"), NOW).count() == 2
        assert overdue_for(User.objects.get(username="leader.wang"), NOW)

    def test_the_yearly_figures_of_requests_come_out(self) -> None:
        found = {year: year_of_requests(Unit.objects.get(code="QS"), year) for year in (2024, 2025, 2026)}
        for year in found.values():
            for one in Applicant:
                assert year.received[one] + year.carried_over[one] == year.ended(one) + year.carried_on[one]
        assert sum(found[2026].carried_over.values()) == 1
