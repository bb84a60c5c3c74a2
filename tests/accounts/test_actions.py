"""Writes about units, people and posts: who may, and what the database never gets to see."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import IntegrityError, connection, transaction

from portal.accounts import actions
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Post, StaffMember, Unit, UnitGrant, User
from portal.accounts.queries import system_actor
from portal.core import audit, grants
from portal.core.models import AuditLine
from portal.core.recounts import RECOUNTS, Recount
from portal.core.refusals import Conflict, NotAllowed, Refused
from tests.accounts.desk import Town, newcomer, town
from tests.factories import NOON, PostFactory, UnitFactory, person

Deed = Callable[[User, Town], Any]


def _given(place: Town) -> UnitGrant:
    grants.give(actor=place.administrator, person=place.clerk, codename="deputise", subject=place.village, at=NOON)
    grant: UnitGrant = UnitGrant.objects.get()
    return grant


AUDIT_LABELS: dict[str, Deed] = {
    "add_unit": lambda actor, place: actions.add_unit(
        actor=actor,
        code="N1",
        kind=UnitKind.VILLAGE,
        parent=place.unit,
        fields={"name_zh": "新村", "name_en": "New"},
        at=NOON,
    ),
    "change_unit": lambda actor, place: actions.change_unit(
        actor=actor, unit=place.village, fields={"name_zh": "改名村"}, seen=1, at=NOON
    ),
    "set_staff": lambda actor, place: actions.set_staff(
        actor=actor, unit=place.village, rows=[{"name": "李主任", "title_zh": "主任"}], seen=1, at=NOON
    ),
    "change_person": lambda actor, place: actions.change_person(
        actor=actor, person=place.clerk, name_zh="改名", name_en="", email="", phone="", seen=1, at=NOON
    ),
    "set_password": lambda actor, place: actions.set_password(
        actor=actor, person=place.clerk, password="another good horse", seen=1, at=NOON
    ),
    "switch_account": lambda actor, place: actions.switch_account(
        actor=actor, person=place.clerk, on=False, seen=1, at=NOON
    ),
    "give_post": lambda actor, place: actions.give_post(
        actor=actor,
        person=place.clerk,
        role=Role.SUPERVISOR,
        unit=place.village,
        title_zh="监委会主任",
        starts_on=date(2026, 1, 1),
        at=NOON,
    ),
    "end_post": lambda actor, place: actions.end_post(
        actor=actor, post=Post.objects.get(person=place.clerk), ends_on=date(2026, 10, 1), seen=1, at=NOON
    ),
    "give_deputy": lambda actor, place: actions.give_deputy(
        actor=actor, unit=place.village, person=place.clerk, at=NOON
    ),
    "end_deputy": lambda actor, place: actions.end_deputy(actor=actor, grant=_given(place), at=NOON),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", AUDIT_LABELS)
def test_the_administrator_of_the_town_may_and_a_line_says_so(name: str) -> None:
    place = town()
    AUDIT_LABELS[name](place.administrator, place)
    assert AuditLine.objects.filter(actor=place.administrator, at=NOON).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", AUDIT_LABELS)
@pytest.mark.parametrize("who", ["clerk", "publisher", "another town's", "switched off", "former"])
def test_nobody_else_may_and_no_line_is_written(name: str, who: str) -> None:
    place = town()
    actor = {
        "clerk": lambda: place.clerk,
        "publisher": lambda: person(Role.PUBLISHER, place.unit),
        "another town's": lambda: town().administrator,
        "switched off": lambda: _switched_off(person(Role.ADMINISTRATOR, place.unit)),
        "former": lambda: person(Role.ADMINISTRATOR, place.unit, ends_on=date(2026, 10, 13)),
    }[who]()
    with pytest.raises(NotAllowed):
        AUDIT_LABELS[name](actor, place)
    assert not AuditLine.objects.filter(actor=actor).exists()


def _switched_off(someone: User) -> User:
    someone.is_active = False
    someone.save()
    return someone


@pytest.mark.django_db
def test_only_an_administrator_makes_accounts() -> None:
    place = town()
    with pytest.raises(NotAllowed):
        actions.add_person(actor=place.clerk, username="new", name_zh="新人", at=NOON)
    made = actions.add_person(actor=place.administrator, username="new", name_zh="新人", at=NOON)
    assert not made.has_usable_password()


@pytest.mark.django_db
def test_a_user_name_is_taken_in_any_case(english: None) -> None:
    place = town()
    newcomer(username="li.lei")
    with pytest.raises(Refused, match=r"“LI\.LEI” is taken"):
        actions.add_person(actor=place.administrator, username="LI.LEI", name_zh="李雷", at=NOON)


@pytest.mark.django_db
def test_a_township_is_added_by_the_system_only() -> None:
    fields = {"name_zh": "新镇", "name_en": "New Town"}
    with pytest.raises(NotAllowed):
        actions.add_unit(actor=town().administrator, code="N", kind=UnitKind.TOWN, parent=None, fields=fields, at=NOON)
    made = actions.add_unit(actor=system_actor(), code="N", kind=UnitKind.TOWN, parent=None, fields=fields, at=NOON)
    assert made.town == made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "kind", "has_parent", "sentence"),
    [
        ("TAKEN", UnitKind.VILLAGE, True, "is taken"),
        ("N1", UnitKind.TOWN, True, "a township to nothing"),
        ("N1", UnitKind.STATION, False, "belongs to a township"),
    ],
)
def test_a_unit_has_a_code_and_a_place_of_its_own(
    english: None, code: str, kind: UnitKind, has_parent: bool, sentence: str
) -> None:
    parent = UnitFactory(code="TAKEN")
    with pytest.raises(Refused, match=sentence):
        actions.add_unit(
            actor=system_actor(),
            code=code,
            kind=kind,
            parent=parent if has_parent else None,
            fields={"name_zh": "村", "name_en": "V"},
            at=NOON,
        )
    assert not Unit.objects.filter(code="N1").exists()


@pytest.mark.django_db
def test_only_what_is_public_of_a_unit_can_be_changed() -> None:
    place = town()
    with pytest.raises(KeyError, match="code"):
        actions.change_unit(actor=place.administrator, unit=place.village, fields={"code": "X"}, seen=1, at=NOON)
    with pytest.raises(KeyError, match="parent"):
        actions.add_unit(
            actor=place.administrator,
            code="N1",
            kind=UnitKind.VILLAGE,
            parent=place.unit,
            fields={"name_zh": "村", "name_en": "V", "parent": None},
            at=NOON,
        )


@pytest.mark.django_db
def test_a_staff_board_takes_the_place_of_the_one_before() -> None:
    place = town()
    for names in (("甲", "乙"), ("丙",)):
        rows = [{"name": name, "title_zh": "委员"} for name in names]
        actions.set_staff(actor=place.administrator, unit=place.village, rows=rows, seen=None, at=NOON)
    assert list(StaffMember.objects.values_list("name", "order")) == [("丙", 1)]
    assert StaffMember.history.count() == 5  # three came, two went


@pytest.mark.django_db
def test_a_role_is_held_once_and_again_after_it_ended(english: None) -> None:
    place = town()
    held = Post.objects.get(person=place.clerk)
    again: dict[str, Any] = {
        "actor": place.administrator,
        "person": place.clerk,
        "role": Role.CLERK,
        "unit": place.village,
        "title_zh": "村会计",
        "starts_on": date(2026, 10, 2),
        "at": NOON,
    }
    with pytest.raises(Refused, match="holds this role already"):
        actions.give_post(**again)
    actions.end_post(actor=place.administrator, post=held, ends_on=date(2026, 10, 1), seen=1, at=NOON)
    assert actions.give_post(**again).pk != held.pk


@pytest.mark.django_db
def test_each_kind_of_role_wants_its_kind_of_unit(english: None) -> None:
    place = town()
    with pytest.raises(Refused, match="Supervision committee"):
        actions.give_post(
            actor=place.administrator,
            person=place.clerk,
            role=Role.SUPERVISOR,
            unit=place.unit,
            title_zh="主任",
            starts_on=date(2026, 1, 1),
            at=NOON,
        )


@pytest.mark.django_db
def test_ones_own_second_factor_is_ones_own_affair(english: None) -> None:
    place = town()
    Authenticator.objects.create(user=place.administrator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with pytest.raises(Refused, match="My account"):
        actions.take_off_second_factor(actor=place.administrator, person=place.administrator, seen=1, at=NOON)
    with pytest.raises(NotAllowed):
        actions.take_off_second_factor(actor=place.clerk, person=place.administrator, seen=1, at=NOON)
    assert Authenticator.objects.count() == 1


@pytest.mark.django_db
def test_signing_in_leaves_no_row_of_history() -> None:
    someone = newcomer()
    before = someone.history.count()
    someone.last_login = NOON
    someone.save(update_fields=["last_login"])
    assert someone.history.count() == before
    assert User.objects.get(pk=someone.pk).last_login == NOON
    someone.name_zh = "新名"
    someone.save()
    assert someone.history.count() == before + 1


@pytest.mark.django_db
def test_a_deed_needs_somebody() -> None:
    place = town()
    nobody: Any = AnonymousUser()
    with pytest.raises(NotAllowed):
        actions.switch_account(actor=nobody, person=place.clerk, on=False, seen=None, at=NOON)
    assert not audit.lines_of(place.clerk).exists()


@pytest.mark.usefixtures("own_database", "english")
def test_two_who_give_the_same_post_at_once_give_it_once() -> None:
    place, someone = town(), newcomer()
    start = Barrier(2)

    def give(actor: User) -> str:
        start.wait(timeout=10)
        try:
            actions.give_post(
                actor=actor,
                person=someone,
                role=Role.CLERK,
                unit=place.village,
                title_zh="会计",
                starts_on=date(2026, 1, 1),
                at=NOON,
            )
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "given"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(give, [place.administrator, person(Role.ADMINISTRATOR, place.unit)], timeout=60))
    assert sorted(results) == ["Refused", "given"]
    assert Post.objects.filter(person=someone).count() == 1


CHANGES = {
    "change_unit": "village",
    "set_staff": "village",
    "change_person": "clerk",
    "set_password": "clerk",
    "switch_account": "clerk",
    "end_post": "post",
}
"""Which row each change is of."""


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "row"), CHANGES.items())
def test_an_older_version_is_refused_and_changes_nothing(name: str, row: str, english: None) -> None:
    place = town()
    changed: Any = Post.objects.get(person=place.clerk) if row == "post" else getattr(place, row)
    type(changed).objects.filter(pk=changed.pk).update(version=2)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        AUDIT_LABELS[name](place.administrator, place)
    assert type(changed).objects.get(pk=changed.pk).version == 2
    assert not audit.lines_of(changed).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["change_unit", "set_staff", "change_person", "set_password", "switch_account", "end_post"]
)
def test_each_change_counts_the_version(name: str) -> None:
    place = town()
    AUDIT_LABELS[name](place.administrator, place)
    versions = [
        Unit.objects.get(pk=place.village.pk),
        User.objects.get(pk=place.clerk.pk),
        Post.objects.get(person=place.clerk),
    ]
    assert sorted(row.version for row in versions) == [1, 1, 2]


@pytest.mark.django_db
def test_a_unit_belongs_to_a_township_alone() -> None:
    place = town()
    fields = {"name_zh": "村", "name_en": "Village"}
    with pytest.raises(Refused):
        actions.add_unit(
            actor=place.administrator, code="X", kind=UnitKind.VILLAGE, parent=place.village, fields=fields, at=NOON
        )


@pytest.mark.django_db
def test_nobody_gives_themself_anything(english: None) -> None:
    place = town()
    mine = Post.objects.get(person=place.administrator)
    actor = place.administrator
    own_post: dict[str, Any] = {"person": actor, "role": Role.CLERK, "unit": place.village, "title_zh": "会计"}
    refused: list[Callable[[], object]] = [
        lambda: actions.give_post(actor=actor, starts_on=date(2026, 1, 1), at=NOON, **own_post),
        lambda: actions.set_head(actor=actor, post=mine, is_head=True, seen=1, at=NOON),
        lambda: actions.end_post(actor=actor, post=mine, ends_on=date(2026, 12, 31), seen=1, at=NOON),
        lambda: actions.give_deputy(actor=actor, unit=place.village, person=actor, at=NOON),
        lambda: actions.switch_account(actor=actor, person=actor, on=False, seen=1, at=NOON),
    ]
    for write in refused:
        with pytest.raises(Refused, match=r"^You cannot .+ Ask (another administrator|somebody else to do it)\.$"):
            write()
    assert not AuditLine.objects.exists()
    assert not UnitGrant.objects.exists()
    assert list(Post.objects.filter(person=actor).values_list("is_head", "ends_on")) == [(False, None)]


@pytest.mark.django_db
def test_another_administrator_gives_what_one_may_not_give_oneself() -> None:
    place = town()
    other = person(Role.ADMINISTRATOR, place.unit)
    actions.give_deputy(actor=other, unit=place.village, person=place.administrator, at=NOON)
    assert UnitGrant.objects.get().given_by == other


@pytest.mark.django_db
def test_the_database_refuses_what_somebody_gives_themself() -> None:
    place = town()
    actor = place.administrator
    hand_over = {"permission": Permission.objects.get(codename="deputise"), "content_object": place.village}
    with pytest.raises(IntegrityError, match="post_not_to_oneself"), transaction.atomic():
        PostFactory(person=actor, given_by=actor)
    with pytest.raises(IntegrityError, match="unitgrant_not_to_oneself"), transaction.atomic():
        UnitGrant.objects.create(user=actor, given_by=actor, **hand_over)
    UnitGrant.objects.create(user=place.clerk, given_by=actor, **hand_over)


@pytest.mark.django_db
def test_which_units_there_are_is_counted_before_and_after() -> None:
    place, counted = town(), []

    def note(_actor: Any, _at: datetime) -> int:
        counted.append(Unit.objects.filter(is_active=True).count())
        return 0

    def change(**fields: Any) -> None:
        actions.change_unit(actor=place.administrator, unit=place.village, fields=fields, seen=None, at=NOON)

    with RECOUNTS.also(Recount("units", 1, note)):
        change(supervision_phone="0000-1")
        assert counted == []
        change(is_active=False)
        assert counted == [2, 1]
        place.village.refresh_from_db()
        AUDIT_LABELS["add_unit"](place.administrator, place)
        assert counted == [2, 1, 1, 2]
