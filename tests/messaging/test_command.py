"""`remind`: a dry run lists exactly what then goes out, and a year of it sends each reminder once."""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.actions import steps
from disclosure.notices.models import Edition
from disclosure.obligations.models import Obligation
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.core.calendar.table import Day
from portal.core.models import AuditLine
from portal.messaging import tasks
from portal.messaging.actions import reminders
from portal.messaging.models import Delivery, Message
from portal.site.calendar import actions as working_calendar
from tests.factories import Cast, CatalogueEntryFactory, cast, person, published, text_draft

OCTOBER_20 = date(2026, 10, 20)
Row = dict[str, Any]


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def remind(day: date, *options: str) -> list[Row]:
    """Run the command and return what it prints."""
    out = io.StringIO()
    call_command("remind", "--at", day.isoformat(), "--json", *options, stdout=out)
    rows: list[Row] = json.loads(out.getvalue())
    return rows


def town() -> tuple[Cast, dict[str, User]]:
    """Return a town whose one village owes things, with its head and the secretary; everybody has an address."""
    people = cast()
    Unit.objects.filter(posts__person=people.outsider).update(is_active=False)
    above = {
        "head": person(Role.HANDLER, people.village, is_head=True),
        "secretary": person(Role.SECRETARY, people.town),
    }
    for someone in User.objects.filter(is_system=False):
        someone.email = f"{someone.username}@example.org"
        someone.save()
    return people, above


def on_time(people: Cast, entry: CatalogueEntry, period: str, day: date) -> Edition:
    edition = published(people, text_draft(people, entry=entry, period=period, at=at(day)), at=at(day))
    Message.objects.filter(step="told").delete()  # that it was published is told at once, and is no reminder
    return edition


@pytest.fixture
def people() -> Cast:
    found, _above = town()
    entry = CatalogueEntryFactory()
    CatalogueEntryFactory()
    on_time(found, entry, "2026Q2", date(2026, 7, 6))
    return found


# --- the command


@pytest.mark.django_db
def test_a_dry_run_lists_exactly_what_then_goes_out(people: Cast) -> None:
    for day in (date(2026, 10, 17), OCTOBER_20, date(2026, 11, 3)):
        kept = [model.objects.count() for model in (Message, Delivery, Obligation, AuditLine)]
        listed = remind(day, "--dry-run")
        assert [model.objects.count() for model in (Message, Delivery, Obligation, AuditLine)] == kept
        assert listed
        assert remind(day) == listed
        assert remind(day) == remind(day, "--dry-run") == []
        written = Message.objects.filter(created_at=reminders.reminder_time(day)).select_related("person")
        assert [
            (row.person.username, row.kind, row.cause, row.step, row.due_on.isoformat(), row.subject, row.url)
            for row in written.order_by("person__username", "cause", "step")
        ] == [
            tuple(row[name] for name in ("person", "kind", "cause", "step", "due_on", "subject", "url"))
            for row in listed
        ]


@pytest.mark.django_db
def test_what_it_prints_is_sorted_and_says_how_it_leaves(people: Cast) -> None:
    rows = remind(date(2026, 10, 17), "--dry-run")
    assert rows == sorted(rows, key=lambda row: (row["person"], row["cause"], row["step"]))
    first = rows[0]
    assert set(first) == {"person", "kind", "cause", "step", "due_on", "channels", "subject", "url"}
    assert (first["person"], first["kind"], first["step"]) == (people.clerk.username, "before", "before-3")
    assert first["due_on"] == "2026-10-17"
    assert first["channels"] == ["email"]
    assert people.village.name_zh in first["subject"]


@pytest.mark.django_db
def test_without_json_it_prints_a_line_each_and_how_many() -> None:
    town()
    out = io.StringIO()
    call_command("remind", "--at", "2026-01-01", "--dry-run", stdout=out)
    assert out.getvalue().startswith("2026-01-01: ")


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", ""])
def test_a_day_that_is_none_is_bad_usage(day: str) -> None:
    with pytest.raises(CommandError, match="day"):
        call_command("remind", "--at", day)


@pytest.mark.django_db
def test_whom_it_reaches_and_what_it_does_not_tell(people: Cast) -> None:
    entry = CatalogueEntry.objects.order_by("pk")[0]
    draft = text_draft(people, entry=entry, title="秘密标题")
    steps.submit(actor=people.clerk, edition=draft, at=at(date(2026, 10, 14)))
    rows = remind(date(2026, 11, 30))
    assert rows
    of_edition = {row["person"] for row in rows if "/desk/editions/" in row["url"]}
    assert of_edition == {people.supervisor.username}
    reached = {row["person"] for row in rows}
    assert not reached & {people.lay.username, people.administrator.username, people.outsider.username}
    assert not Message.objects.filter(subject__contains="秘密").exists()
    assert not Message.objects.filter(body__contains="秘密").exists()
    assert not [one for one in Delivery.objects.all() if "秘密" in one.body]


@pytest.mark.django_db
def test_an_account_that_was_switched_off_gets_nothing(people: Cast) -> None:
    people.clerk.is_active = False
    people.clerk.save()
    assert people.clerk.username not in {row["person"] for row in remind(date(2026, 11, 30))}


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_what_is_owed(people: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            remind(OCTOBER_20, "--dry-run")
        return len(captured)

    before = queries()
    for _more in range(3):
        CatalogueEntryFactory()
    assert queries() == before


# --- by the clock


@pytest.mark.django_db
def test_nothing_is_sent_before_the_hour_and_a_missed_turn_is_made_good(people: Cast) -> None:
    early = datetime(2026, 10, 19, 23, 59, tzinfo=UTC)  # 7:59 in Shanghai, on the 20th
    with time_machine.travel(early, tick=False):
        tasks.remind()
    assert not Message.objects.exists()
    with time_machine.travel(early + timedelta(hours=9), tick=False):
        tasks.remind()
        count = Message.objects.count()
        tasks.remind()
    assert count
    assert Message.objects.count() == count


# --- two at once


@pytest.mark.usefixtures("own_database")
def test_two_at_the_same_moment_say_each_thing_once() -> None:
    found, _above = town()
    on_time(found, CatalogueEntryFactory(), "2026Q2", date(2026, 7, 6))
    for _more in range(4):
        CatalogueEntryFactory()
    start = Barrier(2)

    def run() -> list[Message]:
        start.wait(timeout=10)
        try:
            return reminders.send_reminders(at=at(date(2026, 11, 3)))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = [future.result(timeout=60) for future in [pool.submit(run), pool.submit(run)]]
    keys = [(row.person_id, row.cause, row.step) for row in [*first, *second]]
    assert keys
    assert len(keys) == len(set(keys)) == Message.objects.count()
    counted = Counter(Delivery.objects.values_list("person_id", "channel", "day"))
    assert set(counted.values()) <= {1}


# --- a year


def days_of_2026() -> Iterator[date]:
    day = date(2026, 1, 1)
    while day.year == 2026:
        yield day
        day += timedelta(days=1)


def _year(people: Cast) -> dict[date, Callable[[], Any]]:
    """Return what happens in the year: what is published when, what is left, and a holiday that comes late."""
    prompt, tardy, yearly = (
        CatalogueEntryFactory(code="AA"),
        CatalogueEntryFactory(code="BB"),
        CatalogueEntryFactory(code="YY", cadence=Cadence.YEARLY),
    )
    CatalogueEntryFactory(code="NN")  # never published
    on_time(people, prompt, "2025Q4", date(2026, 1, 1))

    def handed_in() -> None:
        steps.submit(
            actor=people.clerk,
            edition=text_draft(people, entry=tardy, period="2026Q2", at=at(date(2026, 7, 15))),
            at=at(date(2026, 7, 15)),
        )

    def holiday() -> None:
        working_calendar.set_local_day(
            actor=people.administrator,
            day=Day(OCTOBER_20, is_working=False, name_zh="抗洪放假"),
            at=at(OCTOBER_20),
        )

    return {
        date(2026, 1, 19): lambda: on_time(people, yearly, "2025", date(2026, 1, 19)),
        date(2026, 2, 2): lambda: on_time(people, tardy, "2025Q4", date(2026, 2, 2)),
        date(2026, 4, 16): lambda: on_time(people, prompt, "2026Q1", date(2026, 4, 16)),
        date(2026, 4, 21): lambda: on_time(people, tardy, "2026Q1", date(2026, 4, 21)),
        date(2026, 7, 10): lambda: on_time(people, prompt, "2026Q2", date(2026, 7, 10)),
        date(2026, 7, 15): handed_in,
        OCTOBER_20: holiday,
        date(2026, 10, 22): lambda: on_time(people, prompt, "2026Q3", date(2026, 10, 22)),
    }


@pytest.mark.django_db
def test_a_year_of_days_each_run_twice_sends_each_reminder_once() -> None:
    people, above = town()
    happens = _year(people)
    sent_on: dict[tuple[str, str, str], date] = {}
    for day in days_of_2026():
        happens.get(day, lambda: None)()
        for row in remind(day):
            key = row["person"], row["cause"], row["step"]
            assert key not in sent_on
            sent_on[key] = day
        assert reminders.send_reminders(at=reminders.reminder_time(day)) == []
    assert Message.objects.count() == len(sent_on)
    digests = Counter(Delivery.objects.values_list("person_id", "channel", "day"))
    assert set(digests.values()) == {1}
    recipients_by_day = {(who, day) for (who, _cause, _step), day in sent_on.items()}
    assert {
        (row.person.username, row.day) for row in Delivery.objects.select_related("person") if row.person
    } <= recipients_by_day

    def days(who: User, code: str, period: str) -> dict[str, date]:
        cause = f"obligation:{people.village.code}-{code}-{period}"
        return {step: day for (name, of, step), day in sent_on.items() if (name, of) == (who.username, cause)}

    # Published late, on 2 February: reminded of until then.
    january = [date(2026, 1, number) for number in (13, 17, 19, 20, 21, 28)]
    assert list(days(people.clerk, "BB", "2025Q4").values()) == january
    assert days(people.publisher, "BB", "2025Q4") == {"escalation-publisher": date(2026, 1, 23)}
    assert days(above["secretary"], "BB", "2025Q4") == {"escalation-secretary": date(2026, 1, 30)}
    # Published before its day: the clerk was reminded as long as it was not.
    assert list(days(people.clerk, "YY", "2025")) == ["before-7", "before-3", "before-1"]
    assert list(days(people.clerk, "AA", "2026Q1")) == ["before-7"]
    # Handed in on 15 July and never countersigned: from then on those it waits for.
    assert list(days(people.clerk, "BB", "2026Q2")) == ["before-7"]
    assert days(people.supervisor, "BB", "2026Q2")["after-week-1"] == date(2026, 7, 21)
    # Never published: every week until the year ends.
    weeks = days(above["head"], "NN", "2025Q4")
    assert len(weeks) == len(range((date(2026, 12, 31) - date(2026, 1, 21)).days // 7 + 1))
    # The 20th of October became a day off that morning: the day moved to the 21st, and what was sent is not sent again.
    assert days(people.clerk, "AA", "2026Q3") == {
        "before-7": date(2026, 10, 13),
        "before-3": date(2026, 10, 17),
        "before-1": date(2026, 10, 19),
        "on-the-day": date(2026, 10, 21),
        "after-week-1": date(2026, 10, 22),
    }
    assert days(people.publisher, "NN", "2026Q3") == {"escalation-publisher": date(2026, 10, 24)}
