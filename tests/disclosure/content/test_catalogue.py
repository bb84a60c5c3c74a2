"""Every entry of the catalogue that comes with the portal is published in its form."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from disclosure.catalogue.actions import CATALOGUE_COLUMNS, load_catalogue
from disclosure.catalogue.enums import MONEY_STATEMENT
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation.actions import save_lines as save_allocation
from disclosure.content.statement.actions import save_statement
from disclosure.lists.actions import save_lines
from disclosure.lists.forms.grid import grid_of
from disclosure.lists.forms.workbook import read_workbook
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import canonical_document
from disclosure.reports.actions import save_report
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.queries import system_actor
from tests.disclosure.allocating import line, resident
from tests.disclosure.reports.making import SOUND, TEXTS
from tests.factories import NOON, Cast, StationFactory, answered, cast, ledger, person, published, text_draft

pytestmark = pytest.mark.django_db

LISTED = Path(settings.BASE_DIR) / "data" / "lists"
with (settings.BASE_DIR / "data" / "catalogue.csv").open(encoding="utf-8-sig", newline="") as _file:
    ROWS = tuple(csv.DictReader(_file))
PERIODS = {"monthly": "2026-09", "quarterly": "2026Q3", "half_yearly": "2026H1"}
"""Periods that have ended; of all other entries it is a year."""


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        yield


def loaded(row: dict[str, str]) -> CatalogueEntry:
    """Load one row of the catalogue as the portal does."""
    text = ",".join(CATALOGUE_COLUMNS) + "\n" + ",".join(f'"{row[name]}"' for name in CATALOGUE_COLUMNS)
    load_catalogue(text.encode(), actor=system_actor(), at=NOON)
    return CatalogueEntry.objects.get(code=row["code"])


def who_publishes(play: Cast, entry: CatalogueEntry) -> Cast:
    """Return the cast with a clerk of the unit that publishes an entry in the place of the village's."""
    if entry.publisher == UnitKind.VILLAGE:
        return play
    unit: Unit = play.town if entry.publisher == UnitKind.TOWN else StationFactory(parent=play.town)
    return replace(play, village=unit, clerk=person(Role.CLERK, unit))


def filled(play: Cast, draft: Edition, period: str) -> tuple[Edition, str]:
    """Write what a draft of a form holds, and return it with something that its page must show."""
    if draft.form in LISTS:
        form = LISTS[draft.form]
        (path,) = LISTED.glob(f"{form.key}.*")
        grid = grid_of(form).filled(read_workbook(form, path.read_bytes()).rows)
        lines = grid.read(period=Period.parse(period), published=())
        assert lines, list(grid.faults())
        shown = str(getattr(lines[-1], form.names[0]))
        return save_lines(actor=play.clerk, edition=draft, form=form, lines=lines, at=NOON), shown
    if draft.form == "allocation":
        return save_allocation(
            actor=play.clerk, edition=draft, lines=[line(None, recipient="青石农机合作社")], at=NOON
        ), "58,000.00"
    if draft.form == MONEY_STATEMENT:
        draft = save_statement(actor=play.clerk, edition=draft, ledger=ledger(period=period), at=NOON)
        return answered(play, draft), "土地承包费"
    if draft.form == "report":
        return save_report(
            actor=play.clerk, edition=draft, figures=SOUND, texts=TEXTS, at=NOON
        ), "全年主动公开信息1200条"
    return draft, draft.body


@pytest.mark.parametrize("row", ROWS, ids=[row["code"] for row in ROWS])
def test_every_entry_is_published_in_its_form(row: dict[str, str]) -> None:
    entry, play = loaded(row), cast()
    play, period = who_publishes(play, entry), PERIODS.get(entry.cadence, "2025")
    title = "" if entry.is_regular else entry.name_zh
    draft, shown = filled(play, text_draft(play, entry=entry, period=period, title=title), period)
    edition = published(play, draft)
    assert edition.form == row["form"]
    page = resident().get(f"/notices/{edition.notice.number}/")
    assert page.status_code == 200
    assert shown in page.content.decode()
    if row["form"] in LISTS:
        assert json.loads(canonical_document(edition))[row["form"]]["lines"]


def test_every_list_is_the_form_of_an_entry() -> None:
    assert {form.key for form in LISTS} <= {row["form"] for row in ROWS}
