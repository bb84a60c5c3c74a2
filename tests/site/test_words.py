"""Words that were put right, each on the page where it stands, and that the old ones are gone everywhere."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from disclosure.content.statement import queries
from disclosure.content.statement.forms import answer_name
from disclosure.obligations.actions import sync
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.enums import OpinionKind
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.cases.enums import Visibility
from portal.messaging.actions.reminders import remind
from tests import steps
from tests.disclosure import desk
from tests.factories import NOON, Cast, CatalogueEntryFactory, StationFactory, cast, money_draft, published, text_draft
from tests.messaging.people import MORNING, reader, reminder

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)
ASKED = NOON + timedelta(days=1)
AFTER_DUE = NOON + timedelta(days=16)
TEXT = "垃圾清运费第 17 笔和垃圾站贴的单子对不上，差 45 元。"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(ASKED, tick=False):
        yield


@pytest.fixture
def people() -> Cast:
    return cast()


def public(address: str) -> str:
    return str(Client().get(address).content.decode())


def seen(person: User, address: str) -> str:
    return str(desk.signed_in(person).get(address).content.decode())


def asked(people: Cast) -> Any:
    live = published(people, text_draft(people))
    return opinions.receive(
        actor=system_actor(), edition=live, kind=OpinionKind.OBJECTION, text=TEXT, name="马长河", at=ASKED
    )


def test_an_opinion_is_answered_by_a_day_with_its_name(people: Cast) -> None:
    live = published(people, text_draft(people))
    page = public(f"/notices/{live.notice.number}/opinions/new/")
    assert "10月22日（星期四）前答复" in page
    assert "个工作日内" not in page
    assert "The unit answers by Thursday 22 October" in public(f"/en/notices/{live.notice.number}/opinions/new/")


def test_who_is_telephoned_when_the_village_does_not_answer(people: Cast) -> None:
    live = published(people, text_draft(people))
    station = StationFactory(parent=people.town)
    for address in (f"/units/{people.village.code}/", f"/notices/{live.notice.number}/"):
        assert "村里没有答复的，请打镇监督电话" in public(address)
    of_station = public(f"/units/{station.code}/")
    assert "本单位没有答复的，请打镇监督电话" in of_station
    assert "村里没有答复的" not in of_station
    assert "没有答复的" not in public(f"/units/{people.town.code}/")


def test_what_is_not_begun_is_called_so(people: Cast) -> None:
    published(people, text_draft(people))
    CatalogueEntryFactory()
    with time_machine.travel(AFTER_DUE, tick=False):
        sync.synchronise(system_actor(), AFTER_DUE)
        assert "尚未起草" in seen(people.clerk, "/desk/")


def test_what_was_reported_above_is_for_them_to_press_for(people: Cast) -> None:
    person = reader()
    remind([reminder(person, cause="obligation:9", kind="escalation_publisher", escalates=True)], at=MORNING)
    assert "已上报，请督促" in seen(person, "/desk/inbox/")


def test_what_is_listed_below_the_matrix(people: Cast) -> None:
    published(people, text_draft(people))
    CatalogueEntryFactory()
    with time_machine.travel(AFTER_DUE, tick=False):
        assert "未公开、迟公开、免公开的事项" in public("/matrix/2026Q3/")


def test_an_opinion_that_waits_is_called_one_thing(people: Cast) -> None:
    asked(people)
    page = seen(people.publisher, "/desk/opinions/")
    assert page.count("待初核") > 1


def test_a_ledger_that_adds_up_is_said_to_be_right(people: Cast) -> None:
    row = desk.brought_in(people.clerk, people.village, "liushu-2026Q3.xlsx")
    answers = {answer_name(one.key): "已核对" for one in queries.findings_of_import(row)}
    desk.post(people.clerk, "disclosure_desk:ledger", row.pk, **answers)
    assert "账目核对无误" in seen(people.clerk, f"/desk/ledgers/{row.pk}/")


def test_the_lay_supervisor_reads_what_the_whole_town_publishes(people: Cast) -> None:
    money_draft(people)
    assert "全镇的公开事项" in seen(people.lay, "/desk/notices/")
    assert "您的单位正在编制" in seen(people.clerk, "/desk/notices/")


def test_a_choice_is_called_by_its_own_name_where_another_is_refused(people: Cast) -> None:
    opinion = asked(people)
    typed = {
        "visibility": Visibility.PUBLIC,
        "shown_text": "差 45 元，请说明。",
        "unit": people.village.code,
        "due": "2026-10-22",
    }
    page = steps.take(people.publisher, f"/desk/opinions/{opinion.pk}/", "route", **typed).content.decode()
    assert "请选“隐去个人信息后公开”" in page
    assert "<b>隐去个人信息后公开，以下面的文字为准</b>" in page


def test_names_of_pages_in_english(people: Cast) -> None:
    assert "<h1>Joint demands</h1>" in seen(people.publisher, "/en/desk/demands/")
    assert "How messages reach me" in seen(people.publisher, "/en/desk/inbox/")
    assert "Enter the number of voters" in seen(people.publisher, "/en/desk/demands/")


@pytest.mark.parametrize(
    "old",
    [
        "个工作日内答复",
        "打镇里",
        "还没有动手",
        "提请过问",
        "缺的、迟的",
        "待甄别",
        "账目平了",
        "这个字段是必填项",
        "海报",
        "公开件",
        "张贴件",
        "遮盖后公开",
        "群发提醒",
        "提意见的人",
        "brought in",
        "to be mended",
        "now over",
        "How I am written to",
        "Asked for together",
        "hangs",
        "must hang",
        "has hung",
        "hang it",
    ],
)
def test_old_words_are_nowhere_in_what_people_read(old: str) -> None:
    po = (ROOT / "locale/zh_Hans/LC_MESSAGES/django.po").read_text()
    texts = "".join(re.findall(r'^(?:msg\w+(?:\[\d\])? )?"(.*)"$', po, re.MULTILINE))
    stories = "".join(one.read_text() for one in sorted((ROOT / "data/demo").rglob("*.toml")))
    registered = "".join(one.read_text() for one in ROOT.glob("disclosure/**/registrations.py"))
    assert old not in texts + stories + registered


def test_texts_are_asked_for_by_the_names_under_which_they_are_collected() -> None:
    renamed = re.compile(r"\b[np]?n?gettext(?:_lazy|_noop)? as (?!_\b)\w+")
    code = [
        one for room in ("portal", "disclosure", "petitions", "accountability") for one in (ROOT / room).rglob("*.py")
    ]
    assert [str(one) for one in code if renamed.search(one.read_text())] == []
