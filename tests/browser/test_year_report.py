"""The yearly report as everybody reads it: each figure on the page is what plain SQL counts in the tables."""

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from accountability.reports.models import Report
from accountability.reports.registry import FIGURES
from accountability.reports.rules.text import written
from tests import databases
from tests.accountability.reports.test_figures_in_sql import CHANGED_SINCE, YEAR, ask
from tests.browser.people import signed_in, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

SHOWN = "rows => rows.map(row => [row.id.slice(1), row.querySelector('.n').firstChild.textContent.trim()])"
"""The figures of the page, each with the number of its source."""


def test_every_figure_on_the_page_is_counted_in_plain_sql(
    browser: Browser, portal: Portal, django_db_blocker: DjangoDbBlocker
) -> None:
    with visitor(browser, portal) as page:
        page.goto(f"/accountability/{YEAR}/")
        page.locator(f"main a[href='/accountability/reports/{YEAR}/']").first.click()
        page.wait_for_load_state()
        shown = {int(number): value for number, value in page.locator(".srcs li[id]").evaluate_all(SHOWN)}
    with django_db_blocker.unblock(), databases.connected_to(portal.database):
        report = Report.objects.get(year=YEAR, state="published")
        keys = dict(report.figures.values_list("number", "key"))
        told = {number: written(ask(keys[number], YEAR), FIGURES[keys[number]].measure) for number in shown}
        changed = {number: str(CHANGED_SINCE[key][0]) for number, key in keys.items() if key in CHANGED_SINCE}
    assert len(shown) > 100
    assert shown == told | {number: said for number, said in changed.items() if number in shown}


@pytest.mark.parametrize("key", ["letters.signed", "talks.held", "findings.found", "notices.published"])
def test_a_figure_leads_to_as_many_rows_as_it_says(
    key: str, browser: Browser, portal: Portal, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), databases.connected_to(portal.database):
        number = Report.objects.get(year=YEAR, state="published").figures.get(key=key).number
    with signed_in(browser, portal, "secretary") as desk:
        desk.goto("/desk/yearly-reports/")
        desk.locator("main a[href*='/desk/yearly-reports/']", has_text=str(YEAR)).first.click()
        desk.wait_for_load_state()
        row = desk.locator(f"#s{number}")
        said = int(row.locator(".n").evaluate("cell => cell.firstChild.textContent"))
        row.locator("a").click()
        desk.wait_for_load_state()
        assert f"{said}" in desk.locator("main").inner_text()
        listed = desk.locator("main tbody tr").count()
        assert listed == said or desk.locator(".pager").count() == 1
