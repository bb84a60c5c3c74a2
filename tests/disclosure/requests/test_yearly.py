"""What the yearly report reads: whatever the mix, received and carried over are results and carried on."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from disclosure.requests.enums import Applicant, RequestState, Result
from disclosure.requests.models import Request
from disclosure.requests.queries.yearly import behind, year_of_requests
from portal.accounts.models import Unit
from portal.cases.models import Case, Clock
from tests.disclosure.requests.making import CAME, answered, people, received
from tests.factories import UnitFactory, UserFactory

BEGIN = datetime(2024, 6, 1, tzinfo=UTC)
MIX = st.lists(
    st.tuples(
        st.sampled_from(list(Applicant)),
        st.integers(0, 900),
        st.one_of(st.none(), st.integers(0, 600)),
        st.sampled_from(list(Result)),
    ),
    max_size=12,
)


def made(town: Unit, mix: Sequence[tuple[Applicant, int, int | None, Result]]) -> None:
    """Make rows without their steps: applicant, days until they came and after which they ended, and the result."""
    decider = UserFactory()
    for number, (applicant, came, took, result) in enumerate(mix):
        received_at = BEGIN + timedelta(days=came)
        ended_at = None if took is None else received_at + timedelta(days=took)
        case = Case.objects.create(
            kind="request",
            number=f"{town.code}-SQ-{number}",
            channel="web",
            received_at=received_at,
            entered_at=received_at,
        )
        clock = Clock.objects.create(
            case=case, rule="reply", version="1", basis="", days=20, is_in_working_days=True, start=received_at.date()
        )
        Request.objects.create(
            case=case,
            town=town,
            applicant=applicant,
            delivery="email",
            state=RequestState.RECEIVED if ended_at is None else RequestState.ANSWERED,
            state_since=received_at,
            clock=clock,
            result="" if ended_at is None else result,
            ended_at=ended_at,
            decided_by=None if ended_at is None else decider,
        )


class IdentityOfTheYearlyReport(TestCase):
    """The identity of part 3 holds in every column of every year, and what is carried on is carried over."""

    @settings(max_examples=25)
    @given(MIX)
    def test_it_holds(self, mix: list[tuple[Applicant, int, int | None, Result]]) -> None:
        town = UnitFactory()
        made(town, mix)
        made(UnitFactory(), [(Applicant.PERSON, 300, 10, Result.GRANTED)])
        before = None
        for year in (2024, 2025, 2026, 2027, 2028):
            found = year_of_requests(town, year)
            for one in Applicant:
                came = found.received[one] + found.carried_over[one]
                assert came == found.ended(one) + found.carried_on[one]
                if before:
                    assert found.carried_over[one] == before.carried_on[one]
            assert sum(found.results.values()) == behind(town, year).count()
            before = found
        assert sum(
            year_of_requests(town, year).received[one] for year in range(2024, 2029) for one in Applicant
        ) == len(mix)


@pytest.mark.django_db
def test_the_turn_of_the_year_is_the_portal_s_own() -> None:
    town = UnitFactory()
    made(town, [(Applicant.LEGAL, (datetime(2024, 12, 31, tzinfo=UTC) - BEGIN).days, 0, Result.PROCESS)])
    Case.objects.update(received_at=datetime(2024, 12, 31, 16, 30, tzinfo=UTC))  # half past midnight in Shanghai
    Request.objects.update(ended_at=datetime(2025, 1, 2, tzinfo=UTC))
    assert year_of_requests(town, 2024).received[Applicant.LEGAL] == 0
    found = year_of_requests(town, 2025)
    assert found.received[Applicant.LEGAL] == 1
    assert found.results[(Applicant.LEGAL, Result.PROCESS)] == 1


@pytest.mark.django_db
def test_the_list_behind_a_figure_names_its_requests() -> None:
    them = people()
    done = answered(them)
    received(them, "另外一份合同的复印件。", at=CAME)
    rows = behind(them.play.town, 2026, applicant=Applicant.PERSON, result=Result.GRANTED)
    assert [one.pk for one in rows] == [done.pk]
    assert not behind(them.play.town, 2026, result=Result.PROCESS).exists()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        year_of_requests(them.play.town, 2026)
    assert len(asked) == 2
