"""The figures of generated years equal a count in plain SQL, and what is small is not published."""
# ruff: noqa: S608 - the queries are put together from words of this file alone

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from petitions.handling.models import Bar, Petition
from petitions.outcomes.enums import RateKey
from petitions.outcomes.presenters.figures import _bars, _in_time, staff_page, title_of, year_page
from petitions.outcomes.queries.figures import Cell, Figures, UnitFigures, _hidden_cells, figures, published
from petitions.outcomes.rules import Rate, span
from portal.cases.enums import Channel
from tests.petitions.handling.making import People, people
from tests.petitions.outcomes.making import years_of_petitions
from tests.steps import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "at time zone 'Asia/Shanghai'"
OURS = f"""
    with p as (
        select t.*, c.received_at, c.channel, (c.received_at {HERE})::date as came_on,
               (t.accepted_at {HERE})::date as accepted_on, (t.closed_at {HERE})::date as closed_on
        from petitions_petition t join cases_case c on c.id = t.case_id where t.town_id = %(town)s
    )
"""


def count(sql: str, them: People, **values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(OURS + sql, {"town": them.play.town.pk, **values})
        rows = cursor.fetchall()
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else dict(rows)


@pytest.fixture
def them() -> People:
    them = people()
    other = people()
    for one, seed in ((them, 7), (other, 8)):
        staff = [one.handler, one.publisher, one.leader]
        years_of_petitions(Random(seed), one.play.town, [one.station, one.other_station], staff, count=240)  # noqa: S311
    return them


@pytest.mark.parametrize("code", ["2025", "2026", "2025Q3", "2026-02"])
def test_figures_equal_a_count_in_plain_sql(them: People, code: str) -> None:
    spanned = span(code)
    days = {"first": spanned.first, "last": spanned.last}
    found = figures(them.play.town, spanned)
    came, closed = "came_on between %(first)s and %(last)s", "closed_on between %(first)s and %(last)s"
    assert found.received == count(f"select count(*) from p where {came}", them, **days) > 0
    assert found.closed == count(f"select count(*) from p where {closed}", them, **days) > 0
    open_at = "select count(*) from p where came_on < %(day)s and (closed_on is null or closed_on >= %(day)s)"
    assert found.open_before == count(open_at, them, day=spanned.first)
    flow = [figure or 0 for figure in (found.open_before, found.received, found.closed, found.open_after)]
    assert flow[0] + flow[1] - flow[2] == flow[3]
    accepted = "accepted_on between %(first)s and %(last)s"
    assert found.accepted == count(f"select count(*) from p where {accepted}", them, **days)
    signed = "from p join petitions_opinion o on o.petition_id = p.id where o.signed_at is not null"
    facts = f"select count(distinct p.id) {signed} and o.finding in ('established', 'partly') and {accepted}"
    assert found.established == count(facts, them, **days)
    assert found.mediated == count(f"select count(*) {signed} and o.is_mediated and {accepted}", them, **days)
    for name, column in (("categories", "category"), ("channels", "channel"), ("matters", "matter")):
        counted = count(f"select {column}, count(*) from p where {came} group by 1", them, **days)
        assert {cell.key: cell.count for cell in getattr(found, name) if cell.count} == counted
    by_month = count(f"select extract(month from came_on)::int, count(*) from p where {came} group by 1", them, **days)
    assert {one.month: one.received for one in found.months if one.received} == (
        by_month if isinstance(by_month, dict) else {}
    )


@pytest.mark.parametrize("code", ["2025", "2026Q1"])
def test_rates_equal_a_count_in_plain_sql(them: People, code: str) -> None:
    spanned = span(code)
    days = {"first": spanned.first, "last": spanned.last}
    found = {rate.key.value: (rate.numerator, rate.denominator) for rate in figures(them.play.town, spanned).rates}
    due = (
        "from p join cases_clock k on k.case_id = p.case_id where k.rule = %(rule)s and k.stopped_at is null "
        "and k.due between %(first)s and %(last)s"
    )
    in_time = f"{due} and (k.met_at {HERE})::date <= k.due"
    for key, rule in (("notified", "notice"), ("closed", "opinion")):
        numerator, denominator = (count(f"select count(*) {one}", them, rule=rule, **days) for one in (in_time, due))
        assert found[key] == (numerator, denominator)
        assert 0 < numerator < denominator
    served = (
        "from p join petitions_opinion o on o.petition_id = p.id {} where o.served_on between %(first)s and %(last)s"
    )
    rated = served.format("join petitions_rating r on r.opinion_id = o.id")
    content = "('satisfied', 'basically')"
    many = count(f"select count(*) {rated}", them, **days)
    assert found["rated"] == (many, count(f"select count(*) {served.format('')}", them, **days))
    assert found["satisfied"] == (count(f"select count(*) {rated} and r.result in {content}", them, **days), many)
    assert found["served_well"] == (count(f"select count(*) {rated} and r.service in {content}", them, **days), many)
    came = "from p where came_on between %(first)s and %(last)s"
    assert found["repeated"] == (
        count(f"select count(*) {came} and repeats_id is not null", them, **days),
        count(f"select count(*) {came}", them, **days),
    )


def test_the_figures_of_units_leave_out_what_is_sealed(them: People) -> None:
    found = {one.unit: one for one in figures(them.play.town, span("2025")).units}
    for unit in (them.station, them.other_station):
        given = count(
            "select count(*) from p where unit_id = %(unit)s and sealed_for = '' "
            "and accepted_on between '2025-01-01' and '2025-12-31'",
            them,
            unit=unit.pk,
        )
        assert found[unit.code].given == given > 0
        assert (found[unit.code].in_time or 0) <= (found[unit.code].due or 0)


def _numbers(shown: Figures) -> list[int | None]:
    cells = [*shown.categories, *shown.channels, *shown.matters, *shown.turned_away]
    months = [figure for one in shown.months for figure in (one.received, one.closed)]
    units = [figure for one in shown.units for figure in (one.given, one.decided, one.due, one.in_time)]
    rates = [figure for one in shown.rates for figure in (one.numerator, one.denominator)]
    sums = [shown.open_before, shown.received, shown.closed, shown.open_after]
    line = [shown.accepted, shown.established, shown.mediated]
    return [*sums, *line, *(cell.count for cell in cells), *months, *units, *rates]


def test_the_units_do_not_tell_of_the_one_that_is_sealed(them: People) -> None:
    units = (UnitFigures("A", 9, 9, 9, 9), UnitFigures("B", 12, 12, 12, 12))
    rates = (Rate(RateKey.CLOSED, 22, 22),)
    found = replace(figures(them.play.town, span("2025")), accepted=22, closed=22, units=units, rates=rates)
    first, second = published(found, limit=3).units
    assert (first.given, first.decided, first.due, first.in_time) == (None, None, None, None)
    assert (second.given, second.due) == (12, 12)


@pytest.mark.parametrize("limit", [1, 3, 12])
def test_no_published_figure_is_small(them: People, limit: int) -> None:
    counted = figures(them.play.town, span("2025"))
    shown = published(counted, limit=limit)
    assert not [figure for figure in _numbers(shown) if figure is not None and 0 < figure < limit]
    if limit == 1:
        assert shown == counted
    for name in ("categories", "channels", "matters"):
        assert sum(cell.count is None for cell in getattr(shown, name)) != 1


def test_the_command_prints_what_may_be_published(them: People) -> None:
    told = StringIO()
    call_command("petition_stats", "--year", "2025", "--unit", them.play.town.code, "--json", stdout=told)
    data = json.loads(told.getvalue())
    assert data["received"] == figures(them.play.town, span("2025")).received
    assert data["rates"][0]["base"] == "of those to be told by a day in this time"
    assert {"numerator", "denominator", "percent"} <= set(data["rates"][0])
    assert len(data["months"]) == 12


@pytest.mark.parametrize(("form", "begins"), [("json", b"{"), ("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_yearly_report_is_written_as_a_file(them: People, tmp_path: Path, form: str, begins: bytes) -> None:
    output = tmp_path / f"report.{form}"
    asked = {"kind": "petitions", "year": 2025, "format": form, "output": output, "unit": them.play.town.code}
    call_command("annual_report", **asked)
    assert output.read_bytes().startswith(begins)
    with pytest.raises(CommandError, match="no petitions of 1999"):
        call_command("annual_report", **asked | {"year": 1999})


def test_figures_cost_a_fixed_number_of_queries(them: People, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(21):
        figures(them.play.town, span("2025"))


def test_in_the_desk_only_what_the_reader_may_see_is_counted(them: People) -> None:
    at, year = timezone.now(), span("2025")
    sealed = count(
        "select count(*) from p where sealed_for <> '' and came_on between '2025-01-01' and '2025-12-31'", them
    )
    whole = figures(them.play.town, year).received or 0
    assert sealed > 0
    assert figures(them.play.town, year, seen_by=them.secretary, at=at).received == whole
    for person in (them.publisher, them.leader):
        told = figures(them.play.town, year, seen_by=person, at=at)
        assert told.received == whole - sealed
        assert {cell.key: cell.count for cell in told.categories}["accusation"] == 0
    assert figures(them.play.town, year, seen_by=them.clerk, at=at).received == 0
    about = Petition.objects.filter(town=them.play.town, sealed_for="", case__received_at__year=2025)[:4]
    for one in about:
        Bar.objects.create(
            petition=one, person=them.leader, why="complained_about", added_by=them.publisher, added_at=at
        )
    told = figures(them.play.town, year, seen_by=them.leader, at=at)
    assert told.received == whole - sealed - 4
    for rate, all_of_them in zip(told.rates, figures(them.play.town, year).rates, strict=True):
        assert (rate.denominator or 0) < (all_of_them.denominator or 0)


def test_in_the_desk_nothing_is_late_that_is_due_after_today(them: People) -> None:
    at = datetime(2025, 6, 20, 4, tzinfo=UTC)
    page = staff_page(them.play.town, span("2025"), person=them.secretary, at=at)
    told = figures(them.play.town, replace(span("2025"), last=date(2025, 6, 20)), seen_by=them.secretary, at=at)
    assert [one.fraction for one in page.rates] == [f"{one.numerator} ÷ {one.denominator}" for one in told.rates]
    assert page.period == "1 January to 20 June 2025"
    assert title_of(page).endswith("2025年信访统计（截至6月）")


def test_a_figure_that_is_left_out_beside_a_small_one_is_not_called_small() -> None:
    shown = _bars(_hidden_cells((Cell("telephone", 3), Cell("box", 2), Cell("web", 8)), 3), Channel)
    assert [(one.label, one.count) for one in shown] == [
        ("On this website", "8"),
        ("By telephone", "not shown"),
        ("In the suggestion box", "not shown"),
    ]


def test_a_unit_with_nothing_due_has_no_share_of_it() -> None:
    assert [_in_time(0, 0), _in_time(1, 2), _in_time(None, 2)] == ["—", "1 ÷ 2", "not shown"]


def test_each_figure_on_the_desk_leads_to_the_petitions_it_counts(them: People) -> None:
    browser = signed_in(them.secretary)
    page = browser.get("/en/desk/petitions/figures/2025/").content.decode()
    links = dict(re.findall(r'<a href="([^"]+/counted/[^"]+)">(\d+)</a>', page))
    kinds = {re.sub(r".*/counted/([\w-]+)/(?:\?(\w+)=.*)?", r"\1 \2", url).strip() for url in links}
    assert kinds == {
        *("received", "closed", "open-after", "received category", "received channel", "received matter"),
        *("accepted station", "closed station", "to-be-told", "told-in-time", "to-be-decided", "decided-in-time"),
        *("served", "rated", "satisfied", "served-well", "repeated"),
    }
    for url, figure in links.items():
        listed = browser.get(url.replace("&amp;", "&")).content.decode()
        assert f'<small class="num">{figure}</small>' in listed, url
    for name in ("accepted", "established", "mediated"):
        assert f"/en/desk/petitions/figures/2025/counted/{name}/" in page
    assert browser.get("/en/desk/petitions/figures/2025/counted/other/").status_code == 404
    assert signed_in(them.handler).get("/en/desk/petitions/figures/2025/counted/received/").status_code == 404


def test_what_everybody_reads_leads_to_no_petition(them: People) -> None:
    page = year_page(them.play.town, 2025, today=date(2026, 11, 30))
    assert not page.urls
    assert not any(url for row in page.units for url in row.urls)
    assert not any(row.url for row in page.matters)


def test_a_list_of_what_a_figure_counts_costs_the_same_whatever_its_length(
    them: People, django_assert_num_queries: Any
) -> None:
    browser = signed_in(them.secretary)
    with CaptureQueriesContext(connection) as few:
        browser.get("/en/desk/petitions/figures/2025-03/counted/received/?matter=land")
    with django_assert_num_queries(len(few)):
        browser.get("/en/desk/petitions/figures/2025/counted/received/")
