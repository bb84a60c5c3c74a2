"""Atom feeds: they parse, hold what is in force and nothing else, and are narrowed like the pages beside them."""

from collections.abc import Callable
from datetime import timedelta

import feedparser
import pytest
from django.conf import settings
from django.test import Client

from disclosure.notices.actions import drafts, publishing
from tests.factories import NOON, Cast, approved, cast, published, text_draft
from tests.site.test_public import refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_fresh")]
__all__ = ["refresh"]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def _fresh(refresh: Callable[[], None]) -> None:
    refresh()


@pytest.fixture
def people() -> Cast:
    return cast()


def feed(path: str) -> feedparser.FeedParserDict:
    """Return the feed at an address, which must be well-formed."""
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    read = feedparser.parse(answer.content)
    assert not read.bozo, read.get("bozo_exception")
    return read


def titles(path: str) -> list[str]:
    return [entry.title for entry in feed(path).entries]


def test_it_names_the_page_it_belongs_to_and_itself(people: Cast) -> None:
    found = feed(f"/feeds/units/{people.village.code}.atom").feed
    assert found.title == f"{people.village.name_zh}，{people.town.name_zh}"
    links = {one.rel: one.href for one in found.links}
    assert links == {
        "alternate": f"{settings.SITE_URL}/units/{people.village.code}/",
        "self": f"{settings.SITE_URL}/feeds/units/{people.village.code}.atom",
    }


def test_a_notice_stands_in_the_feeds_of_its_unit_stream_item_and_words(people: Cast) -> None:
    edition = published(people, text_draft(people, title="机动地发包合同公开"))
    entry = edition.notice.entry
    addresses = (
        "/feeds/newest.atom",
        f"/feeds/units/{people.village.code}.atom",
        f"/feeds/stream/{entry.stream}.atom",
        f"/feeds/entry/{entry.code}.atom",
        "/feeds/search.atom?q=机动地 合同",
    )
    assert [titles(address) for address in addresses] == [["机动地发包合同公开"]] * len(addresses)
    (one,) = feed(addresses[0]).entries
    assert one.link == one.id == f"{settings.SITE_URL}/notices/{edition.notice.number}/"
    assert one.author == people.village.name_zh
    others = (f"/feeds/units/{people.town.code}.atom", "/feeds/stream/party.atom", "/feeds/search.atom?q=鱼塘")
    assert [titles(address) for address in others] == [[], [], []]


def test_what_is_not_public_or_not_any_more_stands_in_none(people: Cast) -> None:
    approved(people, text_draft(people, title="还没有发布"))
    edition = published(people, text_draft(people, title="已经撤回"))
    publishing.withdraw(actor=people.publisher, edition=edition, reason="有误", at=LATER)
    assert titles("/feeds/newest.atom") == []


def test_a_correction_renews_its_entry(people: Cast) -> None:
    edition = published(people, text_draft(people, title="村道维修公开"))
    draft = publishing.start_correction(actor=people.clerk, edition=edition, at=LATER)
    drafts.save_text(actor=people.clerk, edition=draft, title="村道维修公开", body="改了", reason="写错了", at=LATER)
    published(people, draft, at=LATER)
    (one,) = feed("/feeds/newest.atom").entries
    assert one.updated_parsed[:3] == LATER.utctimetuple()[:3]


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/units/NO-99.atom",
        "/feeds/stream/nothing.atom",
        "/feeds/entry/X99.atom",
        "/feeds/body/x.atom",
        "/feeds/search.atom",
        "/feeds/search.atom?q=%00",
        "/en/feeds/newest.atom",
    ],
)
def test_what_nobody_registered_is_no_feed(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_signs_of_xml_in_a_title_do_no_harm(people: Cast) -> None:
    published(people, text_draft(people, title="<script>&\x0b收支"))
    assert titles("/feeds/newest.atom") == ["<script>& 收支"]
    assert feed("/feeds/search.atom?q=%01收支<").feed.title.startswith("查询")


def test_pages_lead_to_their_feeds(people: Cast) -> None:
    code = people.village.code
    published(people, text_draft(people, title="机动地发包合同公开"))
    for path, address in (
        ("/", "/feeds/newest.atom"),
        (f"/en/units/{code}/", f"/feeds/units/{code}.atom"),
        ("/search/?q=机动地", "/feeds/search.atom?q=%E6%9C%BA%E5%8A%A8%E5%9C%B0"),
    ):
        page = Client().get(path).content.decode()
        assert f'type="application/atom+xml" href="{settings.SITE_URL}{address}"' in page, path
        assert page.count(f'href="{address}"') == 1, path
