"""Posts, the reach of roles, and who needs a second factor."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from portal.accounts.enums import COVERS_UNITS_BELOW, KINDS_OF_ROLE, Role, UnitKind
from portal.accounts.models import Unit, User
from portal.accounts.policies import roles_held, units_of
from portal.accounts.queries import holders, needs_second_factor, roster, system_actor
from portal.core import grants
from tests.factories import NOON, PostFactory, StationFactory, UnitFactory, UserFactory, VillageFactory, cast, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_its_unit_and_where_it_says_so_those_below(role: Role) -> None:
    town = UnitFactory()
    village, elsewhere = VillageFactory(parent=town), VillageFactory()
    holder = person(role, town)
    reach = set(units_of(holder, role, at=NOON))
    assert town in reach
    assert (village in reach) == (role in COVERS_UNITS_BELOW)
    assert elsewhere not in reach


def test_a_village_role_does_not_reach_up_or_sideways() -> None:
    town = UnitFactory()
    village = VillageFactory(parent=town)
    VillageFactory(parent=town)
    assert list(units_of(person(Role.CLERK, village), Role.CLERK, at=NOON)) == [village]


def test_nobody_signed_in_holds_nothing() -> None:
    assert not units_of(AnonymousUser(), Role.CLERK, at=NOON).exists()
    assert roles_held(AnonymousUser(), at=NOON) == frozenset()


def test_holders_of_a_town_role_answer_for_a_village() -> None:
    people = cast()
    assert list(holders(Role.REVIEWER, people.village, at=NOON)) == [people.reviewer]
    assert list(holders(Role.CLERK, people.village, at=NOON)) == [people.clerk]


def test_a_deputy_counts_among_the_clerks_of_that_unit_alone() -> None:
    people, deputy = cast(), UserFactory(username="0-deputy")
    grants.give(actor=people.administrator, person=deputy, codename="deputise", subject=people.village, at=NOON)
    assert list(holders(Role.CLERK, people.village, at=NOON)) == [deputy, people.clerk]
    assert deputy not in holders(Role.SUPERVISOR, people.village, at=NOON)
    assert deputy not in holders(Role.CLERK, people.town, at=NOON)


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        *((role, True) for role in (Role.REVIEWER, Role.APPROVER, Role.PUBLISHER)),
        *((role, True) for role in (Role.HANDLER, Role.SECRETARY, Role.ADMINISTRATOR)),
        *((role, False) for role in (Role.CLERK, Role.SUPERVISOR, Role.LAY_SUPERVISOR)),
    ],
)
def test_those_who_decide_or_read_what_is_private_need_a_second_factor(role: Role, needs: bool) -> None:
    assert needs_second_factor(person(role, UnitFactory()), at=NOON) is needs


def test_there_are_no_superusers() -> None:
    with pytest.raises(IntegrityError, match="user_no_superuser"), transaction.atomic():
        UserFactory(is_superuser=True)


def test_an_open_post_is_held_once() -> None:
    post = PostFactory()
    with pytest.raises(IntegrityError, match="post_open_once"), transaction.atomic():
        PostFactory(person=post.person, role=post.role, unit=post.unit)


def test_a_town_has_no_parent_and_others_have_one() -> None:
    with pytest.raises(IntegrityError, match="unit_town_is_root"), transaction.atomic():
        UnitFactory(code="X", parent=UnitFactory())
    with pytest.raises(IntegrityError, match="unit_town_is_root"), transaction.atomic():
        StationFactory(parent=None)


def test_the_system_acts_as_an_account_nobody_can_sign_in_with() -> None:
    system = system_actor()
    assert system.is_system
    assert not system.has_usable_password()
    assert isinstance(system, User)


def test_each_role_names_the_kinds_of_unit_it_is_given_for() -> None:
    assert set(KINDS_OF_ROLE) == set(Role)
    assert all(set(kinds) <= set(UnitKind) for kinds in KINDS_OF_ROLE.values())


def test_names_follow_the_language() -> None:
    unit: Unit = UnitFactory(name_zh="青石镇", name_en="Qingshi Town")
    assert unit.name == "青石镇"


def test_heads_are_those_whose_post_says_so_as_long_as_they_hold_it() -> None:
    village = VillageFactory()
    head = person(Role.HANDLER, village, is_head=True)
    person(Role.CLERK, village)
    person(Role.HANDLER, village, is_head=True, ends_on=date(2026, 10, 13))
    person(Role.HANDLER, village.parent, is_head=True)
    gone = person(Role.SUPERVISOR, village, is_head=True)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert roster(at=NOON).heads(village) == [head]


@pytest.mark.parametrize("role", list(Role))
def test_the_roster_says_of_each_role_what_the_single_question_says(role: Role) -> None:
    people = cast()
    person(role, people.town)
    person(role, people.village, starts_on=date(2026, 10, 15))
    for unit in (people.town, people.village):
        assert roster(at=NOON).holders(role, unit) == list(holders(role, unit, at=NOON))


def test_a_deputy_stands_beside_the_clerk_in_the_roster() -> None:
    people = cast()
    deputy = UserFactory(username="zz-deputy")
    grants.give(actor=people.administrator, person=deputy, codename="deputise", subject=people.village, at=NOON)
    assert roster(at=NOON).clerks(people.village) == [people.clerk, deputy]
    User.objects.filter(pk=deputy.pk).update(is_active=False)
    assert roster(at=NOON).clerks(people.village) == [people.clerk]
