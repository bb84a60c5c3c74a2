"""The catalogue on the desk: changed by administrators, with everything that was changed."""

from typing import Any

import pytest
from django.forms.models import model_to_dict
from pytest_django import DjangoCaptureOnCommitCallbacks

from disclosure.catalogue.actions import CATALOGUE_COLUMNS, add_entry, load_catalogue, save_entry
from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from portal.accounts.enums import UnitKind
from portal.accounts.queries import system_actor
from portal.core import pages
from portal.core.models import AuditLine
from portal.core.reference import BadRows
from portal.core.refusals import NotAllowed
from tests.disclosure import desk
from tests.factories import NOON, cast, money_draft, money_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def _form(entry: CatalogueEntry, **changed: Any) -> dict[str, Any]:
    fields = model_to_dict(entry, exclude=["id", "code"])
    return {name: "" if value is None else value for name, value in {**fields, **changed}.items()}


def test_an_entry_is_changed_and_the_change_is_shown_with_who_made_it() -> None:
    play = cast()
    entry = money_entry()
    done = desk.post(play.administrator, "disclosure_desk:catalogue_entry", entry.code, **_form(entry, notice_days=7))
    assert done.status_code == 303
    entry.refresh_from_db()
    assert entry.notice_days == 7
    page = desk.get(play.administrator, "disclosure_desk:catalogue_entry", entry.code)
    assert entry.code in desk.text_of(page).split("<h1>")[1].split("</h1>")[0]
    line = page.context["changes"][-1]
    (change,) = line.changes
    assert (line.who, change.before, change.after) == (play.administrator.name, "5", "7")


def test_days_without_a_unit_are_refused_at_their_field() -> None:
    play = cast()
    entry = money_entry()
    answer = desk.post(
        play.administrator, "disclosure_desk:catalogue_entry", entry.code, **_form(entry, notice_unit="")
    )
    assert answer.status_code == 422
    assert "notice_unit" in answer.context["form"].errors


@pytest.mark.parametrize("changed", [{"cadence": Cadence.EVENT}, {"publisher": UnitKind.STATION}])
def test_who_owes_it_and_whether_it_recurs_stays_once_there_are_notices(changed: dict[str, Any]) -> None:
    play = cast()
    entry = money_entry()
    money_draft(play)
    answer = desk.post(play.administrator, "disclosure_desk:catalogue_entry", entry.code, **_form(entry, **changed))
    assert answer.status_code == 422
    entry.refresh_from_db()
    assert (entry.cadence, entry.publisher) == (Cadence.QUARTERLY, UnitKind.VILLAGE)


@pytest.mark.parametrize(("before", "after"), [(",village,", ",station,"), (",quarterly,", ",event,")])
def test_a_table_is_refused_what_the_page_is_refused(before: str, after: str) -> None:
    play = cast()
    entry = money_entry()
    money_draft(play)
    row = f"{entry.code},finance,甲,A,quarterly,{entry.form},5,working,village,\n"
    with pytest.raises(BadRows, match="Row 2: There are notices of this item"):
        load_catalogue(
            f"{','.join(CATALOGUE_COLUMNS)}\n{row.replace(before, after)}".encode(), actor=system_actor(), at=NOON
        )
    entry.refresh_from_db()
    assert (entry.cadence, entry.publisher) == (Cadence.QUARTERLY, UnitKind.VILLAGE)


def test_what_is_changed_is_on_the_public_pages_at_once(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    play = cast()
    entry = money_entry()
    renewed: list[str] = []
    monkeypatch.setattr(pages.page_cache, "renew", lambda: renewed.append("renewed"))
    with django_capture_on_commit_callbacks(execute=True):
        save_entry(actor=play.administrator, entry=entry, fields={"name_zh": "收支明细"}, at=NOON)
    assert renewed


def test_how_often_may_change_and_holds_from_the_period_that_runs() -> None:
    play = cast()
    entry = money_entry()
    money_draft(play)
    save_entry(actor=play.administrator, entry=entry, fields={"cadence": Cadence.HALF_YEARLY}, at=NOON)
    entry.refresh_from_db()
    assert (entry.cadence, entry.owed_since) == (Cadence.HALF_YEARLY, NOON.date())


def test_the_action_itself_asks_who_it_is() -> None:
    play = cast()
    entry = money_entry()
    with pytest.raises(NotAllowed):
        save_entry(actor=play.publisher, entry=entry, fields={"notice_days": 1}, at=NOON)


def _new_entry(**typed: Any) -> dict[str, Any]:
    given = {"code": "V77", "name_zh": "水费", "name_en": "Water charges", "stream": "village", "cadence": "quarterly"}
    more = {"form": "text", "publisher": "village", "notice_days": 5, "notice_unit": "working", "is_active": "on"}
    return {**given, **more, **typed}


def test_an_entry_is_added_from_the_list_and_leaves_its_line() -> None:
    play = cast()
    money_draft(play)
    assert "/desk/catalogue/new/" in desk.text_of(desk.get(play.administrator, "disclosure_desk:catalogue"))
    done = desk.post(play.administrator, "disclosure_desk:new_entry", **_new_entry())
    assert done.status_code == 303
    entry = CatalogueEntry.objects.get(code="V77")
    assert (entry.name_zh, entry.cadence, entry.notice_days) == ("水费", Cadence.QUARTERLY, 5)
    assert entry.owed_since is not None, "not of periods before it"
    assert AuditLine.objects.get(verb="add", subject_number="V77").actor == play.administrator


@pytest.mark.parametrize(
    ("typed", "field"), [({"code": "V-77"}, "code"), ({"code": "new"}, "code"), ({"notice_unit": ""}, "notice_unit")]
)
def test_an_entry_that_is_refused_is_not_added(typed: dict[str, Any], field: str) -> None:
    play = cast()
    answer = desk.post(play.administrator, "disclosure_desk:new_entry", **_new_entry(**typed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_code_of_the_catalogue_is_given_once() -> None:
    play, entry = cast(), money_entry()
    answer = desk.post(play.administrator, "disclosure_desk:new_entry", **_new_entry(code=entry.code))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["code"]


def test_only_an_administrator_adds_to_the_catalogue() -> None:
    play = cast()
    assert desk.post(play.publisher, "disclosure_desk:new_entry", **_new_entry()).status_code == 404
    with pytest.raises(NotAllowed):
        add_entry(actor=play.publisher, code="V77", fields={}, at=NOON)
