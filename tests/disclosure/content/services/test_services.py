"""The page of a station: its services with hours and forms, and who works there, from the notices in force."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from PIL import Image

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.content.services.models import ServiceLine
from disclosure.content.staff.models import StaffLine
from disclosure.lists.actions import save_lines
from disclosure.lists.models import ListLine
from disclosure.lists.registry import LISTS
from disclosure.notices.actions import drafts
from disclosure.notices.models import Edition
from portal.accounts.enums import Role, UnitKind
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.factories import NOON, Cast, CatalogueEntryFactory, UnitFactory, cast, person, published, text_draft


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

SERVICE = ServiceLine(
    service="临时救助申请",
    papers="身份证、户口簿",
    takes="10 个工作日",
    fee="不收费",
    place="3 号窗口",
    form="救助申请表",
)


def station() -> Cast:
    """Return a cast whose clerk works at a station."""
    play = cast()
    place = UnitFactory(kind=UnitKind.STATION, parent=play.town, name_zh="民政办公室", name_en="Civil Affairs Office")
    return replace(play, village=place, clerk=person(Role.CLERK, place))


def draft_of(play: Cast, form: str, line: ListLine) -> Edition:
    """Return a draft of a list of the station."""
    entry = CatalogueEntryFactory(
        code=f"G{form}"[:6],
        stream=Stream.GOVERNMENT,
        cadence=Cadence.STANDING,
        form=form,
        publisher=play.village.kind,
    )
    draft = text_draft(play, entry=entry, period="2026", title=form)
    return save_lines(actor=play.clerk, edition=draft, form=LISTS[form], lines=[line], at=NOON)


def with_form(play: Cast, draft: Edition) -> str:
    """Attach the form that the service names and return its address."""
    made = BytesIO()
    Image.new("L", (20, 20)).save(made, "PNG")
    file = drafts.attach_file(actor=play.clerk, edition=draft, name="救助申请表.png", content=made.getvalue(), at=NOON)
    return reverse("disclosure_files:attachment", args=[draft.notice.number, file.pk, file.name])


def board(play: Cast) -> str:
    page: str = resident().get(reverse("site:unit", args=[play.village.code])).content.decode()
    return page


def test_the_board_of_a_station_has_its_services_hours_forms_and_people() -> None:
    play = station()
    services = draft_of(play, "services", SERVICE)
    form = with_form(play, services)
    people = draft_of(play, "staff", StaffLine(name="孟春梅", post="主任", duties="低保", whereabouts="in"))
    before = board(play)
    assert "临时救助申请" not in before
    assert "孟春梅" not in before
    notice = published(play, services).notice
    published(play, people)
    page = board(play)
    assert f"{reverse('disclosure:notice', args=[notice.number])}#line-1" in page
    assert "Open on working days 8:30" in page
    assert page.index("临时救助申请") < page.index(form) < page.index("孟春梅")
    assert "1 person, In the office: 1" in page
    assert "Who it is for" not in page


def test_the_guide_leads_to_the_form_that_is_called_so() -> None:
    play = station()
    draft = draft_of(play, "services", SERVICE)
    form = with_form(play, draft)
    edition = published(play, draft)
    page = resident().get(reverse("disclosure:notice", args=[edition.notice.number])).content.decode()
    assert f'<dd><a href="{form}">' in page


def test_a_village_keeps_the_table_of_those_who_hold_its_posts() -> None:
    play = cast()
    published(play, draft_of(play, "staff", StaffLine(name="孟春梅", post="主任", duties="低保")))
    page = board(play)
    assert "孟春梅" not in page
