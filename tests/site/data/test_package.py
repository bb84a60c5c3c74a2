"""The data package is valid, holds what is in force, and is not handed out once it holds what is not."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from frictionless import Package, system

from disclosure.notices.actions import publishing
from portal.core.models import Job, JobState
from portal.site.data.actions import TASK, forget_packages, keep_current
from portal.site.data.models import DataPackage
from portal.site.data.registry import DATASETS
from portal.site.data.tasks import make_data_package
from tests.factories import NOON, Cast, cast, ledger, money_draft, published, text_draft
from tests.site.test_public import refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_fresh")]
__all__ = ["refresh"]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def _fresh(refresh: Callable[[], None]) -> Iterator[None]:
    refresh()
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def people() -> Cast:
    return cast()


def made(people: Cast) -> DataPackage:
    """Make the package as the worker does."""
    assert people
    job = keep_current(at=LATER)
    assert job is not None
    make_data_package(job.pk)
    return DataPackage.objects.latest("pk")


def content(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 200
    body: bytes = b"".join(answer)
    return body


def test_it_is_a_valid_data_package_with_every_dataset(people: Cast, tmp_path: Path) -> None:
    published(people, money_draft(people, statement=ledger(movements=(("=1+1 清运", "", "1772.93"),))))
    published(people, text_draft(people, title="合同，“一式两份”"))
    made(people)
    zipfile.ZipFile(io.BytesIO(content("/data/gongkai.zip"))).extractall(tmp_path)
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["resourceName", "type", "note"])
    descriptor: dict[str, Any] = json.loads((tmp_path / "datapackage.json").read_text())
    assert len(descriptor["resources"]) == len(DATASETS)
    assert all("description" in field for one in descriptor["resources"] for field in one["schema"]["fields"])
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"


def test_a_table_is_handed_out_by_itself_and_no_cell_becomes_a_formula(people: Cast) -> None:
    published(people, money_draft(people, statement=ledger(movements=(("=1+1 清运", "", "1772.93"),))))
    made(people)
    table = content("/data/statement-lines.csv").decode("utf-8-sig")
    assert "1772.93" in table
    assert ",'=1+1 清运," in table
    assert Client().get("/data/nothing.csv").status_code == 404


def test_once_a_notice_is_withdrawn_it_is_not_handed_out_until_it_is_made_anew(people: Cast) -> None:
    edition = published(people, text_draft(people, title="误发的名单"))
    first = made(people)
    assert "误发的名单".encode() in content("/data/notices.csv")
    publishing.withdraw(actor=people.publisher, edition=edition, reason="误发", at=LATER)
    for path in ("/data/gongkai.zip", "/data/notices.csv", "/data/units.csv"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "600", "no-store")
    with time_machine.travel(LATER + timedelta(minutes=10), tick=False):
        job = keep_current(at=LATER + timedelta(minutes=10))
        assert job is not None
        make_data_package(job.pk)
        assert "误发的名单".encode() not in content("/data/notices.csv")
    assert DataPackage.objects.latest("pk") != first


def test_it_is_made_anew_after_a_publication_and_once_a_day(people: Cast) -> None:
    made(people)
    assert keep_current(at=LATER) is None
    published(people, text_draft(people))
    job = keep_current(at=LATER)
    assert job is not None
    assert job.task == TASK
    assert keep_current(at=LATER) is None, "one is being made"
    Job.objects.update(state=JobState.DONE, finished_at=LATER)
    made_at = LATER + timedelta(days=1)
    make_package_of_today = keep_current(at=made_at)
    assert make_package_of_today is not None


def test_old_ones_are_forgotten_but_never_the_newest(people: Cast) -> None:
    old, newest = made(people), None
    published(people, text_draft(people))
    newest = made(people)
    assert forget_packages(LATER + timedelta(days=30), 100) == 1
    assert list(DataPackage.objects.all()) == [newest]
    assert old.pk != newest.pk
    assert content("/data/gongkai.zip")


def test_the_page_says_how_much_there_is_and_until_the_first_was_made_that_it_is_being_made(
    people: Cast, refresh: Callable[[], None]
) -> None:
    assert Client().get("/data/gongkai.zip").status_code == 503
    before = Client().get("/data/").content.decode()
    assert "数据包正在生成" in before
    assert ".csv" not in before, "there is no table to save yet"
    assert "数据包正在生成，请十分钟后再来。" in Client().get("/data/units.csv").content.decode()
    published(people, money_draft(people, statement=ledger(movements=(("清运", "", "1.00"),) * 3)))
    made(people)
    refresh()
    page = Client().get("/data/").content.decode()
    assert "数据包正在生成" not in page
    assert all(f'href="/data/{one.key}.csv"' in page for one in DATASETS)
    assert "<span>3 行</span>" in page.split('id="statement-lines"')[1].split("</li>")[0]
