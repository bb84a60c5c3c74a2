"""What each role finds on the desk's first page besides what waits for it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.notices.actions import publishing, steps
from disclosure.obligations.actions import exemptions, sync
from disclosure.obligations.queries import awaited
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.enums import OpinionKind
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor, without_second_factor
from portal.cases.enums import Visibility
from portal.core.models import Demonstration, Job, JobState
from portal.messaging.models import Message
from tests.disclosure import desk
from tests.factories import NOON, Cast, CatalogueEntryFactory, approved, cast, person, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

NOW = datetime.fromisoformat("2026-11-02T10:00+08:00")
"""The third quarter was due on 20 October: it is 13 days overdue."""


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def play() -> Cast:
    found = cast()
    # The other village would owe everything too.
    Unit.objects.filter(posts__person=found.outsider).update(is_active=False)
    return found


def section(who: User, key: str) -> Any:
    """Return a section of somebody's first page; None where it is not shown."""
    places = desk.get(who, "desk:home").context["sections"].values()
    return next((one.content for place in places for one in place if one.key == key), None)


def owed(play: Cast, items: int = 1) -> list[Any]:
    """Have the village owe items; the second quarter of the first was published on time."""
    entries = [CatalogueEntryFactory() for _number in range(items)]
    july = datetime.fromisoformat("2026-07-06T10:00+08:00")
    published(play, text_draft(play, entry=entries[0], period="2026Q2", at=july), at=july)
    sync.synchronise(system_actor(), NOW)
    return entries


def test_the_secretary_sees_what_is_overdue_at_which_step_with_whom_and_for_how_many_days(play: Cast) -> None:
    secretary = person(Role.SECRETARY, play.town)
    begun, handed_in, claimed = owed(play, 3)
    october = datetime.fromisoformat("2026-10-15T10:00+08:00")
    text_draft(play, entry=begun, at=october)
    steps.submit(actor=play.clerk, edition=text_draft(play, entry=handed_in, at=october), at=NOW - timedelta(days=7))
    third = [row for row in awaited.open_items(units=[play.village], at=NOW) if str(row.period) == "2026Q3"]
    (row,) = [row for row in third if row.entry == claimed]
    exemptions.claim_not_applicable(actor=play.clerk, obligation=row, reason="没有发生", at=NOW - timedelta(days=2))
    found = section(secretary, "obligations.overdue")
    rows = {row.number: row for row, _bar in found.rows}
    of = {entry: rows[f"{play.village.code}-{entry.code}-2026Q3"] for entry in (begun, handed_in, claimed)}
    assert [(row.step, row.days) for row in of.values()] == [("未提交", 33), ("待会签", 7), ("待核对“没有此事”", 2)]
    assert (of[handed_in].who, of[begun].who) == (play.supervisor.name_zh, play.clerk.name_zh)
    assert of[begun].due.kind == "owed"
    page = desk.text_of(desk.get(secretary, "desk:home"))
    assert "草稿" not in page, "whether it is begun is its clerk's matter"
    assert found.figure.value == len(found.rows)


def test_the_secretary_and_the_office_see_which_answers_are_overdue(play: Cast) -> None:
    secretary = person(Role.SECRETARY, play.town)
    edition = published(play, text_draft(play))
    for visibility in (Visibility.PUBLIC, Visibility.PRIVATE):
        text = f"修路的钱为什么比去年多了这么多？{visibility}"
        opinions.route(
            actor=play.publisher,
            opinion=opinions.receive(
                actor=system_actor(), edition=edition, kind=OpinionKind.QUESTION, text=text, at=NOON
            ),
            unit=play.village,
            visibility=visibility,
            shown_text=text,
            shown_name="",
            due=date(2026, 10, 26),
            at=NOON,
        )
    (row, _bar), *others = section(play.publisher, "opinions.overdue").rows
    assert (row.step, row.people, row.days, row.due.text) == ("待答复", [play.clerk.name_zh], 19, "已逾期 7 天")
    assert len(others) == 1
    ((only, _bar),) = section(secretary, "opinions.overdue").rows
    assert (only.number, only.url) == (row.number, f"/notices/{edition.notice.number}/")
    assert section(play.clerk, "opinions.overdue") is None


def test_a_demonstration_counts_what_is_overdue_as_of_its_own_day(play: Cast) -> None:
    (entry,) = owed(play)
    steps.submit(actor=play.clerk, edition=text_draft(play, entry=entry), at=NOW)
    edition = published(play, text_draft(play))
    for day in (26, 31):
        text = f"修路的钱为什么比去年多了这么多？{day}"
        opinions.route(
            actor=play.publisher,
            opinion=opinions.receive(
                actor=system_actor(), edition=edition, kind=OpinionKind.QUESTION, text=text, at=NOON
            ),
            unit=play.village,
            visibility=Visibility.PUBLIC,
            shown_text=text,
            shown_name="",
            due=date(2026, 10, day),
            at=NOON,
        )
    Demonstration.objects.create(day=date(2026, 10, 30))
    ((row, _bar),) = section(play.publisher, "opinions.overdue").rows
    assert (row.days, row.due.text) == (16, "已逾期 4 天")
    ((row, _bar),) = section(play.publisher, "obligations.overdue").rows
    assert row.days == 0, "it was handed in after that day"


def test_nobody_without_the_role_is_shown_who_holds_what_up(play: Cast) -> None:
    owed(play)
    for who in (play.clerk, play.supervisor, play.reviewer, play.approver, play.lay, play.administrator):
        assert section(who, "obligations.overdue") is None
        assert section(who, "obligations.repeats") is None


def test_the_secretary_reads_that_nothing_is_overdue_and_what_comes_next(play: Cast) -> None:
    secretary = person(Role.SECRETARY, play.town)
    with time_machine.travel(NOON, tick=False):
        CatalogueEntryFactory()
        sync.synchronise(system_actor(), NOON)
        page = desk.text_of(desk.get(secretary, "desk:home"))
    assert "没有等您办理的事项" in page
    assert "应于2026年10月20日公开" in page
    assert "没有逾期的" in page


def test_who_is_late_again_and_again_and_whether_it_gets_better(play: Cast) -> None:
    leader = person(Role.LEADER, play.town)
    owed(play, 2)
    found, trend = section(leader, "obligations.repeats"), section(leader, "obligations.trend")
    lines = {line.name: (line.counts, line.run) for line in found.lines}
    assert lines[play.village.name_zh] == ([1, 2], 2)
    newest = trend.lines[0][2]
    assert (newest.late, newest.missing) == (0, found.total.counts[-1])
    assert f"迟 {newest.late}、缺 {newest.missing}</title>" in trend.chart


def test_the_lay_supervisor_sees_what_is_about_to_be_published_and_what_was(play: Cast) -> None:
    assert section(play.lay, "notices.to_read").rows == []
    desk.submitted(play, text_draft(play))
    waiting = approved(play, text_draft(play))
    due = NOW + timedelta(days=1)
    timed = publishing.schedule(actor=play.publisher, edition=approved(play, text_draft(play)), due=due, at=NOW)
    live = published(play, text_draft(play))
    found = section(play.lay, "notices.to_read")
    assert [row.pk for row in found.rows] == [timed.pk, waiting.pk]
    assert found.heading == "即将公开 2 件"
    assert "2026年11月3日 10:00" in found.rows[0].step
    assert play.publisher.name_zh not in "".join(str(row.step) for row in found.rows)
    assert [line.url for line in section(play.lay, "notices.newest")] == [f"/notices/{live.notice.number}/"]
    page = desk.text_of(desk.get(play.lay, "desk:home"))
    assert page.index("即将公开 2 件") < page.index("没有其他等您办理的事项")


def test_where_nothing_waits_the_page_leads_to_what_was_not_read(play: Cast) -> None:
    leader = person(Role.LEADER, play.town)
    assert "没有等您办理的事项" in desk.text_of(desk.get(leader, "desk:home"))
    assert section(leader, "inbox.next") is None
    Message.objects.create(
        person=leader, kind="x", cause="x", step="x", due_on=NOW, subject="已逾期", body="请督促", created_at=NOW
    )
    assert section(leader, "inbox.next") == 1
    assert "1 条未读消息" in desk.text_of(desk.get(leader, "desk:home"))


def test_what_others_have_in_hand_stands_with_whom_and_not_in_ones_own_queue(play: Cast) -> None:
    edition = desk.submitted(play, text_draft(play))
    (row,) = section(play.clerk, "notices.on_the_way").rows
    assert row.pk == edition.pk
    assert play.supervisor.name_zh in row.step
    assert section(play.supervisor, "notices.on_the_way") is None
    assert [row.pk for row in section(play.reviewer, "notices.on_the_way").rows] == [edition.pk]


def test_people_who_are_left_out_are_counted_as_people(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.accounts.presenters.SHOWN_NAMES", 1)
    left = len(without_second_factor(User.objects.all(), at=NOW)) - 1
    assert f"还有 {left} 人" in desk.text_of(desk.get(play.administrator, "desk:home"))


def test_an_administrator_sees_what_is_missing_and_what_failed(play: Cast) -> None:
    handler = person(Role.HANDLER, play.village)
    for who in User.objects.exclude(pk=handler.pk):
        Authenticator.objects.create(user=who, type=Authenticator.Type.TOTP, data={})
    play.clerk.posts.update(ends_on=timezone.localdate(NOW) + timedelta(days=5))
    play.supervisor.posts.update(ends_on=date(2026, 1, 1))
    Job.objects.create(
        task="x", actor=system_actor(), title="Sending messages", state=JobState.FAILED, created_at=NOW, finished_at=NOW
    )
    found = section(play.administrator, "accounts.upkeep").lines
    lines = {str(line.label): [text for text, _url in line.shown] for line in found}
    assert play.village.name_zh in lines["没有监委会的村"]
    assert play.town.name_zh in lines["没有经办人的单位"]
    assert lines["应开启而未开启两步验证的人"] == [handler.name_zh]
    assert lines["30 天内到期的任职"] == [f"{play.clerk.name_zh} 2026年11月7日"]
    assert len(lines["14 天内失败的系统任务"]) == 1
    assert section(play.publisher, "accounts.upkeep") is None


def test_the_newest_messages_stand_beside_the_work(play: Cast) -> None:
    edition = desk.submitted(play, text_draft(play))
    steps.send_back(actor=play.supervisor, edition=edition, reason="缺一张发票", at=NOW)
    found = section(play.clerk, "inbox")
    assert ([one.kind for one, _settled in found.messages], found.count) == (["edition_sent_back"], 1)
    assert "已办结" not in desk.text_of(desk.get(play.clerk, "desk:home"))
    steps.submit(actor=play.clerk, edition=edition, at=NOW)
    assert "2026年11月2日已办结" in desk.text_of(desk.get(play.clerk, "desk:home"))


@pytest.mark.parametrize("role", ["secretary", "lay", "clerk", "administrator"])
def test_a_first_page_takes_as_many_queries_for_one_as_for_three(play: Cast, role: str) -> None:
    who = person(Role.SECRETARY, play.town) if role == "secretary" else getattr(play, role)
    client = desk.signed_in(who)

    def count() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert client.get("/desk/").status_code == 200
        return len(taken)

    def more() -> None:
        approved(play, text_draft(play))
        CatalogueEntryFactory()
        published(play, text_draft(play))
        sync.synchronise(system_actor(), NOW)

    more()
    count()
    one = count()
    more()
    more()
    assert count() == one
