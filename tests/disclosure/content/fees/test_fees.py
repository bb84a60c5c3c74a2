"""Fees and charging standards: by who collects them, what is free apart, on the page and on paper."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.content.fees.models import FeeLine
from disclosure.content.fees.presenters import is_free
from disclosure.lists.actions import save_lines
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition
from disclosure.posters.documents.making import poster, sheet
from disclosure.posters.enums import PaperSize
from portal.accounts.enums import UnitKind
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, published, text_draft


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


def notice(play: Cast) -> Edition:
    """Publish three fees and what is free."""
    entry = CatalogueEntryFactory(
        code="G06",
        stream=Stream.GOVERNMENT,
        name_zh="收费项目与标准",
        name_en="Fees",
        cadence=Cadence.STANDING,
        form="fees",
        publisher=UnitKind.VILLAGE,
    )
    draft = text_draft(play, entry=entry, period="2026", title="收费项目与标准公示")
    lines = [
        FeeLine(item="自来水费", standard="2.10 元/立方米", basis="县发改价〔2024〕18号", office="镇供水站"),
        FeeLine(item="社保卡补办", standard="20.00 元/张", basis="县发改价〔2022〕6号", office="社会保障所"),
        FeeLine(item="污水处理费", standard="0.85 元/立方米", basis="财税〔2014〕151号", office="镇供水站"),
        FeeLine(item="老年优待证", standard="免费", basis="老年人权益保障法", relief=""),
    ]
    return published(play, save_lines(actor=play.clerk, edition=draft, form=LISTS["fees"], lines=lines, at=NOON))


def test_fees_stand_by_who_collects_them_and_what_is_free_stands_apart() -> None:
    edition = notice(cast())
    page = resident().get(reverse("disclosure:notice", args=[edition.notice.number])).content.decode()
    places = [page.index(f'id="line-{number}"') for number in (1, 3, 2, 4)]
    assert places == sorted(places)
    assert page.index("Free of charge") < places[-1]
    assert "What does not stand here is not charged." in page
    assert page.count("镇供水站") == 1
    assert "3 fees." in page


@pytest.mark.parametrize(
    ("standard", "free"),
    [("免费", True), ("不收费", True), ("0 元", True), ("0", True), ("10 元/份", False), ("0.85 元/立方米", False)],
)
def test_what_is_free_is_known_by_how_offices_write_it(standard: str, free: bool) -> None:
    assert is_free(FeeLine(standard=standard)) is free


def test_the_poster_says_that_nothing_else_is_charged_and_where_to_complain() -> None:
    play = cast()
    edition = notice(play)
    content = sheet(edition, PaperSize.A3, "published").content
    assert content is not None
    assert "表上没有的，一律不收" in content.html
    assert (play.village.supervision_phone or play.town.supervision_phone) in content.html
    assert content.html.index("污水处理费") < content.html.index("这些事不收费") < content.html.index("老年优待证")
    assert poster(edition, PaperSize.A3).pages == 1
