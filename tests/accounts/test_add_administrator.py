"""The command that makes the first account of a new portal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.policies import ADMINISTERS_UNIT, roles_held
from portal.accounts.queries import system_actor
from portal.core import audit
from tests.factories import PASSWORD, UnitFactory, UserFactory, VillageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def add(monkeypatch: pytest.MonkeyPatch, username: str, unit: str, password: str = PASSWORD) -> str:
    out = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(f"{password}\n"))
    call_command("add_administrator", username, "--name", "张伟", "--unit", unit, "--password-stdin", stdout=out)
    return out.getvalue()


def test_the_first_administrator_signs_in_and_administers_the_town(monkeypatch: pytest.MonkeyPatch) -> None:
    town = UnitFactory(code="QS")
    assert "zhang.wei administers QS." in add(monkeypatch, "zhang.wei", "QS")
    made = User.objects.get(username="zhang.wei")
    assert Client().login(username="zhang.wei", password=PASSWORD)
    assert list(ADMINISTERS_UNIT.permitted(made, at=made.date_joined)) == [town]
    assert roles_held(made, at=made.date_joined) == {Role.ADMINISTRATOR}
    assert audit.lines_of(made).get().actor == system_actor()


@pytest.mark.parametrize(
    ("username", "unit", "password", "sentence"),
    [
        ("zhang.wei", "XX", PASSWORD, "There is no township XX"),
        ("zhang.wei", "V1", PASSWORD, "There is no township V1"),
        ("zhang.wei", "QS", "", "Give a password"),
        ("zhang.wei", "QS", "12345678", "entirely numeric"),
        ("zhang.wei", "QS", f"{PASSWORD}\u200b", "characters in it that are not seen"),
        ("zhang.wei", "QS", f"{PASSWORD}\ufeff", "characters in it that are not seen"),
        ("zhang.wei", "QS", f"{PASSWORD}\t", "characters in it that are not seen"),
        ("taken", "QS", PASSWORD, "“taken” is taken"),
    ],
)
def test_it_refuses_with_the_reason_and_makes_nothing(
    monkeypatch: pytest.MonkeyPatch, username: str, unit: str, password: str, sentence: str
) -> None:
    VillageFactory(code="V1", parent=UnitFactory(code="QS"))
    UserFactory(username="taken")
    people = User.objects.count()
    with pytest.raises(CommandError, match=sentence):
        add(monkeypatch, username, unit, password)
    assert User.objects.count() == people
