"""Every address of the desk, from both sides: who gets the page, and for whom it does not exist."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure.notices.models import Edition
from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.disclosure import desk
from tests.factories import (
    Cast,
    VillageFactory,
    approved,
    cast,
    money_draft,
    money_entry,
    person,
    published,
    text_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

State = Callable[[Cast], Edition]


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False):
        yield


def _draft(play: Cast) -> Edition:
    return money_draft(play)


def _submitted(play: Cast) -> Edition:
    return desk.submitted(play, money_draft(play))


def _approved(play: Cast) -> Edition:
    return approved(play, money_draft(play))


def _published(play: Cast) -> Edition:
    return published(play, money_draft(play))


def _supervisor_elsewhere(play: Cast) -> User:
    return person(Role.SUPERVISOR, VillageFactory(parent=play.town))


SEES: list[tuple[State, str, int]] = [
    (_draft, "clerk", 200),
    (_draft, "supervisor", 404),
    (_draft, "reviewer", 404),
    (_draft, "approver", 404),
    (_draft, "publisher", 404),
    (_draft, "lay", 404),
    (_draft, "administrator", 404),
    (_draft, "outsider", 404),
    (_submitted, "clerk", 200),
    (_submitted, "supervisor", 200),
    (_submitted, "reviewer", 200),
    (_submitted, "approver", 200),
    (_submitted, "publisher", 200),
    (_submitted, "lay", 404),
    (_submitted, "administrator", 404),
    (_submitted, "outsider", 404),
    (_approved, "lay", 200),
    (_approved, "outsider", 404),
    (_published, "outsider", 200),
]


@pytest.mark.parametrize(("state", "role", "status"), SEES)
def test_an_edition_exists_for_those_who_may_read_it(state: State, role: str, status: int) -> None:
    play = cast()
    edition = state(play)
    assert desk.get(getattr(play, role), "disclosure_desk:edition", edition.pk).status_code == status
    if status == 404:
        specimen = desk.get(getattr(play, role), "disclosure_desk:specimen", edition.pk)
        assert specimen.status_code == 404


def test_the_supervision_committee_of_another_village_sees_nothing() -> None:
    play = cast()
    edition = _submitted(play)
    stranger = _supervisor_elsewhere(play)
    assert desk.get(stranger, "disclosure_desk:edition", edition.pk).status_code == 404
    for seen in (desk.token(stranger, edition, "review"), desk.token(play.supervisor, edition, "countersign")):
        assert desk.post(stranger, "disclosure_desk:editions_countersign", edition.pk, seen=seen).status_code == 404
    edition.refresh_from_db()
    assert edition.state == "submitted"


@pytest.mark.parametrize("name", ["edit", "statement"])
def test_only_its_clerks_write_a_draft(name: str) -> None:
    play = cast()
    edition = _draft(play)
    address = f"disclosure_desk:{name}"
    assert desk.get(play.clerk, address, edition.pk).status_code == 200
    for other in (play.outsider, play.supervisor, play.reviewer, play.lay, play.administrator):
        assert desk.get(other, address, edition.pk).status_code == 404
        assert desk.post(other, address, edition.pk, title="换掉").status_code == 404


def test_files_of_a_draft_are_for_those_who_read_it() -> None:
    play = cast()
    edition = text_draft(play)
    desk.post(play.clerk, "disclosure_desk:edit", edition.pk, body="有附件", attach=_csv())
    file = edition.attachments.get()
    assert desk.get(play.clerk, "disclosure_desk:file", edition.pk, file.pk).status_code == 200
    assert desk.get(play.outsider, "disclosure_desk:file", edition.pk, file.pk).status_code == 404
    assert desk.get(play.reviewer, "disclosure_desk:file", edition.pk, file.pk).status_code == 404
    assert desk.post(play.outsider, "disclosure_desk:remove_file", edition.pk, file.pk).status_code == 404
    assert edition.attachments.exists()
    desk.post(play.clerk, "disclosure_desk:remove_file", edition.pk, file.pk)
    assert not edition.attachments.exists()


def test_a_file_is_found_under_its_own_edition_only() -> None:
    play = cast()
    mine, other = text_draft(play), money_draft(play)
    desk.post(play.clerk, "disclosure_desk:edit", mine.pk, body="有附件", attach=_csv())
    assert desk.get(play.clerk, "disclosure_desk:file", other.pk, mine.attachments.get().pk).status_code == 404


@pytest.mark.parametrize("name", ["ledger", "ledger_progress", "ledger_annotated"])
def test_a_ledger_is_for_the_clerks_of_its_unit(name: str) -> None:
    play = cast()
    row = desk.brought_in(play.clerk, play.village, "donghe-2026Q3-faulty.xlsx")
    assert desk.get(play.clerk, f"disclosure_desk:{name}", row.pk).status_code == 200
    for other in (play.outsider, play.supervisor, play.reviewer, play.publisher, play.administrator):
        assert desk.get(other, f"disclosure_desk:{name}", row.pk).status_code == 404


def test_a_ledger_of_another_unit_is_neither_mended_nor_made_into_a_draft() -> None:
    play = cast()
    row = desk.brought_in(play.clerk, play.village, "liushu-2026Q3.xlsx")
    assert desk.post(play.outsider, "disclosure_desk:ledger", row.pk, press="cell-s-opening=1").status_code == 404
    assert desk.post(play.outsider, "disclosure_desk:ledger_draft", row.pk).status_code == 404
    row.refresh_from_db()
    assert row.state == "checked"


@pytest.mark.parametrize("name", ["ledgers", "new_ledger", "new_notice"])
def test_pages_of_clerks_are_for_clerks(name: str) -> None:
    play = cast()
    money_entry()
    assert desk.get(play.clerk, f"disclosure_desk:{name}").status_code == 200
    for other in (play.supervisor, play.reviewer, play.approver, play.publisher, play.lay, play.administrator):
        assert desk.get(other, f"disclosure_desk:{name}").status_code == 404


def test_a_ledger_cannot_be_brought_in_for_another_unit() -> None:
    play = cast()
    money_entry()
    answer = desk.post(
        play.outsider, "disclosure_desk:new_ledger", unit=play.village.code, period="2026Q3", file=_csv()
    )
    assert answer.status_code == 422


def test_the_catalogue_is_for_administrators() -> None:
    play = cast()
    entry = money_entry()
    assert desk.get(play.administrator, "disclosure_desk:catalogue").status_code == 200
    assert desk.get(play.administrator, "disclosure_desk:catalogue_entry", entry.code).status_code == 200
    for other in (play.clerk, play.reviewer, play.approver, play.publisher, play.lay):
        assert desk.get(other, "disclosure_desk:catalogue").status_code == 404
        assert desk.post(other, "disclosure_desk:catalogue_entry", entry.code, name_zh="改").status_code == 404


def test_whoever_has_not_signed_in_is_led_to_the_sign_in() -> None:
    play = cast()
    edition = _submitted(play)
    row = desk.brought_in(play.clerk, play.village, "liushu-2026Q3.xlsx")
    addresses = [
        reverse("desk:home"),
        reverse("desk:jobs"),
        reverse("desk:running"),
        reverse("disclosure_desk:notices"),
        reverse("disclosure_desk:new_notice"),
        reverse("disclosure_desk:edition", args=[edition.pk]),
        reverse("disclosure_desk:edit", args=[edition.pk]),
        reverse("disclosure_desk:statement", args=[edition.pk]),
        reverse("disclosure_desk:specimen", args=[edition.pk]),
        reverse("disclosure_desk:ledgers"),
        reverse("disclosure_desk:new_ledger"),
        reverse("disclosure_desk:ledger", args=[row.pk]),
        reverse("disclosure_desk:ledger_template"),
        reverse("disclosure_desk:catalogue"),
    ]
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_nothing_of_the_desk_is_kept_by_a_cache() -> None:
    play = cast()
    edition = _submitted(play)
    for name, args in (("desk:home", ()), ("disclosure_desk:edition", (edition.pk,))):
        assert "no-store" in desk.get(play.clerk, name, *args)["Cache-Control"]


def _csv() -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.csv", "姓名,金额\n张三,100.00\n".encode(), content_type="text/csv")
