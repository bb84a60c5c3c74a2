"""The administrator's pages of units: what is public of them, their staff board and their deputies."""

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.enums import Role
from portal.accounts.models import StaffMember, Unit, UnitGrant
from portal.core import audit
from portal.core.models import AuditLine
from portal.desk.views import PAGE_SIZE
from tests.accounts.desk import form_of, get, newcomer, post, send, signed_in, text_of, town
from tests.factories import PostFactory, VillageFactory, money_entry, person
from tests.steps import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_what_is_public_of_a_unit_is_changed() -> None:
    place = town()
    typed = {"supervision_phone": "0000-8129999", "boards_zh": "村委会东墙"}
    assert send(place.administrator, "unit", place.village.code, **typed).status_code == 303
    place.village.refresh_from_db()
    assert (place.village.supervision_phone, place.village.boards_zh) == ("0000-8129999", "村委会东墙")
    assert place.village.history.latest().history_user == place.administrator
    assert audit.lines_of(place.village).get().verb == "change unit"
    page = text_of(get(place.administrator, "unit", place.village.code))
    assert "What is public was changed" in page
    assert "<del>0000-8120000</del> <ins>0000-8129999</ins>" in page


def test_a_unit_that_is_refused_keeps_what_was_typed() -> None:
    place = town()
    response = send(place.administrator, "unit", place.village.code, name_zh="", boards_zh="村委会东墙")
    assert response.status_code == 422
    assert 'value="村委会东墙"' in text_of(response)
    place.village.refresh_from_db()
    assert place.village.boards_zh == ""


def test_units_are_found_by_name_and_code() -> None:
    place = town()
    for words in (place.village.code.lower(), place.village.name_zh, place.village.name_en):
        page = text_of(get(place.administrator, "units", q=words))
        assert place.village.name_en in page
        assert f">{place.unit.name_en}<" not in page
    assert "No unit of that name." in text_of(get(place.administrator, "units", q="nowhere-at-all"))


def test_the_list_of_units_is_shown_page_by_page() -> None:
    place = town()
    for _number in range(PAGE_SIZE):
        VillageFactory(parent=place.unit)
    page = text_of(get(place.administrator, "units"))
    assert "1 to 50 of 52" in page
    assert "51 to 52 of 52" in text_of(get(place.administrator, "units", page="2"))


@pytest.mark.parametrize("name", ["unit", "staff"])
def test_the_second_to_save_is_warned_and_keeps_what_was_typed(name: str) -> None:
    place = town()
    typed = {"boards_zh": "我写的"} if name == "unit" else staff_fields({"name": "我写的", "title_zh": "主任"})
    form = form_of(place.administrator, name, place.village.code)
    send(person(Role.ADMINISTRATOR, place.unit), "unit", place.village.code, boards_zh="别人写的")
    address = reverse(f"people_desk:{name}", args=[place.village.code])
    fields = form.fields | {key.replace("__", "-"): value for key, value in typed.items()}
    response = signed_in(place.administrator).post(address, fields)
    assert response.status_code == 409
    assert "Somebody else changed this after you opened it." in text_of(response)
    assert 'value="我写的"' in text_of(response)
    place.village.refresh_from_db()
    assert place.village.boards_zh == "别人写的"
    assert not StaffMember.objects.exists()
    again = next(one for one in forms_of(response) if "我写的" in one.fields.values())
    assert signed_in(place.administrator).post(address, again.fields).status_code == 303


def test_a_deputy_writes_for_the_unit_until_it_is_taken_back() -> None:
    place, deputy = town(), newcomer()
    money_entry()
    desk, ledgers = signed_in(deputy), reverse("disclosure_desk:new_ledger")
    assert desk.get(ledgers).status_code == 404
    response = send(place.administrator, "give_deputy", place.village.code, deputy__person=deputy.pk)
    assert response.status_code == 303
    assert desk.get(ledgers).status_code == 200
    grant = UnitGrant.objects.get()
    assert deputy.name_en in text_of(get(place.administrator, "unit", place.village.code))
    assert grant.given_by == place.administrator
    send(place.administrator, "end_deputy", place.village.code, grant.pk)
    assert desk.get(ledgers).status_code == 404
    assert [line.verb for line in audit.lines_of(place.village)] == ["give deputise", "take back deputise"]


def test_what_was_handed_over_opens_menu_and_pages_as_a_post_does() -> None:
    place, deputy = town(), newcomer()
    money_entry()
    desk, notices = signed_in(deputy), reverse("disclosure_desk:notices")
    entries = [reverse(f"disclosure_desk:{name}") for name in ("ledgers", "obligations", "opinions", "boards")]
    begin = reverse("disclosure_desk:new_notice")
    before = text_of(desk.get(notices))
    assert not any(f'href="{url}"' in before for url in [*entries, begin])
    send(place.administrator, "give_deputy", place.village.code, deputy__person=deputy.pk)
    after = text_of(desk.get(notices))
    assert all(f'href="{url}"' in after for url in [*entries, begin])
    assert reverse("disclosure_desk:new_event") in text_of(desk.get(reverse("disclosure_desk:obligations")))
    assert f'href="{reverse("people_desk:units")}"' not in after


def test_a_deputy_is_chosen_among_ones_own_people() -> None:
    place, other = town(), town()
    response = send(place.administrator, "give_deputy", place.village.code, deputy__person=other.clerk.pk)
    assert response.status_code == 422
    assert "not one of the available choices" in text_of(response)
    assert not UnitGrant.objects.exists()


def test_nobody_is_offered_themself_or_a_present_deputy() -> None:
    place = town()
    send(place.administrator, "give_deputy", place.village.code, deputy__person=place.clerk.pk)
    response = get(place.administrator, "unit", place.village.code)
    assert list(response.context["deputy_form"].fields["person"].queryset) == []
    other = person(Role.ADMINISTRATOR, place.unit)
    response = get(other, "unit", place.village.code)
    assert list(response.context["deputy_form"].fields["person"].queryset) == [place.administrator]
    mine = send(other, "give_deputy", place.village.code, deputy__person=other.pk)
    assert mine.status_code == 422
    assert UnitGrant.objects.get().user == place.clerk


def test_a_hand_over_that_is_not_there_answers_404() -> None:
    place, there = town(), town()
    send(there.administrator, "give_deputy", there.village.code, deputy__person=there.clerk.pk)
    for pk in (0, UnitGrant.objects.get().pk):
        assert post(place.administrator, "end_deputy", place.village.code, pk).status_code == 404
    assert UnitGrant.objects.exists()


def staff_fields(*rows: dict[str, str]) -> dict[str, str]:
    fields = {"staff__TOTAL_FORMS": str(len(rows)), "staff__INITIAL_FORMS": "0"}
    return fields | {f"staff__{n}__{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_the_staff_board_is_written_in_its_order() -> None:
    place = town()
    fields = staff_fields({"name": "李主任", "title_zh": "主任"}, {"name": "周委员", "title_zh": "委员"}, {})
    assert send(place.administrator, "staff", place.village.code, **fields).status_code == 303
    assert [(one.name, one.order) for one in StaffMember.objects.filter(unit=place.village)] == [
        ("李主任", 1),
        ("周委员", 2),
    ]
    gone = StaffMember.history.filter(history_type="-").count()
    send(place.administrator, "staff", place.village.code, **staff_fields({"name": "周委员", "title_zh": "主任"}))
    assert StaffMember.objects.get(unit=place.village).title_zh == "主任"
    assert StaffMember.history.filter(history_type="-").count() == gone + 2
    assert {line.verb for line in audit.lines_of(place.village)} == {"set staff board"}


def test_a_staff_board_that_is_refused_keeps_what_was_typed() -> None:
    place = town()
    response = send(
        place.administrator, "staff", place.village.code, **staff_fields({"name": "李主任", "phone": "8120001"})
    )
    assert response.status_code == 422
    assert 'value="8120001"' in text_of(response)
    assert not StaffMember.objects.exists()


def test_posts_that_ended_stay_in_the_list_with_their_last_day() -> None:
    place = town()
    PostFactory(person=newcomer(), unit=place.village, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    page = text_of(get(place.administrator, "unit", place.village.code))
    assert "1 January 2021" in page


VILLAGE = {
    "code": "NEW-01",
    "kind": "village",
    "name_zh": "新村",
    "name_en": "New Village",
    "supervision_phone": "0000-1",
}


def test_a_unit_is_added_from_the_list_and_leaves_its_line() -> None:
    place = town()
    assert reverse("people_desk:new_unit") in text_of(get(place.administrator, "units"))
    response = send(place.administrator, "new_unit", parent=place.unit.pk, **VILLAGE)
    assert response["Location"] == reverse("people_desk:unit", args=["NEW-01"])
    unit = Unit.objects.get(code="NEW-01")
    assert (unit.parent, unit.kind, unit.supervision_phone, unit.is_active) == (place.unit, "village", "0000-1", True)
    assert AuditLine.objects.get(verb="add unit", subject_number="NEW-01").actor == place.administrator
    assert "Unit added" in text_of(get(place.administrator, "unit", "NEW-01"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"code": "new"}, "code"), ({"code": "A B"}, "code"), ({"name_zh": ""}, "name_zh"), ({"kind": "town"}, "kind")],
)
def test_a_new_unit_that_is_refused_keeps_what_was_typed(typed: dict[str, str], field: str) -> None:
    place = town()
    response = send(place.administrator, "new_unit", **(VILLAGE | {"parent": str(place.unit.pk)} | typed))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'value="0000-1"' in text_of(response)
    assert not Unit.objects.filter(code="NEW-01").exists()


def test_a_code_that_is_taken_is_refused_at_its_field() -> None:
    place = town()
    taken = VILLAGE | {"code": place.village.code, "parent": str(place.unit.pk)}
    response = send(place.administrator, "new_unit", **taken)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["code"]


def test_a_unit_is_added_to_ones_own_town_alone() -> None:
    place, there = town(), town()
    for parent in (there.unit, place.village):
        assert post(place.administrator, "new_unit", parent=parent.pk, **VILLAGE).status_code == 422
    assert post(place.clerk, "new_unit", parent=place.unit.pk, **VILLAGE).status_code == 404
    assert not Unit.objects.filter(code="NEW-01").exists()
