"""Who administers whom: the list and the single answer agree, on both sides of each denial."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from portal.accounts.enums import Role
from portal.accounts.models import Post, Unit, User
from portal.accounts.policies import (
    ADMINISTERS_PERSON,
    ADMINISTERS_POST,
    ADMINISTERS_UNIT,
    GIVES_TO,
    opens_to,
    posts_held,
    roles_held,
    units_of,
)
from portal.accounts.queries import system_actor
from portal.core import grants
from portal.core.policy import one_reading
from tests.accounts.desk import newcomer, town
from tests.factories import NOON, PostFactory, StationFactory, person

pytestmark = pytest.mark.django_db


def test_an_administrator_administers_the_town_and_all_below() -> None:
    place = town()
    station = StationFactory(parent=place.unit)
    town()
    permitted = ADMINISTERS_UNIT.permitted(place.administrator, at=NOON)
    assert set(permitted) == {place.unit, place.village, station}
    assert all(ADMINISTERS_UNIT.allows(place.administrator, unit, at=NOON) for unit in permitted)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_other_role_administers_anything(role: Role) -> None:
    place = town()
    holder = person(role, place.unit)
    assert not ADMINISTERS_UNIT.permitted(holder, at=NOON).exists()
    assert not ADMINISTERS_POST.permitted(holder, at=NOON).exists()
    assert not ADMINISTERS_PERSON.permitted(holder, at=NOON).exists()


def test_nobody_signed_in_administers_nothing() -> None:
    place = town()
    assert not ADMINISTERS_UNIT.permitted(AnonymousUser(), at=NOON).exists()
    assert not ADMINISTERS_PERSON.allows(AnonymousUser(), place.clerk, at=NOON)


def test_people_are_administered_where_all_their_posts_are() -> None:
    here, there = town(), town()
    free, both = newcomer(), person(Role.CLERK, here.village)
    PostFactory(person=both, unit=there.village)
    mine = set(ADMINISTERS_PERSON.permitted(here.administrator, at=NOON))
    assert mine == {here.administrator, here.clerk, free}
    assert both not in ADMINISTERS_PERSON.permitted(there.administrator, at=NOON)


def test_the_system_account_is_administered_by_nobody() -> None:
    place = town()
    assert not ADMINISTERS_PERSON.allows(place.administrator, system_actor(), at=NOON)
    assert not ADMINISTERS_PERSON.allows(system_actor(), system_actor(), at=NOON)


def test_the_system_administers_every_unit_and_person() -> None:
    place, other = town(), town()
    system = system_actor()
    assert ADMINISTERS_UNIT.permitted(system, at=NOON).count() == Unit.objects.count()
    assert set(ADMINISTERS_PERSON.permitted(system, at=NOON)) == set(User.objects.filter(is_system=False))
    assert ADMINISTERS_PERSON.allows(system, place.clerk, at=NOON)
    assert ADMINISTERS_UNIT.allows(system, other.village, at=NOON)


def test_posts_are_administered_with_their_unit() -> None:
    here, there = town(), town()
    assert ADMINISTERS_POST.allows(here.administrator, Post.objects.get(person=here.clerk), at=NOON)
    assert not ADMINISTERS_POST.allows(here.administrator, Post.objects.get(person=there.clerk), at=NOON)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "counts"),
    [
        (date(2026, 10, 14), None, True),
        (date(2026, 10, 15), None, False),
        (date(2026, 1, 1), date(2026, 10, 14), True),
        (date(2026, 1, 1), date(2026, 10, 13), False),
    ],
)
def test_a_post_counts_from_its_first_day_to_its_last(starts_on: date, ends_on: date | None, counts: bool) -> None:
    place = town()
    holder = person(Role.ADMINISTRATOR, place.unit, starts_on=starts_on, ends_on=ends_on)
    assert posts_held(holder, at=NOON).exists() is counts
    assert ADMINISTERS_UNIT.allows(holder, place.village, at=NOON) is counts
    assert roles_held(holder, at=NOON) == (frozenset({Role.ADMINISTRATOR}) if counts else frozenset())


def test_a_unit_handed_over_makes_a_deputy_no_administrator() -> None:
    place, deputy = town(), newcomer()
    grants.give(actor=place.administrator, person=deputy, codename="deputise", subject=place.village, at=NOON)
    assert not ADMINISTERS_UNIT.allows(deputy, place.village, at=NOON)


def test_an_account_switched_off_holds_nothing() -> None:
    place = town()
    place.administrator.is_active = False
    place.administrator.save()
    assert not ADMINISTERS_UNIT.permitted(place.administrator, at=NOON).exists()
    assert roles_held(place.administrator, at=NOON) == frozenset()


def test_a_deputy_is_clerk_of_the_unit_while_the_account_is_on() -> None:
    place, deputy = town(), newcomer()
    assert roles_held(deputy, at=NOON) == frozenset()
    assert not opens_to(Role.CLERK)(deputy, NOON)
    grants.give(actor=place.administrator, person=deputy, codename="deputise", subject=place.village, at=NOON)
    assert roles_held(deputy, at=NOON) == {Role.CLERK}
    assert opens_to(Role.CLERK)(deputy, NOON)
    assert not opens_to(Role.PUBLISHER, Role.ADMINISTRATOR)(deputy, NOON)
    deputy.is_active = False
    deputy.save()
    assert roles_held(deputy, at=NOON) == frozenset()
    assert not opens_to(Role.CLERK)(deputy, NOON)


def test_an_administrator_gives_to_others_only() -> None:
    place = town()
    assert set(GIVES_TO.permitted(place.administrator, at=NOON)) == {place.clerk}
    assert not GIVES_TO.allows(place.clerk, place.administrator, at=NOON)


@pytest.mark.parametrize("role", Role)
def test_units_read_once_are_those_of_the_subquery(role: Role) -> None:
    place, elsewhere = town(), town()
    StationFactory(parent=place.unit)
    holder = person(role, place.unit)
    PostFactory(person=holder, role=role, unit=elsewhere.village)
    PostFactory(person=holder, role=role, unit=elsewhere.unit, ends_on=date(2026, 1, 1))
    grants.give(actor=place.administrator, person=holder, codename="deputise", subject=place.village, at=NOON)
    for reader in (holder, place.clerk, newcomer(), AnonymousUser()):
        asked = {one: set(units_of(reader, one, at=NOON)) for one in Role}
        with one_reading():
            assert {one: set(units_of(reader, one, at=NOON)) for one in Role} == asked


def test_a_reading_ends_with_its_page(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    place = town()
    with one_reading():
        list(units_of(place.clerk, Role.CLERK, at=NOON))
        with django_assert_num_queries(1):
            list(units_of(place.clerk, Role.CLERK, at=NOON))
    Post.objects.filter(person=place.clerk).update(ends_on=date(2026, 1, 1))
    assert not units_of(place.clerk, Role.CLERK, at=NOON).exists()
    with one_reading():
        assert not units_of(place.clerk, Role.CLERK, at=NOON).exists()
