"""The administrator's working calendar: the page, its refusals, the banner on the desk, and the command."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.core import calendar
from portal.core.calendar import table as calendar_table
from portal.core.calendar.table import Day
from portal.core.models import AuditLine, CalendarDay, DaySource
from portal.core.recounts import RECOUNTS, Recount
from portal.core.refusals import NotAllowed, Refused
from portal.site.calendar import actions as working_calendar
from portal.site.calendar.queries import missing
from tests.factories import NOON, UnitFactory, cast, person
from tests.steps import forms_of

NOVEMBER = datetime(2026, 11, 20, 2, tzinfo=UTC)
NOTICE = "2027-01-01 休 元旦 New Year's Day\n2027-02-08 休 春节\n2027-02-14 班 补班\n"
DAYS_OF_NOTICE = [
    Day(date(2027, 1, 1), is_working=False, name_zh="元旦"),
    Day(date(2027, 2, 14), is_working=True, name_zh="补班"),
]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def november() -> Iterator[None]:
    with time_machine.travel(NOVEMBER, tick=False):
        yield


@pytest.fixture
def administrator(db: None) -> User:
    return person(Role.ADMINISTRATOR, UnitFactory())


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def get(who: User, **query: str) -> Any:
    return signed_in(who).get(reverse("desk:calendar"), query)


def bring_in(who: User, **fields: Any) -> Any:
    """Send the form of a notice."""
    data = {"notice-year": "2027"} | {f"notice-{name}": value for name, value in fields.items()}
    return signed_in(who).post(reverse("desk:calendar"), data)


def set_day(who: User, **fields: str) -> Any:
    """Send the form of a single day."""
    data = {"day": "2026-07-08", "kind": "off", "name_zh": "抗洪"} | fields
    return signed_in(who).post(reverse("desk:set_local_day"), {f"local-{name}": value for name, value in data.items()})


def text_of(response: Any) -> str:
    return str(response.content.decode())


# --- who


def test_for_everybody_else_there_is_no_such_page() -> None:
    people = cast()
    for who in (people.clerk, people.supervisor, people.reviewer, people.approver, people.publisher, people.lay):
        assert get(who).status_code == 404
        assert bring_in(who, lines=NOTICE).status_code == 404
        assert set_day(who).status_code == 404
    assert not CalendarDay.objects.exists()


def test_whoever_has_not_signed_in_is_led_to_the_sign_in() -> None:
    assert Client().get(reverse("desk:calendar"))["Location"].startswith("/en/accounts/login/")


def test_the_menu_leads_administrators_there_and_nobody_else(administrator: User) -> None:
    link = f'href="{reverse("desk:calendar")}"'
    assert link in text_of(signed_in(administrator).get(reverse("desk:jobs")))
    assert link not in text_of(signed_in(cast().publisher).get(reverse("desk:jobs")))


def test_writes_ask_who_acts() -> None:
    clerk = cast().clerk
    with pytest.raises(NotAllowed):
        working_calendar.import_notice(actor=clerk, year=2027, days=DAYS_OF_NOTICE, at=NOON)
    with pytest.raises(NotAllowed):
        working_calendar.set_local_day(actor=clerk, day=DAYS_OF_NOTICE[0], at=NOON)
    assert not CalendarDay.objects.exists()


# --- what is shown


def test_years_are_shown_with_where_they_are_known_from(administrator: User, november: None) -> None:
    page = text_of(get(administrator))
    assert "Known up to the end of 2026" in page
    assert page.count("Calendar package") == 3  # 2024 to 2026
    assert page.count("not known yet, guessed") == 1
    assert "The working calendar of 2027 is missing" in page


def test_a_known_year_shows_its_days_with_make_up_days(administrator: User) -> None:
    page = text_of(get(administrator, year="2026"))
    assert '<span class="num">10 October</span> <small>Saturday</small></th><td><b>worked</b></td>' in page
    assert "7 October" in page
    assert "These are guesses" not in page


def test_a_year_to_come_shows_its_guesses_as_such(administrator: User, november: None) -> None:
    page = text_of(get(administrator, year="2027"))
    assert "These are guesses" in page
    assert "<b>worked</b>" not in page.split('<h2 id="h-notice"')[0]


@pytest.mark.parametrize("year", ["", "abc", "1999", "20270", "２０２７0"])
def test_what_is_no_year_shows_this_one(administrator: User, november: None, year: str) -> None:
    assert "Days of 2026 that differ" in text_of(get(administrator, year=year))


# --- a notice


@pytest.mark.parametrize("way", ["file", "lines"])
def test_a_notice_comes_in_and_the_year_is_known(administrator: User, november: None, way: str) -> None:
    table = "day,is_working,name_zh,name_en\n2027-01-01,0,元旦,New Year's Day\n2027-02-08,0,春节,\n2027-02-14,1,补班,\n"
    given = {"lines": NOTICE} if way == "lines" else {"file": SimpleUploadedFile("2027.csv", table.encode())}
    response = bring_in(administrator, **given)
    assert response.status_code == 303
    assert response["Location"] == f"{reverse('desk:calendar')}?year=2027#days"
    known = calendar.load()
    assert known.known_until == 2027
    assert known.is_working_day(date(2027, 2, 14))
    assert not known.is_working_day(date(2027, 2, 8))
    assert AuditLine.objects.get(verb="import calendar").actor == administrator
    client = signed_in(administrator)
    client.cookies.update(response.cookies)
    page = text_of(client.get(response["Location"]))
    assert "Yearly notice of the State Council" in page
    assert "is missing" not in page


def test_what_came_in_is_said_and_what_looks_odd_too(administrator: User, november: None) -> None:
    client = signed_in(administrator)
    data = {"notice-year": "2027", "notice-lines": NOTICE}
    page = text_of(client.post(reverse("desk:calendar"), data, follow=True))
    assert "The notice of 2027 is in: 2 days off, 1 working weekend days." in page
    assert "No weekend day is worked" not in page
    data["notice-lines"] = "2027-01-01 休 元旦"
    assert "No weekend day is worked" in text_of(client.post(reverse("desk:calendar"), data, follow=True))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a file or paste the lines, one of the two."),
        ({"lines": " \n\n"}, "Choose a file or paste the lines, one of the two."),
        ({"lines": NOTICE, "year": "1999"}, "greater than or equal to 2001"),
        ({"lines": NOTICE, "year": "soon"}, "Enter a whole number"),
        ({"lines": "2027-01-01 休 元旦\n\n2027-02-30 休"}, "Row 3: “2027-02-30” is no date"),
        ({"lines": "2027-01-01 放假"}, "Row 1: is_working must be 1 or 0"),
        ({"lines": "2027-01-01 休\n2026-12-31 休"}, "Row 2: 2026-12-31 is not in 2027"),
        ({"lines": "2027-01-01 休\n2027-01-01 休"}, "Row 2: 2027-01-01 stands twice"),
    ],
)
def test_a_notice_that_is_refused_names_the_line_and_keeps_what_was_typed(
    administrator: User, fields: dict[str, str], sentence: str
) -> None:
    response = bring_in(administrator, **fields)
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert f'value="{fields.get("year", "2027")}"' in page
    assert escape(fields.get("lines", "").strip().split("\n")[0]) in page
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"day,name_zh\n2027-01-01,x\n", "no column “is_working”"),
        (b"day,is_working\n2027-01-01,0\n\n1/1/2027,0\n", "Row 4: “1/1/2027” is no date"),
        ("day,is_working\n2027-01-01,否".encode("gb18030"), "not in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", "not in UTF-8"),
        (b"x" * (256 * 1024 + 1), "too large for a notice"),
    ],
)
def test_a_file_that_is_no_notice_is_refused(administrator: User, content: bytes, sentence: str) -> None:
    response = bring_in(administrator, file=SimpleUploadedFile("2027.csv", content))
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not CalendarDay.objects.exists()


def test_what_is_counted_by_the_calendar_is_counted_before_and_after(administrator: User) -> None:
    known: list[int] = []

    def note(_actor: Any, _at: datetime) -> int:
        known.append(calendar.load().known_until)
        return 0

    with RECOUNTS.also(Recount("years", 1, note)):
        working_calendar.import_notice(actor=administrator, year=2027, days=DAYS_OF_NOTICE, at=NOON)
        working_calendar.set_local_day(actor=administrator, day=DAYS_OF_NOTICE[0], at=NOON)
    assert known == [2026, 2027, 2027, 2027]


# --- a single day


def test_a_single_day_is_set_and_shown_as_a_local_order(administrator: User) -> None:
    form_page = signed_in(administrator).get(reverse("desk:set_local_day"))
    assert form_page["Location"] == reverse("desk:calendar")
    response = set_day(administrator)
    assert response.status_code == 303
    assert not calendar.load().is_working_day(date(2026, 7, 8))
    assert CalendarDay.objects.get().source == DaySource.LOCAL
    assert AuditLine.objects.get(verb="set day").actor == administrator
    page = text_of(get(administrator, year="2026"))
    assert "抗洪" in page
    assert "Local order" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "8 July"}, "Write the day like 2026-10-28."),
        ({"kind": ""}, "Choose: "),
        ({"name_zh": ""}, "Fill in: "),
    ],
)
def test_a_single_day_that_is_refused_keeps_what_was_typed(
    administrator: User, fields: dict[str, str], sentence: str
) -> None:
    response = set_day(administrator, **({"name_en": "Flood, as typed"} | fields))
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="Flood, as typed"' in page
    assert not CalendarDay.objects.exists()


def test_a_single_day_is_taken_back(administrator: User) -> None:
    set_day(administrator)
    page = get(administrator, year="2026")
    form = next(one for one in forms_of(page) if one.action == reverse("desk:take_back_local_day"))
    clerk = cast().clerk
    assert signed_in(clerk).post(form.action, form.fields).status_code == 404
    with pytest.raises(NotAllowed):
        working_calendar.take_back_local_day(actor=clerk, day=date(2026, 7, 8), at=NOON)
    response = signed_in(administrator).post(form.action, form.fields)
    assert response["Location"] == f"{reverse('desk:calendar')}?year=2026#days"
    assert calendar.load().is_working_day(date(2026, 7, 8))
    assert AuditLine.objects.get(verb="take back day").actor == administrator
    again = signed_in(administrator).post(form.action, form.fields, follow=True)
    assert "There is no local order for 2026-07-08 any more." in text_of(again)


def test_what_is_counted_over_a_day_taken_back_is_counted_again(administrator: User) -> None:
    set_day(administrator)
    counted: list[bool] = []

    def note(_actor: Any, _at: datetime) -> int:
        counted.append(calendar.load().is_working_day(date(2026, 7, 8)))
        return 0

    with RECOUNTS.also(Recount("days", 1, note)):
        working_calendar.take_back_local_day(actor=administrator, day=date(2026, 7, 8), at=NOON)
    assert counted == [False, True]


# --- the banner


def test_the_administrators_desk_says_which_year_is_missing(administrator: User, november: None) -> None:
    said = "The working calendar of 2027 is missing"
    home = reverse("desk:home")
    assert said in text_of(signed_in(administrator).get(home))
    assert said not in text_of(signed_in(cast().publisher).get(home))
    calendar_table.import_notice(actor=administrator, year=2027, days=DAYS_OF_NOTICE, at=NOVEMBER)
    assert said not in text_of(signed_in(administrator).get(home))


def test_before_november_nothing_is_missing(administrator: User) -> None:
    assert missing(administrator, at=NOON) == []
    assert missing(administrator, at=NOVEMBER) == [2027]


# --- the command


def load(file: Path, *words: str) -> str:
    out = StringIO()
    call_command("load_holidays", str(file), *words, stdout=out)
    return out.getvalue()


def test_the_command_brings_a_notice_in_as_the_system(tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text("day,is_working,name_zh\n2027-01-01,0,元旦\n2027-02-14,1,补班\n", encoding="utf-8")
    assert json.loads(load(file, "--year", "2027", "--json")) == {
        "year": 2027,
        "days_off": 1,
        "working_weekend_days": 1,
    }
    assert calendar.load().known_until == 2027
    assert AuditLine.objects.get(verb="import calendar").actor == system_actor()
    assert load(file, "--year", "2027") == "2027: 1 days off, 1 working weekend days.\n"


@pytest.mark.parametrize(
    ("content", "year", "sentence"),
    [
        ("day,is_working\n2026-01-01,0\n", "2027", "Row 2: 2026-01-01 is not in 2027"),
        ("day,is_working\n2027-01-01,0\n", "1999", "from 2001 to 2099"),
        ("day,is_working\n", "2027", "The list is empty"),
    ],
)
def test_the_command_refuses_with_the_reason(tmp_path: Path, content: str, year: str, sentence: str) -> None:
    file = tmp_path / "notice.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence) as refusal:
        load(file, "--year", year)
    assert refusal.value.returncode == 1
    assert not CalendarDay.objects.exists()


def test_a_year_no_notice_can_be_of_is_refused(administrator: User) -> None:
    with pytest.raises(Refused, match="from 2001 to 2099"):
        working_calendar.import_notice(actor=administrator, year=1999, days=DAYS_OF_NOTICE, at=NOON)
