"""A form of notice that only the tests know goes all the way, and neither notices nor posters names it."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from disclosure.catalogue.actions import save_entry
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.registry import known_forms
from disclosure.notices.actions import drafts, publishing, steps
from disclosure.notices.models import Edition
from disclosure.notices.registry import (
    BELOW_PERIOD,
    EDITION_SECTIONS,
    FOLLOWERS,
    FORMS,
    NOTICE_SECTIONS,
    EditionPage,
    Follower,
    NoticePage,
    Phase,
    default_form,
    register_form,
)
from disclosure.posters.documents import making
from disclosure.posters.enums import PaperSize
from portal.core import pages, publication_log
from portal.core.models import Job
from portal.core.refusals import Refused
from portal.core.sections import Section
from tests.disclosure import desk
from tests.example.wells import FOLLOWED, FORM, save_wells
from tests.factories import NOON, Cast, CatalogueEntryFactory, approved, cast, published

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)
WELLS = [("东井", 900), ("西井", 300)]


@pytest.fixture
def people() -> Cast:
    FOLLOWED.clear()
    return cast()


@pytest.fixture
def draft(people: Cast) -> Edition:
    edition = drafts.start_notice(
        actor=people.clerk, unit=people.village, entry=CatalogueEntryFactory(form=FORM), period="2026Q3", at=NOON
    )
    return save_wells(actor=people.clerk, edition=edition, wells=WELLS, at=NOON)


@pytest.fixture(autouse=True)
def _fresh_pages(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pages.bump()


def test_an_edition_keeps_the_form_it_was_begun_with(people: Cast, draft: Edition) -> None:
    CatalogueEntry.objects.update(form="text")
    edition = published(people, draft)
    assert edition.form == FORM
    correction = publishing.start_correction(actor=people.clerk, edition=edition, at=LATER)
    assert correction.form == FORM
    other = drafts.start_notice(
        actor=people.clerk, unit=people.village, entry=CatalogueEntry.objects.get(), period="2026Q2", at=NOON
    )
    assert other.form == "text"


def test_it_is_submitted_with_its_part_of_the_document(people: Cast, draft: Edition) -> None:
    edition = steps.submit(actor=people.clerk, edition=draft, at=NOON)
    document = json.loads(bytes(edition.canonical or b""))
    assert document[FORM] == [{"name": "东井", "litres": 900}, {"name": "西井", "litres": 300}]
    assert document["statement"] is None


def test_it_is_refused_empty_and_with_an_error(people: Cast, draft: Edition) -> None:
    broken = save_wells(actor=people.clerk, edition=draft, wells=[("东井", 0)], at=NOON)
    with pytest.raises(Refused, match=r"1 .*东井 yields nothing"):
        steps.submit(actor=people.clerk, edition=broken, at=NOON)
    page = desk.get(people.clerk, "disclosure_desk:edition", draft.pk).content.decode()
    assert "dry" in page
    empty = save_wells(actor=people.clerk, edition=draft, wells=[], at=NOON)
    with pytest.raises(Refused, match="no wells yet"):
        steps.submit(actor=people.clerk, edition=empty, at=NOON)


def test_the_public_reads_and_takes_it_away(client: Client, people: Cast, draft: Edition) -> None:
    number = published(people, draft).notice.number
    page = client.get(f"/notices/{number}/").content.decode()
    assert "东井: 900" in page
    assert 'id="h-text"' not in page
    rows = list(csv.reader(io.StringIO(client.get(f"/notices/{number}/data.csv").getvalue().decode("utf-8-sig"))))
    assert rows == [["水井", "升"], ["东井", "900.00"], ["西井", "300.00"]]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/notices/{number}/data.xlsx").getvalue()))
    assert [cell.value for cell in book.worksheets[0]["B"]] == ["升", 900, 300]
    data = json.loads(client.get(f"/notices/{number}/data.json").getvalue())
    assert (data[FORM][1], data["statement"]) == ({"name": "西井", "litres": 300}, None)


def test_a_correction_begins_with_it_and_says_what_changed(client: Client, people: Cast, draft: Edition) -> None:
    edition = published(people, draft)
    begun = publishing.start_correction(actor=people.clerk, edition=edition, at=LATER)
    begun = save_wells(actor=people.clerk, edition=begun, wells=[("东井", 950), WELLS[1]], at=LATER)
    begun = drafts.save_text(actor=people.clerk, edition=begun, title="", body="", reason="东井少记。", at=LATER)
    corrected = published(people, begun, at=LATER)
    page = client.get(f"/notices/{corrected.notice.number}/").content.decode()
    assert "<del>900</del>" in page
    assert "<ins>950</ins>" in page
    assert "<del>300</del>" not in page


def test_it_is_printed(people: Cast, draft: Edition) -> None:
    edition = published(people, draft)
    sheet = making.sheet(edition, PaperSize.A4, "published")
    assert sheet.content is not None
    assert "东井" in sheet.content.html
    assert making.poster(edition, PaperSize.A4).pages == 1


def test_the_log_and_the_desk_name_it(people: Cast, draft: Edition) -> None:
    page = desk.get(people.clerk, "disclosure_desk:edition", draft.pk).content.decode()
    assert "Change the wells" in page
    assert "Wells written" in page
    edition = published(people, draft)
    entry = publication_log.entries(subject_number=edition.notice.number, edition=1).get()
    assert entry.facts["wells"] == 2


def test_a_notice_is_begun_where_it_is_written(people: Cast) -> None:
    entry = CatalogueEntryFactory(form=FORM)
    page = desk.get(people.clerk, "disclosure_desk:new_notice", unit=people.village.code, entry=entry.code)
    assert "Count the wells" in page.content.decode()


def test_followers_run_with_the_step_and_by_phase(people: Cast, draft: Edition) -> None:
    edition = published(people, draft)
    publishing.withdraw(actor=people.publisher, edition=edition, reason="有误。", at=LATER)
    number = edition.audit_number()
    assert [(event, number) for event in ("begun", "submitted", "published", "withdrawn")] == FOLLOWED
    assert [one.phase for one in FOLLOWERS] == sorted(one.phase for one in FOLLOWERS)


def test_one_that_refuses_stops_the_publication(people: Cast, draft: Edition) -> None:
    def refuse(**_publication: Any) -> None:
        raise Refused("The printer burns.")

    edition = approved(people, draft)
    last = Follower(key="z", phase=Phase.NOTIFY, published=refuse)
    with FOLLOWERS.also(last), pytest.raises(Refused, match="printer burns"):
        publishing.publish(actor=people.publisher, edition=edition, at=LATER)
    assert Edition.objects.get(pk=edition.pk).state == "approved"
    assert not publication_log.entries(subject_number=edition.notice.number).exists()
    assert not Job.objects.exists()
    publishing.publish(actor=people.publisher, edition=edition, at=LATER)
    assert {job.args["size"] for job in Job.objects.all()} == {"A3", "A4"}


def test_the_catalogue_takes_forms_that_are_known_and_no_others(people: Cast) -> None:
    entry = CatalogueEntryFactory()
    saved = save_entry(actor=people.administrator, entry=entry, fields={"form": FORM}, at=NOON)
    assert saved.form == FORM
    with pytest.raises(Refused) as refused:
        save_entry(actor=people.administrator, entry=entry, fields={"form": "poem"}, at=NOON)
    assert refused.value.field == "form"
    assert {"text", "statement", "allocation", "list"} <= known_forms().keys()


def test_what_has_no_form_of_its_own_is_text(people: Cast) -> None:
    entry = CatalogueEntryFactory(form="nobody’s")
    edition = drafts.start_notice(actor=people.clerk, unit=people.village, entry=entry, period="2026Q3", at=NOON)
    assert edition.form == default_form().key == "text"


def test_another_room_shows_a_section_on_both_pages(client: Client, people: Cast, draft: Edition) -> None:
    on_desk: Section[EditionPage] = Section("x", 1, "example/wells.html", lambda page: page.content)
    with EDITION_SECTIONS.also(on_desk):
        shown = desk.get(people.clerk, "disclosure_desk:edition", draft.pk).content.decode()
    assert shown.count('id="h-wells"') == 2
    edition = published(people, draft)
    for order, is_above in ((BELOW_PERIOD - 1, True), (BELOW_PERIOD + 1, False)):
        section: Section[NoticePage] = Section("x", order, "example/wells.html", lambda page: page.content)
        with NOTICE_SECTIONS.also(section):
            shown = client.get(f"/notices/{edition.notice.number}/editions/1/?view={order}").content.decode()
        assert (shown.rindex('id="h-wells"') < shown.index('id="h-opinions"')) is is_above


def test_one_form_alone_is_the_default_and_none_comes_late() -> None:
    assert [form.key for form in FORMS if form.is_default] == ["text"]
    assert apps.ready
    with pytest.raises(ImproperlyConfigured):
        register_form(default_form())


@pytest.mark.parametrize("room", ["notices", "posters"])
def test_no_form_is_named(room: str) -> None:
    """The law of imports does not see a key that is written as text."""
    folder = Path(apps.get_app_config("disclosure").path) / room
    keys = [form.key for form in FORMS if not form.is_default]
    found = [f"{file.name}: {key}" for file in folder.rglob("*.py") for key in keys if f'"{key}"' in file.read_text()]
    assert found == []
