"""The secretary's page: what is late, extended, not content or repeated, and where it comes from."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from petitions.handling.actions import ending, handling, routing
from petitions.handling.enums import Category, Satisfaction
from petitions.outcomes.queries import oversight
from portal.accounts.queries import system_actor
from tests.petitions.handling.making import SUBJECT, People, accepted, begun, people, received, served
from tests.steps import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PAGE = "/en/desk/petitions/oversight/"


@pytest.fixture
def them() -> People:
    return people()


def test_each_list_holds_what_it_says(them: People) -> None:
    now = timezone.now()
    late = begun(them, at=now - timedelta(days=70))
    soon = accepted(them, at=now - timedelta(days=55), text="另一件补贴的事。")
    longer = begun(them, at=now - timedelta(days=20), text="第三件补贴的事。")
    longer = handling.ask_extension(actor=them.handler, petition=longer, days=10, reason="要再丈量。", at=now)
    longer = handling.extend(actor=them.leader, petition=longer, reason="需要再丈量一次。", at=now)
    bad = _dissatisfied(them, now)
    group = received(them, "第五件，大家的事。", at=now, people=9, representatives=[("麻长河", "13871234567")])
    found = {
        name: list(getattr(oversight, name)(them.secretary, now))
        for name in ("overdue", "due_soon", "extended", "dissatisfied", "repeated")
    }
    assert found == {
        "overdue": [late],
        "due_soon": [soon],
        "extended": [longer],
        "dissatisfied": [bad],
        "repeated": [group],
    }


def test_the_township_is_late_with_what_it_has_to_do_itself_the_longest_first(them: People) -> None:
    now = timezone.now()
    reviewing = served(them, at=now - timedelta(days=70))
    ending.ask_review(actor=system_actor(), petition=reviewing, reason="不同意。", at=now - timedelta(days=60))
    to_rate = served(them, at=now - timedelta(days=28), text="另一件补贴的事。")
    late = begun(them, at=now - timedelta(days=70), text="第三件补贴的事。")
    latest = begun(them, at=now - timedelta(days=90), text="第四件补贴的事。")
    assert list(oversight.overdue(them.secretary, now)) == [latest, late]
    assert list(oversight.due_soon(them.secretary, now)) == []
    assert to_rate in oversight.overseen(them.secretary, now)


def _dissatisfied(them: People, now: Any) -> Any:
    petition = served(them, at=now - timedelta(days=3))
    bad = Satisfaction.DISSATISFIED
    return ending.rate(actor=system_actor(), petition=petition, result=bad, service=bad, at=now)


def test_hot_spots_count_a_year_without_what_is_sealed(them: People) -> None:
    now = timezone.now()
    for number in range(3):
        received(them, f"补贴少发，第{number}次反映。", at=now)
    received(them, "村干部收了钱，补贴没有发。", at=now, category=Category.ACCUSATION)
    received(them, "去年的补贴也少发。", at=now - timedelta(days=400))
    today = timezone.localdate(now)
    assert oversight.hot_spots(them.secretary, now, until=today) == {(them.village.code, "subsidy"): 3}
    page = signed_in(them.secretary).get(PAGE).content.decode()
    url = f"/en/desk/petitions/oversight/villages/?place={them.village.code}&amp;matter=subsidy"
    assert f'<a href="{url}"><span class="hid">' in page
    listed = signed_in(them.secretary).get(url.replace("&amp;", "&")).content.decode()
    assert '<small class="num">3</small>' in listed
    for stranger in (them.publisher, them.leader, them.handler):
        assert signed_in(stranger).get(url).status_code == 404
    assert "2 more than the year before" in page


def test_the_page_is_the_secretarys_alone_and_hides_from_one_who_is_complained_about(them: People) -> None:
    now = timezone.now()
    petition = received(them, at=now - timedelta(days=30))
    petition = routing.register(
        actor=them.publisher,
        petition=petition,
        subject=SUBJECT,
        category=petition.category,
        matter=petition.matter,
        complained_about=[them.secretary],
        at=now,
    )
    assert petition.number not in signed_in(them.secretary).get(PAGE).content.decode()
    for stranger in (them.publisher, them.leader, them.handler, them.clerk, them.play.administrator):
        assert signed_in(stranger).get(PAGE).status_code == 404


def test_what_is_sealed_for_the_secretary_comes_first(them: People) -> None:
    now = timezone.now()
    petition = received(them, "村干部收了钱，补贴没有发。", at=now, category=Category.ACCUSATION)
    assert list(oversight.sealed(them.secretary, now)) == [petition]
    page = signed_in(them.secretary).get(PAGE).content.decode()
    assert page.index("Sealed, for you alone") < page.index(petition.number) < page.index("Where and what")
    assert list(oversight.sealed(them.publisher, now)) == []


def test_an_answered_petition_stays_in_what_a_spot_was_counted_from(them: People) -> None:
    now = timezone.now()
    ended = ending.withdraw(actor=system_actor(), petition=received(them, at=now), at=now)
    assert list(oversight.from_villages(them.secretary, now, until=timezone.localdate(now))) == [ended]
