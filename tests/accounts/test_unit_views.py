"""The administrator's pages of units: what is public of them, their staff board and their deputies."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.models import StaffMember, UnitGrant
from portal.core import audit
from tests.accounts.desk import Town, get, newcomer, post, signed_in, text_of, town
from tests.factories import PostFactory, money_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def unit_fields(place: Town, **fields: str) -> dict[str, str]:
    names = ("name_zh", "name_en", "supervision_phone", "publishing_body_zh", "publishing_body_en")
    return {name: getattr(place.village, name) for name in names} | {"form": "unit", "is_active": "on"} | fields


def test_what_is_public_of_a_unit_is_changed() -> None:
    place = town()
    fields = unit_fields(place, supervision_phone="0000-8129999", boards_zh="村委会东墙")
    assert post(place.administrator, "unit", place.village.code, **fields).status_code == 302
    place.village.refresh_from_db()
    assert (place.village.supervision_phone, place.village.boards_zh) == ("0000-8129999", "村委会东墙")
    assert place.village.history.latest().history_user == place.administrator
    assert audit.lines_of(place.village).get().verb == "change unit"
    assert "What is public was changed" in text_of(get(place.administrator, "unit", place.village.code))


def test_a_unit_that_is_refused_keeps_what_was_typed() -> None:
    place = town()
    fields = unit_fields(place, name_zh="", boards_zh="村委会东墙")
    response = post(place.administrator, "unit", place.village.code, **fields)
    assert response.status_code == 400
    assert 'value="村委会东墙"' in text_of(response)
    place.village.refresh_from_db()
    assert place.village.boards_zh == ""


def test_a_deputy_writes_for_the_unit_until_it_is_taken_back() -> None:
    place, deputy = town(), newcomer()
    money_entry()
    desk, ledgers = signed_in(deputy), reverse("disclosure_desk:new_ledger")
    assert desk.get(ledgers).status_code == 404
    response = post(place.administrator, "unit", place.village.code, form="deputy", deputy__person=deputy.pk)
    assert response.status_code == 302
    assert desk.get(ledgers).status_code == 200
    grant = UnitGrant.objects.get()
    assert deputy.name_en in text_of(get(place.administrator, "unit", place.village.code))
    post(place.administrator, "unit", place.village.code, form="end_deputy", grant=grant.pk)
    assert desk.get(ledgers).status_code == 404
    assert [line.verb for line in audit.lines_of(place.village)] == ["give deputise", "take back deputise"]


def test_a_deputy_is_chosen_among_ones_own_people() -> None:
    place, other = town(), town()
    response = post(place.administrator, "unit", place.village.code, form="deputy", deputy__person=other.clerk.pk)
    assert response.status_code == 400
    assert "not one of the available choices" in text_of(response)
    assert not UnitGrant.objects.exists()


@pytest.mark.parametrize("grant", ["", "0", "abc", "9" * 30])
def test_a_hand_over_that_is_not_there_answers_404(grant: str) -> None:
    place = town()
    assert post(place.administrator, "unit", place.village.code, form="end_deputy", grant=grant).status_code == 404
    assert post(place.administrator, "unit", place.village.code, form="nothing").status_code == 404


def staff_fields(*rows: dict[str, str]) -> dict[str, str]:
    fields = {"staff__TOTAL_FORMS": str(len(rows)), "staff__INITIAL_FORMS": "0"}
    return fields | {f"staff__{n}__{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_the_staff_board_is_written_in_its_order() -> None:
    place = town()
    fields = staff_fields({"name": "李主任", "title_zh": "主任"}, {"name": "周委员", "title_zh": "委员"}, {})
    assert post(place.administrator, "staff", place.village.code, **fields).status_code == 302
    assert [(one.name, one.order) for one in StaffMember.objects.filter(unit=place.village)] == [
        ("李主任", 1),
        ("周委员", 2),
    ]
    gone = StaffMember.history.filter(history_type="-").count()
    post(place.administrator, "staff", place.village.code, **staff_fields({"name": "周委员", "title_zh": "主任"}))
    assert StaffMember.objects.get(unit=place.village).title_zh == "主任"
    assert StaffMember.history.filter(history_type="-").count() == gone + 2
    assert {line.verb for line in audit.lines_of(place.village)} == {"set staff board"}


def test_a_staff_board_that_is_refused_keeps_what_was_typed() -> None:
    place = town()
    response = post(
        place.administrator, "staff", place.village.code, **staff_fields({"name": "李主任", "phone": "8120001"})
    )
    assert response.status_code == 400
    assert 'value="8120001"' in text_of(response)
    assert not StaffMember.objects.exists()


def test_posts_that_ended_stay_in_the_list_with_their_last_day() -> None:
    place = town()
    PostFactory(person=newcomer(), unit=place.village, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    page = text_of(get(place.administrator, "unit", place.village.code))
    assert "1 January 2021" in page
