"""The administrator's pages: who sees them, and those of people: what they do, and how they refuse."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts import actions
from portal.accounts.enums import Role
from portal.accounts.models import Post, UnitGrant, User
from portal.accounts.policies import roles_held
from portal.accounts.presenters import SHOWN_LINES, trail_of_person
from portal.core import audit, grants
from portal.core.models import AuditLine
from portal.core.refusals import NotAllowed
from tests.accounts.desk import Town, form_of, get, newcomer, post, send, signed_in, text_of, told, town
from tests.factories import NOON, PASSWORD, PostFactory, cast, money_entry, person
from tests.steps import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

PAGES = ("units", "unit", "staff", "people", "new_person", "person")


def address(page: str, place: Town) -> str:
    keys: dict[str, list[Any]] = {
        "unit": [place.village.code],
        "staff": [place.village.code],
        "person": [place.clerk.pk],
    }
    return reverse(f"people_desk:{page}", args=keys.get(page, []))


# --- who sees them


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_sees_each_page(page: str) -> None:
    place = town()
    response = signed_in(place.administrator).get(address(page, place))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["clerk", "supervisor", "reviewer", "approver", "publisher", "lay", "outsider"])
def test_for_everybody_else_there_is_no_such_page(page: str, role: str) -> None:
    people = cast()
    place = Town(people.town, people.village, people.administrator, people.clerk)
    client = signed_in(getattr(people, role))
    assert client.get(address(page, place)).status_code == 404
    assert client.post(address(page, place)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_those_not_signed_in_are_led_to_the_sign_in(page: str) -> None:
    url = address(page, town())
    response = Client().get(url)
    assert response.status_code == 302
    assert response["Location"] == f"/en/accounts/login/?next={url}"


@pytest.mark.parametrize("page", ["unit", "staff", "person"])
def test_an_administrator_of_another_town_finds_nothing_of_this_one(page: str) -> None:
    here, there = town(), town()
    assert signed_in(there.administrator).get(address(page, here)).status_code == 404
    assert signed_in(there.administrator).post(address(page, here)).status_code == 404
    assert User.objects.get(pk=here.clerk.pk).is_active


def test_lists_hold_only_ones_own_town() -> None:
    here, there = town(), town()
    units, people = text_of(get(here.administrator, "units")), text_of(get(here.administrator, "people"))
    assert here.village.name_en in units
    assert there.village.name_en not in units
    assert here.clerk.username in people
    assert there.clerk.username not in people


def test_a_post_that_ended_shows_its_holder_no_page_any_more() -> None:
    place = town()
    yesterday = timezone.localdate() - timedelta(days=1)
    former = person(Role.ADMINISTRATOR, place.unit, ends_on=yesterday)
    assert get(former, "units").status_code == 404


# --- people


def test_the_list_of_people_asks_as_often_for_three_as_for_one() -> None:
    place = town()
    client, url = signed_in(place.administrator), reverse("people_desk:people")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    asked()  # what is found once in a process, such as the kinds of content, is found now
    before = asked()
    for _number in range(2):
        PostFactory(person=person(Role.CLERK, place.village), role=Role.SUPERVISOR, unit=place.village)
    assert asked() == before


def test_people_are_found_by_name_and_user_name() -> None:
    place = town()
    newcomer(username="zhao.min", name_zh="赵敏")
    newcomer(username="qian.duo", name_zh="钱多")
    for words in ("赵", "ZHAO"):
        page = text_of(get(place.administrator, "people", q=words))
        assert "zhao.min" in page
        assert "qian.duo" not in page
    assert "Nobody of that name." in text_of(get(place.administrator, "people", q="nobody-at-all"))


def test_an_account_is_made_and_can_sign_in() -> None:
    place = town()
    response = send(
        place.administrator, "new_person", username="sun.li", name_zh="孙丽", name_en="", email="", password=PASSWORD
    )
    made = User.objects.get(username="sun.li")
    assert response.status_code == 303
    assert response["Location"] == reverse("people_desk:person", args=[made.pk])
    assert Client().login(username="sun.li", password=PASSWORD)
    assert audit.lines_of(made).get().verb == "add person"
    assert made.history.get().history_user == place.administrator


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"username": "Sun Li"}, "begin with a letter"),
        ({"username": "taken"}, "The user name “taken” is taken"),
        ({"password": "12345678"}, "entirely numeric"),
        ({"username": "sunliling", "password": "sunliling1"}, "too similar to the User name"),
        ({"name_zh": ""}, "Fill in: "),
        ({"email": "nowhere"}, "valid email address"),
    ],
)
def test_an_account_that_is_refused_keeps_what_was_typed(fields: dict[str, str], sentence: str) -> None:
    place = town()
    newcomer(username="taken")
    typed = {"username": "sun.li", "name_zh": "孙丽", "name_en": "Sun Li", "email": "", "password": PASSWORD} | fields
    response = send(place.administrator, "new_person", **typed)
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert f'value="{typed["username"]}"' in page
    assert typed["password"] not in page
    assert User.objects.filter(username=typed["username"]).count() == (typed["username"] == "taken")


def test_names_are_changed_with_a_row_of_history() -> None:
    place = town()
    send(place.administrator, "person", place.clerk.pk, name_zh="李新名", name_en="Li Xinming", email="")
    changed = User.objects.get(pk=place.clerk.pk)
    assert changed.name_zh == "李新名"
    assert changed.history.latest().history_user == place.administrator
    assert audit.lines_of(changed).get().verb == "change person"


def test_a_refused_name_keeps_what_was_typed_and_the_page_its_head() -> None:
    place = town()
    response = send(place.administrator, "person", place.clerk.pk, name_zh="", name_en="New", email="x")
    page = text_of(response)
    assert response.status_code == 422
    assert 'value="New"' in page
    assert f"<h1>{place.clerk.name_en}</h1>" in page
    assert User.objects.get(pk=place.clerk.pk).name_en == place.clerk.name_en


# --- posts


def give(place: Town, to: User, **fields: Any) -> Any:
    typed = {
        "post__role": Role.SUPERVISOR,
        "post__unit": place.village.pk,
        "post__title_zh": "监委会主任",
        "post__title_en": "",
        "post__starts_on": timezone.localdate().isoformat(),
    }
    return send(place.administrator, "give_post", to.pk, **(typed | fields))


def test_a_post_is_given() -> None:
    place, someone = town(), newcomer()
    assert give(place, someone).status_code == 303
    given = Post.objects.get(person=someone)
    assert (given.role, given.unit, given.title_zh) == (Role.SUPERVISOR, place.village, "监委会主任")
    assert audit.lines_of(given).get().verb == "give post"
    assert given.history.get().history_user == place.administrator
    page = text_of(get(place.administrator, "person", someone.pk))
    assert "Post given" in page
    assert f"{place.village.name_en} Supervision committee" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"post__role": Role.APPROVER}, "The role “Approver” is not given for"),
        ({"post__unit": ""}, "Choose: Unit"),
        ({"post__unit": "999999"}, "not one of the available choices"),
        ({"post__starts_on": "2026-02-30"}, "Write the day like 2026-10-28."),
        ({"post__title_zh": ""}, "Fill in: "),
    ],
)
def test_a_post_that_is_refused_keeps_what_was_typed(fields: dict[str, str], sentence: str) -> None:
    place, someone = town(), newcomer()
    response = give(place, someone, **({"post__title_en": "Head, as typed"} | fields))
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="Head, as typed"' in page
    assert not Post.objects.filter(person=someone).exists()


def test_a_unit_of_another_town_cannot_be_chosen() -> None:
    place, someone = town(), newcomer()
    assert give(place, someone, post__unit=town().village.pk).status_code == 422
    assert not Post.objects.filter(person=someone).exists()


def test_a_head_is_named_with_the_post_or_later_and_is_head_no_longer() -> None:
    place, someone = town(), newcomer()
    assert give(place, someone, post__is_head="on").status_code == 303
    held = someone.posts.get()
    assert held.is_head
    for is_head in (False, True):
        send(place.administrator, "set_head", held.pk)
        held.refresh_from_db()
        assert held.is_head is is_head
    assert [line.verb for line in audit.lines_of(held)] == ["give post", "make head no longer", "make head"]
    assert "Named as head of the unit" in text_of(get(place.administrator, "person", someone.pk))


def test_another_towns_administrator_names_no_heads() -> None:
    place, someone = town(), newcomer()
    give(place, someone)
    held = someone.posts.get()
    with pytest.raises(NotAllowed):
        actions.set_head(actor=town().administrator, post=held, is_head=True, seen=held.version, at=timezone.now())


def test_ending_a_post_says_first_whether_anybody_else_holds_it() -> None:
    place = town()
    page = reverse("people_desk:person", args=[place.clerk.pk])
    alone = "what waits for this post then waits for nobody"
    assert alone in signed_in(place.administrator).get(page).content.decode()
    person(Role.CLERK, Post.objects.get(person=place.clerk).unit)
    text = signed_in(place.administrator).get(page).content.decode()
    assert alone not in text
    assert "A post that has ended cannot be taken up again" in text


def test_a_post_ends_with_its_last_day_and_its_holder_loses_what_it_gave() -> None:
    place = town()
    money_entry()
    held = Post.objects.get(person=place.clerk)
    desk = signed_in(place.clerk)
    ledgers = reverse("disclosure_desk:new_ledger")
    assert desk.get(ledgers).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    response = send(place.administrator, "end_post", held.pk, **{f"end-{held.pk}__ends_on": yesterday.isoformat()})
    assert response.status_code == 303
    assert Post.objects.get(pk=held.pk).ends_on == yesterday
    assert audit.lines_of(held).get().verb == "end post"
    assert desk.get(ledgers).status_code == 404


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2019-12-31", "A post cannot end before it began."),
        ("31 June", "Write the day like 2026-10-28."),
        ("", "required"),
    ],
)
def test_an_end_that_is_refused_keeps_what_was_typed(day: str, sentence: str) -> None:
    place = town()
    held = Post.objects.get(person=place.clerk)
    response = send(place.administrator, "end_post", held.pk, **{f"end-{held.pk}__ends_on": day})
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert "<details open>" in page
    assert not day or f'value="{day}"' in page
    assert Post.objects.get(pk=held.pk).ends_on is None


def test_nobody_is_offered_to_give_change_or_end_a_post_of_their_own() -> None:
    place = town()
    held = Post.objects.get(person=place.administrator)
    page = text_of(get(place.administrator, "person", place.administrator.pk))
    assert "Your own posts are given, changed and ended by another administrator." in page
    for name, pk in (("give_post", place.administrator.pk), ("end_post", held.pk), ("set_head", held.pk)):
        with pytest.raises(LookupError):
            form_of(place.administrator, name, pk)
        assert form_of(person(Role.ADMINISTRATOR, place.unit), name, pk)


def test_a_form_sent_all_the_same_is_refused() -> None:
    place = town()
    held = Post.objects.get(person=place.administrator)
    prefix, today = f"end-{held.pk}", timezone.localdate().isoformat()
    end = post(place.administrator, "end_post", held.pk, **{f"{prefix}__seen": 1, f"{prefix}__ends_on": today})
    fields = {"post__role": Role.CLERK, "post__unit": place.village.pk, "post__title_zh": "会计"}
    given = post(place.administrator, "give_post", place.administrator.pk, post__starts_on=today, **fields)
    head = post(place.administrator, "set_head", held.pk, seen=1, is_head="1")
    assert (end.status_code, given.status_code, head.status_code) == (422, 422, 303)
    for shown in (text_of(end), text_of(given), told(head)[0]):
        assert "You cannot give yourself a post, change or end it. Ask another administrator." in shown
    assert list(Post.objects.filter(person=place.administrator)) == [held]
    held.refresh_from_db()
    assert (held.ends_on, held.is_head, held.version) == (None, False, 1)


# --- signing in


def test_switching_off_ends_the_session_at_once() -> None:
    place = town()
    desk, home = signed_in(place.clerk), reverse("desk:home")
    assert desk.get(home).status_code == 200
    assert send(place.administrator, "switch_account", place.clerk.pk).status_code == 303
    assert desk.get(home).status_code == 302
    assert not Client().login(username=place.clerk.username, password=PASSWORD)
    assert "Switched off" in text_of(get(place.administrator, "person", place.clerk.pk))
    send(place.administrator, "switch_account", place.clerk.pk)
    assert Client().login(username=place.clerk.username, password=PASSWORD)
    assert [line.verb for line in audit.lines_of(place.clerk)] == ["switch account off", "switch account on"]


def test_one_cannot_switch_oneself_off() -> None:
    place = town()
    response = post(place.administrator, "switch_account", place.administrator.pk, seen=1)
    assert told(response) == ["You cannot switch off your own account. Ask another administrator."]
    assert User.objects.get(pk=place.administrator.pk).is_active
    assert "Switch the account off" not in text_of(get(place.administrator, "person", place.administrator.pk))


def test_a_new_password_ends_the_sessions_of_the_old_one() -> None:
    place = town()
    desk, home = signed_in(place.clerk), reverse("desk:home")
    send(place.administrator, "set_password", place.clerk.pk, password__password="another good horse")
    assert desk.get(home).status_code == 302
    assert not Client().login(username=place.clerk.username, password=PASSWORD)
    assert Client().login(username=place.clerk.username, password="another good horse")
    assert audit.lines_of(place.clerk).get().verb == "set password"


def test_a_weak_password_is_refused_and_not_shown() -> None:
    place = town()
    response = send(place.administrator, "set_password", place.clerk.pk, password__password="20261014")
    assert response.status_code == 422
    assert "entirely numeric" in text_of(response)
    assert "20261014" not in text_of(response)
    assert Client().login(username=place.clerk.username, password=PASSWORD)


def test_a_lost_phone_is_taken_off() -> None:
    place = town()
    assert "Take the second factor off" not in text_of(get(place.administrator, "person", place.clerk.pk))
    Authenticator.objects.create(user=place.clerk, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(user=place.clerk, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert "Take the second factor off" in text_of(get(place.administrator, "person", place.clerk.pk))
    seen = form_of(place.administrator, "take_off_second_factor", place.clerk.pk).fields["seen"]
    assert send(place.administrator, "take_off_second_factor", place.clerk.pk).status_code == 303
    assert not Authenticator.objects.filter(user=place.clerk).exists()
    assert audit.lines_of(place.clerk).get().verb == "take off second factor"
    with pytest.raises(LookupError):
        form_of(place.administrator, "take_off_second_factor", place.clerk.pk)
    again = post(place.administrator, "take_off_second_factor", place.clerk.pk, seen=seen)
    assert "Somebody else changed this" in told(again)[0]
    again = post(place.administrator, "take_off_second_factor", place.clerk.pk, seen=int(seen) + 1)
    assert told(again) == ["No second factor is set up for this account."]


# --- two at once


def test_the_second_to_save_sees_what_was_changed_and_may_send_theirs_again() -> None:
    place = town()
    other = person(Role.ADMINISTRATOR, place.unit)
    form = form_of(place.administrator, "person", place.clerk.pk)
    send(other, "person", place.clerk.pk, name_en="The other’s")
    desk, url = signed_in(place.administrator), reverse("people_desk:person", args=[place.clerk.pk])
    response = desk.post(url, form.fields | {"name_en": "Mine, as typed"})
    page = text_of(response)
    assert response.status_code == 409
    assert "Somebody else changed this after you opened it." in page
    assert 'value="Mine, as typed"' in page
    assert "<h1>The other’s</h1>" in page
    assert User.objects.get(pk=place.clerk.pk).name_en == "The other’s"
    again = next(one for one in forms_of(response) if one.fields.get("name_en") == "Mine, as typed")
    assert desk.post(url, again.fields).status_code == 303
    assert User.objects.get(pk=place.clerk.pk).name_en == "Mine, as typed"


def test_a_form_that_is_sent_without_what_was_seen_changes_nothing() -> None:
    place = town()
    for seen in ("", "-1", "x", "9" * 20):
        page = post(place.administrator, "person", place.clerk.pk, seen=seen, name_zh="新名", name_en="", email="")
        switch = post(place.administrator, "switch_account", place.clerk.pk, seen=seen)
        assert page.status_code == 422
        assert "Open the page again before you send this." in text_of(page)
        assert told(switch) == ["Open the page again before you send this."]
    assert User.objects.get(pk=place.clerk.pk).version == place.clerk.version


def test_each_form_of_a_person_tells_of_a_lost_race() -> None:
    place = town()
    held, clerk = Post.objects.get(person=place.clerk), place.clerk.pk
    forms = {
        "set_password": (clerk, {"password__password": "another good horse"}),
        "switch_account": (clerk, {}),
        "end_post": (held.pk, {}),
        "set_head": (held.pk, {}),
    }
    opened = {name: form_of(place.administrator, name, pk) for name, (pk, _typed) in forms.items()}
    User.objects.filter(pk=clerk).update(version=7)
    Post.objects.filter(pk=held.pk).update(version=7)
    for name, (_pk, typed) in forms.items():
        fields = opened[name].fields | {key.replace("__", "-"): value for key, value in typed.items()}
        response = signed_in(place.administrator).post(opened[name].action, fields)
        shown = told(response)[0] if response.status_code == 303 else text_of(response)
        assert "Somebody else changed this after you opened it." in shown, name
    held.refresh_from_db()
    assert (held.ends_on, held.is_head) == (None, False)
    assert Client().login(username=place.clerk.username, password=PASSWORD)


def test_what_was_changed_is_shown_word_by_word() -> None:
    place = town()
    send(place.administrator, "person", place.clerk.pk, email="new@example.org")
    page = text_of(get(place.administrator, "person", place.clerk.pk))
    assert "Name, address or telephone changed" in page
    assert "<ins>new@example.org</ins>" in page


def test_what_was_done_stands_in_its_order_and_the_oldest_falls_out() -> None:
    place = town()
    made = actions.add_person(actor=place.administrator, username="sun.li", name_zh="孙丽", at=NOON)
    for on in (False, True):
        actions.switch_account(actor=place.administrator, person=made, on=on, seen=None, at=NOON)
    shown = [str(line.what) for line in trail_of_person(made, [])]
    assert shown == ["Account made", "Account switched off", "Account switched on"]
    for _number in range(SHOWN_LINES):
        actions.set_password(actor=place.administrator, person=made, password="another good horse", seen=None, at=NOON)
    assert [str(line.what) for line in trail_of_person(made, [])] == ["Password set"] * SHOWN_LINES


def test_people_are_narrowed_by_a_role_they_have_or_will_have() -> None:
    place = town()
    deputy, former = newcomer(), person(Role.REVIEWER, place.unit)
    Post.objects.filter(person=former).update(starts_on=date(2019, 1, 1), ends_on=date(2020, 1, 1))
    grants.give(actor=place.administrator, person=deputy, codename="deputise", subject=place.village, at=NOON)

    def found(role: str) -> set[User]:
        return set(get(place.administrator, "people", role=role).context["object_list"])

    assert found("administrator") == {place.administrator}
    assert found("reviewer") == set()
    assert found("clerk") == {place.clerk, deputy}
    assert found("nothing") == {place.administrator, place.clerk, deputy, former}


def test_a_telephone_is_entered_and_the_change_is_shown() -> None:
    place = town()
    fields = {"username": "sun.li", "name_zh": "孙丽", "password": PASSWORD}
    made = send(place.administrator, "new_person", phone="138 0000 0000", **fields)
    assert made.status_code == 303
    someone = User.objects.get(username="sun.li")
    assert someone.phone == "138 0000 0000"
    assert send(place.administrator, "person", someone.pk, phone="+86 139-0000-0001").status_code == 303
    someone.refresh_from_db()
    assert someone.phone == "+86 139-0000-0001"
    assert AuditLine.objects.filter(verb="change person", subject_number="sun.li").count() == 1
    assert "138 0000 0000" in text_of(get(place.administrator, "person", someone.pk)), "in its history"
    refused = send(place.administrator, "person", someone.pk, phone="my phone")
    assert refused.status_code == 422
    assert list(refused.context["person_form"].errors) == ["phone"]


def test_no_page_lets_an_administrator_give_themself_a_right() -> None:
    place = town()
    me, own = place.administrator, place.administrator.posts.get()
    before = Post.objects.count()
    clerk = {"post-role": "clerk", "post-unit": str(place.village.pk), "post-title_zh": "会计"}
    forged = [
        (reverse("people_desk:give_post", args=[me.pk]), clerk | {"post-starts_on": "2026-01-01"}),
        (reverse("people_desk:give_deputy", args=[place.village.code]), {"deputy-person": str(me.pk)}),
        (reverse("people_desk:give_deputy", args=[place.unit.code]), {"deputy-person": str(me.pk)}),
        (reverse("people_desk:set_head", args=[own.pk]), {"seen": "1", "is_head": "1"}),
        (
            reverse("people_desk:end_post", args=[own.pk]),
            {f"end-{own.pk}-seen": "1", f"end-{own.pk}-ends_on": "2030-01-01"},
        ),
    ]
    for address, fields in forged:
        signed_in(me).post(address, fields)
    own.refresh_from_db()
    assert (own.is_head, own.ends_on, Post.objects.count()) == (False, None, before)
    assert not UnitGrant.objects.exists()
    assert roles_held(me, at=timezone.now()) == {Role.ADMINISTRATOR}


def test_a_unit_that_is_added_makes_nobody_its_clerk() -> None:
    place = town()
    fields = {"code": "NEW-01", "kind": "village", "name_zh": "新村", "name_en": "New", "parent": str(place.unit.pk)}
    assert send(place.administrator, "new_unit", **fields).status_code == 303
    assert not Post.objects.filter(unit__code="NEW-01").exists()
    assert not UnitGrant.objects.exists()
