"""Questions with their answers: all of them by unit, and the newest on a board. And what residents can do on line."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from disclosure.notices.models import Edition
from disclosure.opinions import views
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.cases.enums import Visibility
from tests.disclosure.opinions.test_views import ASKED, TEXT, closed, read, received, refresh, routed
from tests.factories import Cast, cast, person, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_then")]
__all__ = ["refresh"]


@pytest.fixture
def _then() -> Iterator[None]:
    with time_machine.travel(ASKED + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def live(people: Cast) -> Edition:
    return published(people, text_draft(people))


def elsewhere(people: Cast) -> Edition:
    """Return a live notice of the other village."""
    village = Unit.objects.exclude(pk=people.village.pk).get(parent=people.town)
    other = people.__class__(
        **{name: getattr(people, name) for name in people.__dataclass_fields__}
        | {"village": village, "clerk": people.outsider, "supervisor": person(Role.SUPERVISOR, village)}
    )
    return published(other, text_draft(other))


def test_the_newest_stands_first_with_its_notice_and_its_answer(
    people: Cast, live: Edition, refresh: Callable[[], None]
) -> None:
    first = closed(people, routed(people, received(live)))
    second = routed(people, received(live, "路灯电费为什么只有一笔？请说明。", at=ASKED + timedelta(hours=1)))
    refresh()
    page = read(Client(), "/opinions/")
    assert page.index(f'id="{second.number}"') < page.index(f'id="{first.number}"')
    assert "清单已附上" in page
    assert f'<a href="/notices/{live.notice.number}/#{first.number}">' in page


def test_it_is_narrowed_to_a_unit_and_counts_all(people: Cast, live: Edition, refresh: Callable[[], None]) -> None:
    routed(people, received(live))
    other = elsewhere(people)
    routed(people, received(other, "另一个村的问题，请一并答复。"), unit=other.notice.unit)
    refresh()
    whole = read(Client(), "/opinions/")
    assert f'href="/opinions/?unit={people.village.code}#questions"' in whole
    assert "<small>2</small>" in whole
    narrowed = read(Client(), f"/opinions/?unit={people.village.code}")
    assert TEXT in narrowed
    assert "另一个村的问题" not in narrowed
    assert 'name="robots" content="noindex"' in narrowed
    assert 'name="robots"' not in whole
    assert Client().get("/opinions/?unit=QS-99").status_code == 404
    assert Client().get("/opinions/?unit=%00").status_code == 200, "zero characters are taken out"


def test_what_is_private_is_neither_shown_nor_counted(people: Cast, live: Edition, refresh: Callable[[], None]) -> None:
    routed(people, received(live), visibility=Visibility.PRIVATE)
    masked = received(live, "我住二组，垃圾清运费差45元。")
    routed(people, masked, visibility=Visibility.MASKED, shown_text="垃圾清运费差45元。")
    refresh()
    page = read(Client(), "/opinions/")
    assert "垃圾清运费差45元。" in page
    assert not [word for word in (TEXT, "我住二组") if word in page]
    assert '<b aria-current="true"><span>全部</span><small>1</small></b>' in page


def test_it_is_paged_without_leaving_one_out(
    people: Cast, live: Edition, refresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    made = [
        routed(people, received(live, f"{TEXT}{count}", at=ASKED + timedelta(minutes=count))).number
        for count in range(3)
    ]
    refresh()
    first = read(Client(), "/opinions/")
    older = first.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    second = read(Client(), older)
    assert [number for number in made if f'id="{number}"' in first] == made[1:]
    assert [number for number in made if f'id="{number}"' in second] == made[:1]


def test_a_board_has_its_newest_three_and_leads_to_all(
    people: Cast, live: Edition, refresh: Callable[[], None]
) -> None:
    assert 'id="opinions"' not in read(Client(), f"/units/{people.village.code}/")
    for count in range(4):
        routed(people, received(live, f"第{count}个问题，请村里答复一下。", at=ASKED + timedelta(minutes=count)))
    refresh()
    board = read(Client(), f"/units/{people.village.code}/")
    assert [count for count in range(4) if f"第{count}个问题" in board] == [1, 2, 3]
    assert f'href="/opinions/?unit={people.village.code}#questions"' in board
    assert "10月22日前答复" in board


def test_home_board_and_notice_name_what_can_be_done_on_line(people: Cast, live: Edition) -> None:
    client, code, number = Client(), people.village.code, live.notice.number
    ways = {
        # Only where these stand together: a page may lead there from elsewhere too.
        ("/", 'id="ask"'): ("/notices/", "/opinions/follow/", "/opinions/#demands"),
        (f"/units/{code}/", 'id="ask"'): (f"/notices/?unit={code}", "/opinions/follow/", f"/units/{code}/demands/"),
        (f"/notices/{number}/", "<aside"): (
            f"/notices/{number}/opinions/new/",
            "/opinions/follow/",
            f"/units/{code}/demands/",
        ),
    }
    words = ("提问、提异议", "查询我的意见", "参加联名要求公开")
    for (address, begins), links in ways.items():
        _before, _begin, rest = read(client, address).partition(begins)
        page = re.split("</section>|</aside>", rest)[0]
        for link, word in zip(links, words, strict=True):
            assert f'href="{link}">{word}</a>' in page, (address, link)
    assert "联名要求公开" not in read(client, f"/units/{people.town.code}/").split('id="ask"')[1]
