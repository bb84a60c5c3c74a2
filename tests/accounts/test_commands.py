"""`load_units`, and the check that keeps the demo's accounts out of service."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import DjangoAssertNumQueries

from portal.accounts.checks import DEMO_PASSWORD, DEMO_USERNAMES, check_demo_accounts
from portal.accounts.models import Unit, User
from portal.core.models import AuditLine

HEAD = "code,parent,kind,name_zh,name_en,supervision_phone\n"
TOWN = "T,,town,甲镇,Town A,0000-1\n"
VILLAGE = "T-01,T,village,乙村,Village B,0000-2\n"


def load(tmp_path: Path, content: str | bytes, *words: str) -> str:
    file = tmp_path / "units.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = StringIO()
    call_command("load_units", str(file), *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_units_of_the_repository_are_loaded_once() -> None:
    file, out = settings.BASE_DIR / "data" / "units.csv", StringIO()
    call_command("load_units", str(file), "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"added": 21, "changed": 0, "unchanged": 0}
    assert Unit.objects.get(code="QS-01").parent == Unit.objects.get(code="QS", kind="town")
    again = StringIO()
    call_command("load_units", str(file), "--json", stdout=again)
    assert json.loads(again.getvalue()) == {"added": 0, "changed": 0, "unchanged": 21}


@pytest.mark.django_db
def test_what_is_not_seen_is_taken_out_of_names(tmp_path: Path) -> None:
    load(tmp_path, HEAD + TOWN.replace("甲镇", "\u202e甲\u200d镇\u2069"))
    assert Unit.objects.get(code="T").name_zh == "甲镇"


@pytest.mark.django_db
def test_what_was_added_and_changed_is_named(tmp_path: Path) -> None:
    assert load(tmp_path, HEAD + TOWN + VILLAGE) == "units.csv: 2 added (T T-01), 0 changed, 0 unchanged.\n"
    output = load(tmp_path, HEAD + TOWN + VILLAGE.replace("0000-2", "0000-3"))
    assert output == "units.csv: 0 added, 1 changed (T-01), 1 unchanged.\n"
    village = Unit.objects.get(code="T-01")
    assert village.supervision_phone == "0000-3"
    assert village.history.count() == 2
    last = AuditLine.objects.filter(subject_number="T-01").latest("pk")
    assert (last.verb, last.actor.get_username()) == ("change unit", "system")


@pytest.mark.django_db
def test_rows_may_stand_in_any_order_and_carry_more_columns(tmp_path: Path) -> None:
    head = HEAD.strip() + ",boards_zh\n"
    load(tmp_path, head + "T-01,T,village,乙村,Village B,,村口\n" + "T,,town,甲镇,Town A,,\n")
    assert Unit.objects.get(code="T-01").boards_zh == "村口"
    load(tmp_path, HEAD + TOWN + VILLAGE)
    assert Unit.objects.get(code="T-01").boards_zh == "村口", "a column that is not in the file stays as it is"


@pytest.mark.django_db
def test_bad_rows_refuse_all_and_are_numbered(tmp_path: Path) -> None:
    bad = "T-02,X,village,丙村,Village C,\nT-03,T,hamlet,丁村,,\nT-01,T,village,戊村,Village E,\n"
    with pytest.raises(CommandError) as refused:
        load(tmp_path, HEAD + TOWN + VILLAGE + "\n" + bad)
    assert str(refused.value).splitlines() == [
        "Nothing was saved.",
        "Row 3: code T-01 stands more than once.",
        "Row 5: parent X; it must be the code of a township.",
        "Row 6: name_en is empty.",
        "Row 6: kind hamlet; it must be one of town, station, village.",
        "Row 7: code T-01 stands more than once.",
    ]
    assert not Unit.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "output"),
    [
        ("code,name\nT,甲镇\n", "The columns must be code, parent, kind"),
        (HEAD + "T,,town\n", "Row 2: 3 cells, 6 columns."),
        ("", "the file has nothing"),
        ((HEAD + TOWN).encode("gb18030"), "The file is not in UTF-8"),
        (HEAD + f"T,,town,{'甲' * 61},Town A,\n", "name_zh has 61 characters; at most 60 are kept."),
        (HEAD + "T,,town,甲镇,Town A,\nT,T,town,乙镇,Town B,\n", "a township has no parent."),
    ],
)
def test_what_is_no_table_of_units_is_refused(tmp_path: Path, content: str | bytes, output: str) -> None:
    with pytest.raises(CommandError) as refused:
        load(tmp_path, content)
    assert output in str(refused.value)
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_a_unit_does_not_change_its_kind(tmp_path: Path) -> None:
    load(tmp_path, HEAD + TOWN + VILLAGE)
    with pytest.raises(CommandError, match="cannot be changed"):
        load(tmp_path, HEAD + TOWN + VILLAGE.replace("village", "station"))


@pytest.mark.django_db
def test_demo_accounts_fail_the_check_for_service(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert list(check_demo_accounts()) == []
    User.objects.create_user("reviewer", "another password", name_zh="罗启明")
    User.objects.create_user("somebody", DEMO_PASSWORD, name_zh="某人")
    assert list(check_demo_accounts()) == [], "an office may have a reviewer; and only the demo's names are known"
    for name in ("approver", "admin"):
        User.objects.create_user(name, DEMO_PASSWORD, name_zh="演示")
    with django_assert_num_queries(1):
        (error,) = check_demo_accounts()
    assert error.id == "accounts.E001"
    assert "admin, approver" in str(error.msg)
    assert {"clerk.liushu", "lay"} < set(DEMO_USERNAMES)
