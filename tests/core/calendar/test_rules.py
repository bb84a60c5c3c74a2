"""The working calendar: which days are worked, and how time limits are counted."""

import json
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from portal.accounts.models import User
from portal.core import calendar
from portal.core.calendar import rules, table as calendar_table
from portal.core.calendar.counted import Counted, Pause
from portal.core.calendar.rules import Calendar, Special
from portal.core.calendar.table import Day
from portal.core.models import AuditLine, CalendarDay
from portal.core.refusals import Refused

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
PACKAGE = Calendar()
ANY_DAY = st.dates(date(2023, 1, 1), date(2026, 12, 31))
NOTICE_2027 = [
    Day(date(2027, 1, 1), is_working=False, name_zh="元旦", name_en="New Year's Day"),
    Day(date(2027, 2, 8), is_working=False, name_zh="春节", name_en="Spring Festival"),
    Day(date(2027, 2, 14), is_working=True, name_zh="补班", name_en="Working day in exchange"),
]


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("admin-of-calendar", name_zh="管理员")


@pytest.mark.parametrize("year", range(2023, 2027))
def test_agrees_with_another_calendar_on_every_day(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    differing = [d for d in days if d.year == year and PACKAGE.is_working_day(d) != chinese_calendar.is_workday(d)]
    assert differing == []


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 2, 9), True),  # 除夕 was worked in 2024
        (date(2024, 2, 4), True),  # a Sunday, made up for the Spring Festival
        (date(2026, 10, 10), True),  # a Saturday, made up for the National Day
        (date(2026, 10, 7), False),  # a Wednesday
        (date(2026, 10, 11), False),  # an ordinary Sunday
    ],
)
def test_days_that_the_week_does_not_tell(day: date, worked: bool) -> None:
    assert PACKAGE.is_working_day(day) is worked


def test_package_knows_the_years_with_a_notice_and_guesses_the_next() -> None:
    assert PACKAGE.is_known(date(2026, 12, 31))
    assert not PACKAGE.is_known(date(PACKAGE.known_until + 1, 1, 1))
    assert all(any(s.is_working for s in rules.package_days(year).values()) for year in range(2018, 2027))
    assert not any(s.is_working for s in rules.package_days(PACKAGE.known_until + 1).values())


def test_day_after_receipt_is_day_one() -> None:
    assert PACKAGE.add_working_days(date(2026, 10, 19), 1).date == date(2026, 10, 20)
    assert PACKAGE.add_working_days(date(2026, 10, 17), 1).date == date(2026, 10, 19)
    assert PACKAGE.add_calendar_days(date(2026, 10, 19), 7).date == date(2026, 10, 26)


def test_count_runs_through_holidays_and_makes_use_of_worked_weekends() -> None:
    counted = PACKAGE.add_working_days(date(2026, 9, 29), 5)
    assert counted.date == date(2026, 10, 12)
    assert counted.weekend == 3
    assert counted.holidays == tuple(date(2026, 10, day) for day in (1, 2, 5, 6, 7))
    assert counted.made_up == (date(2026, 10, 10),)
    assert not counted.provisional


def test_how_it_was_counted_is_said_in_english() -> None:
    with translation.override("en"):
        assert PACKAGE.add_working_days(date(2026, 9, 29), 5).how == (
            "Counted from the day after 29 September 2026; day 5 is 12 October 2026. "
            "Only working days count; left out: 3 weekend days and 5 days off "
            "(1 to 2 October 2026, 5 to 7 October 2026). "
            "Counted, because it is a working weekend: 10 October 2026."
        )
        assert "left out" not in PACKAGE.add_working_days(date(2026, 10, 19), 2).how
        assert PACKAGE.add_calendar_days(date(2026, 10, 19), 7).how == (
            "Counted from the day after 19 October 2026; day 7 is 26 October 2026."
        )
        assert PACKAGE.add_working_days(date(2026, 10, 19), 0).how == ""


def test_how_it_was_counted_is_said_in_chinese() -> None:
    with translation.override("zh-hans"):
        assert PACKAGE.add_working_days(date(2026, 9, 29), 5).how == (
            "从2026年9月29日的次日起算，第5天是2026年10月12日。"
            "只算工作日，不算双休日3天和放假5天（2026年10月1日至2日、2026年10月5日至7日）。"
            "周末补班照算：2026年10月10日。"
        )


def test_date_counted_into_an_unknown_year_is_provisional() -> None:
    beyond = PACKAGE.known_until + 1
    counted = PACKAGE.add_working_days(date(beyond - 1, 12, 25), 20)
    assert counted.provisional
    assert counted.unknown_years == (beyond,)
    with translation.override("en"):
        assert f"The working calendar of {beyond} has not been announced yet" in counted.how


def test_publication_day_moves_to_the_next_that_is_worked() -> None:
    assert PACKAGE.next_working_day(date(2026, 10, 20)) == date(2026, 10, 20)
    assert PACKAGE.next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert PACKAGE.next_working_day(date(2025, 7, 20)) == date(2025, 7, 21)


def test_time_limits_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        PACKAGE.add_working_days(date(2026, 1, 1), -1)
    with pytest.raises(ValueError, match="forwards"):
        PACKAGE.add_calendar_days(date(2026, 1, 1), -1)


def test_table_wins_day_by_day_and_makes_no_year_known() -> None:
    flood = Calendar(overrides={date(2026, 7, 8): Special(is_working=False, name_zh="抗洪", name_en="Flood")})
    assert not flood.is_working_day(date(2026, 7, 8))
    assert flood.is_working_day(date(2026, 10, 10))
    assert flood.add_working_days(date(2026, 7, 7), 1).date == date(2026, 7, 9)
    later = Calendar(overrides={date(2027, 7, 8): Special(is_working=False)}, packaged=frozenset({2026}))
    assert not later.is_known(date(2027, 7, 8))


def test_year_with_its_notice_in_the_table_asks_the_package_nothing() -> None:
    known = Calendar(
        overrides={each.day: Special(each.is_working, each.name_zh, each.name_en) for each in NOTICE_2027},
        notice_years=frozenset({2027}),
        packaged=frozenset({2025, 2026}),
    )
    assert known.known_until == 2027
    assert known.is_working_day(date(2027, 2, 14))
    assert known.is_working_day(date(2027, 10, 1))  # the package would guess a holiday; the list says none
    assert not known.add_working_days(date(2026, 12, 25), 20).provisional


def test_gap_between_known_years_ends_what_is_known() -> None:
    gap = Calendar(notice_years=frozenset({2028}), packaged=frozenset({2025, 2026}))
    assert gap.known_until == 2026
    assert gap.is_known(date(2028, 5, 1))


def test_names_of_days_in_both_languages() -> None:
    for code, first, exchanged in (("zh-hans", "元旦", "调休"), ("en", "New Year's Day", "Day off in exchange")):
        with translation.override(code):
            new_year, day_off = PACKAGE.special(date(2026, 1, 1)), PACKAGE.special(date(2026, 1, 2))
            assert new_year is not None
            assert day_off is not None
            assert (new_year.name, day_off.name) == (first, exchanged)
    assert PACKAGE.special(date(2026, 10, 20)) is None
    both = PACKAGE.special(date(2020, 10, 1))
    assert both is not None
    assert both.name_en == "Mid-Autumn Festival, National Day"


@given(start=ANY_DAY, days=st.integers(1, 60))
def test_counting_forth_and_counting_agree(start: date, days: int) -> None:
    counted = PACKAGE.add_working_days(start, days)
    assert PACKAGE.is_working_day(counted.date)
    assert PACKAGE.count(start, counted.date) == days
    assert PACKAGE.count(start, counted.date - timedelta(days=1)) == days - 1
    passed = (counted.date - start).days
    assert passed == days + counted.weekend + len(counted.holidays)


@given(start=ANY_DAY, days=st.integers(0, 30), more=st.integers(0, 30))
def test_counting_on_from_a_counted_day_is_counting_further(start: date, days: int, more: int) -> None:
    there = PACKAGE.add_working_days(start, days)
    assert PACKAGE.add_working_days(there.date, more).date == PACKAGE.add_working_days(start, days + more).date


@given(day=ANY_DAY)
def test_next_working_day_is_the_nearest(day: date) -> None:
    found = PACKAGE.next_working_day(day)
    assert found >= day
    assert PACKAGE.is_working_day(found)
    assert PACKAGE.count(day, found) == (0 if found == day else 1)


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert PACKAGE.working_days_between(date(2026, 10, 20), date(2026, 10, 19)) == ()
    assert PACKAGE.count(date(2026, 10, 20), date(2026, 10, 20)) == 0


def test_imported_notice_makes_the_year_known_at_once(administrator: User) -> None:
    before = calendar.load()
    assert not before.is_known(date(2027, 1, 1))
    calendar_table.import_notice(actor=administrator, year=2027, days=NOTICE_2027, at=NOW)
    after = calendar.load()
    assert after.known_until == 2027
    assert after.is_working_day(date(2027, 2, 14))
    assert AuditLine.objects.filter(actor=administrator, verb="import calendar", subject_number="2027").count() == 1


def test_import_replaces_the_year_and_keeps_local_orders(administrator: User) -> None:
    calendar_table.import_notice(actor=administrator, year=2027, days=NOTICE_2027, at=NOW)
    calendar_table.set_day(actor=administrator, day=Day(date(2027, 7, 8), is_working=False, name_zh="抗洪"), at=NOW)
    corrected = [*NOTICE_2027[:2], Day(date(2027, 2, 20), is_working=True, name_zh="补班")]
    calendar_table.import_notice(actor=administrator, year=2027, days=corrected, at=NOW)
    in_force = calendar.load()
    assert not in_force.is_working_day(date(2027, 2, 14))
    assert in_force.is_working_day(date(2027, 2, 20))
    assert not in_force.is_working_day(date(2027, 7, 8))
    assert CalendarDay.objects.count() == 4


def test_a_local_order_that_is_taken_back_leaves_what_the_notice_says(administrator: User) -> None:
    worked = date(2027, 2, 14)
    calendar_table.import_notice(actor=administrator, year=2027, days=NOTICE_2027, at=NOW)
    calendar_table.set_day(actor=administrator, day=Day(worked, is_working=False, name_zh="抗洪"), at=NOW)
    assert not calendar.load().is_working_day(worked)
    calendar_table.take_back_day(actor=administrator, day=worked, at=NOW)
    assert calendar.load().is_working_day(worked)
    with pytest.raises(Refused):
        calendar_table.take_back_day(actor=administrator, day=worked, at=NOW)
    assert AuditLine.objects.get(verb="take back day").subject_number == "2027-02-14"


def test_calendar_is_built_once_and_anew_after_each_change(administrator: User) -> None:
    calendar_table.set_day(actor=administrator, day=Day(date(2026, 7, 8), is_working=False), at=NOW)
    first = calendar.load()
    assert calendar.load() is first
    calendar_table.set_day(actor=administrator, day=Day(date(2026, 7, 8), is_working=True), at=NOW)
    assert calendar.load().is_working_day(date(2026, 7, 8))


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([], "The list is empty"),
        ([Day(date(2026, 1, 1), is_working=False)], "2026-01-01 is not in 2027"),
        ([NOTICE_2027[0], NOTICE_2027[0]], "2027-01-01 stands twice"),
    ],
)
def test_list_that_is_no_notice_is_refused(administrator: User, days: list[Day], sentence: str) -> None:
    with translation.override("en"), pytest.raises(Refused, match=sentence):
        calendar_table.import_notice(actor=administrator, year=2027, days=days, at=NOW)
    assert not CalendarDay.objects.exists()


def test_csv_is_read_with_words_for_yes_and_no() -> None:
    content = "\ufeffday,is_working,name_zh,name_en\n2027-01-01,0,元旦,New Year's Day\n2027-02-14,是,补班,\n"
    assert calendar_table.read_csv(content.encode()) == [
        NOTICE_2027[0],
        Day(date(2027, 2, 14), is_working=True, name_zh="补班"),
    ]


def test_refusals_name_the_row_as_a_spreadsheet_shows_it(administrator: User) -> None:
    content = b"day,is_working\n2027-01-01,0\n\n\n2026-12-31,0\n"
    days = calendar_table.read_csv(content)
    with translation.override("en"), pytest.raises(Refused, match=r"Row 5: 2026-12-31 is not in 2027\."):
        calendar_table.import_notice(actor=administrator, year=2027, days=days, at=NOW)


def test_pasted_lines_are_read_as_people_write_them() -> None:
    lines = [
        "day,is_working,name_zh,name_en",
        "",
        "2027年1月1日 休 元旦 New Year's Day",
        "2027/2/8\t0\t春节\tSpring Festival",
        "2027-2-14，班，补班",
    ]
    text = "\n".join(lines)
    assert calendar_table.read_pasted(text) == [
        *NOTICE_2027[:2],
        Day(date(2027, 2, 14), is_working=True, name_zh="补班"),
    ]
    assert [day.row for day in calendar_table.read_pasted(text)] == [3, 4, 5]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2027-02-30 休", "Row 2: “2027-02-30” is no date"),
        ("二月八日 休", "Row 2: “二月八日” is no date"),
        ("2027-02-08", "Row 2: is_working must be 1 or 0"),
        ("2027-02-08 休 " + "春" * 61, "is longer than a name"),
    ],
)
def test_a_pasted_line_that_cannot_be_read_is_named(line: str, sentence: str) -> None:
    with translation.override("en"), pytest.raises(Refused, match=sentence):
        calendar_table.read_pasted(f"2027-01-01 休 元旦\n{line}\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'day,is_working\n"2027-01-01,0\n', "is no date"),
        (b"day,is_working\n2027-01-01\r,0\n", "is_working must be"),
        (b"day,name_zh\n2027-01-01,x\n", "no column “is_working”"),
        (b"day,is_working\n1/1/2027,0\n", "Row 2: “1/1/2027” is no date"),
        (b"day,is_working\n2027-01-01,0\n2027-01-02,maybe\n", "Row 3: is_working must be 1 or 0"),
        ("day,is_working\n2027-01-01,否".encode("gb18030"), "not in UTF-8"),
    ],
)
def test_csv_that_cannot_be_read_is_refused_with_its_row(content: bytes, sentence: str) -> None:
    with translation.override("en"), pytest.raises(Refused, match=sentence):
        calendar_table.read_csv(content)


def test_administrator_is_told_in_november_which_notice_is_missing() -> None:
    known = Calendar(packaged=frozenset({2026}))
    assert calendar_table.years_missing(known, on=date(2026, 10, 31)) == []
    assert calendar_table.years_missing(known, on=date(2026, 11, 1)) == [2027]
    assert calendar_table.years_missing(known, on=date(2027, 3, 1)) == [2027]


@pytest.mark.parametrize(
    ("name", "after", "day"),
    [
        (rules.SPRING_FESTIVAL, date(2026, 1, 1), date(2026, 2, 17)),
        (rules.SPRING_FESTIVAL, date(2026, 2, 16), date(2026, 2, 17)),
        (rules.SPRING_FESTIVAL, date(2026, 2, 17), date(2027, 2, 6)),
        (rules.MID_AUTUMN, date(2026, 11, 20), date(2027, 9, 15)),
        (rules.MID_AUTUMN, date(2020, 1, 1), date(2020, 10, 1)),  # shared with National Day
        (rules.MID_AUTUMN, date(2029, 1, 1), date(2029, 9, 22)),  # a Saturday, which no list of days off names
    ],
)
def test_the_next_festival_is_its_own_day_and_not_one_that_makes_up_for_it(name: str, after: date, day: date) -> None:
    assert rules.next_festival(name, after=after) == day


def test_a_festival_nobody_knows() -> None:
    with pytest.raises(LookupError):
        rules.next_festival("不存在的节", after=date(2026, 1, 1))


def test_the_last_working_day_passes_over_what_is_off_and_stops_at_what_is_made_up_for() -> None:
    assert PACKAGE.last_working_day(date(2026, 10, 7)) == date(2026, 9, 30)
    assert PACKAGE.last_working_day(date(2026, 10, 10)) == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("pauses", "working", "calendar_days"),
    [
        ([], date(2026, 10, 21), date(2026, 10, 19)),
        # Of the pause the days after it began count not, up to and including the day on which it ended.
        ([Pause(date(2026, 10, 15), date(2026, 10, 20))], date(2026, 10, 26), date(2026, 10, 24)),
        ([Pause(date(2026, 10, 15), date(2026, 10, 15))], date(2026, 10, 21), date(2026, 10, 19)),
        ([Pause(date(2026, 11, 1), date(2026, 11, 9))], date(2026, 10, 21), date(2026, 10, 19)),
        (
            [Pause(date(2026, 10, 14), date(2026, 10, 15)), Pause(date(2026, 10, 16), date(2026, 10, 19))],
            date(2026, 10, 23),
            date(2026, 10, 23),
        ),
    ],
)
def test_days_on_which_a_clock_stands_still_are_not_counted(
    pauses: list[Pause], working: date, calendar_days: date
) -> None:
    start = date(2026, 10, 14)
    assert PACKAGE.add_working_days(start, 5, pauses).date == working
    assert PACKAGE.add_calendar_days(start, 5, pauses).date == calendar_days


def test_how_a_day_was_counted_is_kept_as_json() -> None:
    pauses = [Pause(date(2026, 9, 21), date(2026, 9, 23))]
    counted = PACKAGE.add_working_days(date(2026, 9, 18), 200, pauses)
    assert counted.pauses
    assert counted.holidays
    assert counted.unknown_years
    assert Counted.from_json(json.loads(json.dumps(counted.to_json()))) == counted
    with translation.override("en"):
        assert "stood still from 21 September 2026 to 23 September 2026" in counted.how
