"""Both sides of a village: from which editions they are taken, for whom, and what their pages show."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.catalogue.models import MonthlyReporting
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.queries.linked import Linked, followed_units, linked_for, linked_public
from disclosure.content.allocation import actions as allocations
from disclosure.content.statement import actions
from disclosure.notices.actions import drafts as notices, publishing
from disclosure.notices.models import Edition
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from tests.disclosure import desk
from tests.disclosure.allocating import allocation_draft, line, published_allocation, receiving, resident, town_clerk
from tests.factories import NOON, Cast, StationFactory, VillageFactory, cast, money_draft, person, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

QUARTER = Period.parse("2026Q3")


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False):
        yield


def _statement(play: Cast, *received: tuple[str, str], period: str = "2026Q3", **fields: Any) -> Edition:
    desk.chart()
    return money_draft(play, period=period, statement=receiving(*received, period=period, **fields))


def _public(play: Cast, period: Period = QUARTER) -> Linked | None:
    return linked_public([play.village], at=desk.LATER).get((play.village.pk, period))


def _sums(one: Linked | None) -> tuple[str, str] | None:
    if one is None:
        return None
    compared = one.compared
    return f"{compared.given}", f"{compared.received}"


def test_sums_of_the_period_and_of_the_two_accounts_are_compared() -> None:
    play = cast()
    published(play, _statement(play, ("241", "58000.00"), ("503", "100.00"), ("501", "7.00")))
    lines = [line(play.village), line(play.village, "100.00"), line(None, "9.00", recipient="县路灯厂")]
    lines += [line(play.village, "55.00", paid_on=date(2026, 6, 30)), line(play.village, "66.00", paid_on=None)]
    published_allocation(play, allocation_draft(play, lines))
    found = _public(play)
    assert _sums(found) == ("58100.00", "58100.00")
    assert found
    assert found.has_both
    assert found.compared.agrees
    before, after = (_public(play, each) for each in (QUARTER.previous, QUARTER.next))
    assert _sums(before) == ("55.00", "0.00")
    assert before
    assert not before.has_both
    # Without a day it counts on the day the notice was first published.
    assert _sums(after) == ("66.00", "0.00")


def test_a_correction_does_not_move_a_line_without_a_day() -> None:
    play = cast()
    clerk = town_clerk(play)
    early = NOON.replace(month=9)
    first = published_allocation(
        play, allocation_draft(play, [line(play.village, paid_on=None)], clerk=clerk, at=early), at=early
    )
    published(play, _statement(play, ("241", "58000.00")))
    draft = publishing.start_correction(actor=clerk, edition=first, at=NOON)
    allocations.save_lines(actor=clerk, edition=draft, lines=[line(play.village, "58001.00", paid_on=None)], at=NOON)
    notices.save_text(actor=clerk, edition=draft, title=first.title, body="", reason="金额写错。", at=NOON)
    assert _sums(_public(play)) == ("58000.00", "58000.00")
    published_allocation(play, draft)
    assert _sums(_public(play)) == ("58001.00", "58000.00")


def test_a_village_with_monthly_books_is_compared_by_month() -> None:
    play = cast()
    lines = [line(play.village), line(play.village, "5.00", paid_on=date(2026, 9, 1))]
    published_allocation(play, allocation_draft(play, lines))
    MonthlyReporting.objects.create(unit=play.village, starts_on=date(2026, 9, 1), reason="收支往来多")
    assert _sums(_public(play)) == ("58000.00", "0.00")
    assert _sums(_public(play, Period.parse("2026-09"))) == ("5.00", "0.00")


def test_each_side_sees_of_the_other_only_what_is_theirs_to_read() -> None:
    play = cast()
    clerk = town_clerk(play)
    _statement(play, ("241", "58000.00"))
    allocation_draft(play, [line(play.village, "40000.00")], clerk=clerk)

    def seen(who: User) -> list[tuple[str, str] | None]:
        return [_sums(one) for one in linked_for(who, [play.village], at=desk.LATER)]

    assert seen(play.clerk) == [("0.00", "58000.00")]
    assert seen(clerk) == [("40000.00", "0.00")]
    for reader in (play.supervisor, play.reviewer, play.publisher):
        assert seen(reader) == []
    assert _public(play) is None


def test_the_latest_edition_somebody_may_read_counts_and_what_is_withdrawn_does_not() -> None:
    play = cast()
    clerk = town_clerk(play)
    live = published_allocation(play, allocation_draft(play, [line(play.village)], clerk=clerk))
    draft = publishing.start_correction(actor=clerk, edition=live, at=NOON)
    allocations.save_lines(actor=clerk, edition=draft, lines=[line(play.village, "1.00")], at=NOON)
    assert [_sums(one) for one in linked_for(clerk, [play.village], at=desk.LATER)] == [("1.00", "0.00")]
    assert [_sums(one) for one in linked_for(play.clerk, [play.village], at=desk.LATER)] == [("58000.00", "0.00")]
    publishing.withdraw(actor=play.publisher, edition=live, reason="发错了。", at=NOON + timedelta(hours=9))
    assert linked_for(play.clerk, [play.village], at=desk.LATER) == []
    assert _public(play) is None


def test_who_follows_which_villages() -> None:
    play, other = cast(), cast()
    station = StationFactory(parent=play.town)
    everything = {play.village, *followed_units(play.outsider, at=NOON)}
    assert set(followed_units(play.clerk, at=NOON)) == {play.village}
    assert set(followed_units(play.supervisor, at=NOON)) == {play.village}
    assert play.village not in followed_units(play.outsider, at=NOON)
    for town in (play.reviewer, play.approver, play.publisher, town_clerk(play), person(Role.CLERK, station)):
        assert set(followed_units(town, at=NOON)) == everything
    for nobody in (play.lay, play.administrator, person(Role.SECRETARY, play.town)):
        assert not followed_units(nobody, at=NOON)
    assert play.village not in followed_units(other.reviewer, at=NOON)


def test_the_pages_of_the_desk_are_for_both_sides_only() -> None:
    play = cast()
    clerk = town_clerk(play)
    published(play, _statement(play, ("241", "58000.00")))
    published_allocation(play, allocation_draft(play, [line(play.village, "58800.00")], clerk=clerk))
    of_village = ("disclosure_desk:linked_one", play.village.code, "2026Q3")
    for reader in (play.clerk, play.supervisor, clerk, play.reviewer, play.approver, play.publisher):
        page = desk.text_of(desk.get(reader, *of_village))
        assert "58,800.00" in page
        assert "相差 800.00 元" in page
        assert play.village.name in desk.text_of(desk.get(reader, "disclosure_desk:linked"))
    for stranger in (play.lay, play.administrator, play.outsider):
        assert desk.get(stranger, *of_village).status_code == 404
    for stranger in (play.lay, play.administrator):
        assert desk.get(stranger, "disclosure_desk:linked").status_code == 404
    assert desk.get(play.clerk, *of_village[:2], "2026Q1").status_code == 404
    assert desk.get(play.clerk, *of_village[:2], "nonsense").status_code == 404


def test_a_draft_of_the_town_is_in_no_total_a_village_clerk_reads() -> None:
    play = cast()
    clerk = town_clerk(play)
    published(play, _statement(play, ("241", "58000.00")))
    allocation_draft(play, [line(play.village, "43210.00", fund="暗号资金")], clerk=clerk)
    for name, args in (("linked", ()), ("linked_one", (play.village.code, "2026Q3"))):
        page = desk.text_of(desk.get(play.clerk, f"disclosure_desk:{name}", *args))
        assert "43,210.00" not in page
        assert "暗号" not in page
        assert "43,210.00" in desk.text_of(desk.get(clerk, f"disclosure_desk:{name}", *args))


def _page(edition: Edition, language: str = "") -> str:
    return resident().get(f"{language}/notices/{edition.notice.number}/").content.decode()


def test_the_public_reads_both_sides_once_both_are_published() -> None:
    play = cast()
    heading = 'id="h-linked"'
    statement = published(play, _statement(play, ("241", "58000.00"), ("503", "12.00")))
    draft = allocation_draft(play, [line(play.village), line(play.village, "800.00", fund="路灯")])
    assert heading not in _page(statement)
    town = published_allocation(play, draft)
    on_statement, on_allocation = _page(statement, "/en"), _page(town, "/en")
    assert heading in on_statement
    assert heading in on_allocation
    assert f'href="/en/notices/{town.notice.number}/"' in on_statement
    assert f'href="/en/notices/{statement.notice.number}/#linked"' in on_allocation
    assert "They differ by 788.00 yuan" in on_statement
    assert "1 sum, 800.00 yuan, is not in the villages’ statements" in on_allocation
    assert on_statement.count("Not in the town’s notices") == 1
    assert on_allocation.count("Not in the village’s statement") == 1
    publishing.withdraw(actor=play.publisher, edition=town, reason="发错了。", at=NOON + timedelta(hours=9))
    assert heading not in _page(statement)


def test_an_edition_that_was_replaced_is_not_compared() -> None:
    play = cast()
    clerk = town_clerk(play)
    first = published_allocation(play, allocation_draft(play, [line(play.village)], clerk=clerk))
    published(play, _statement(play, ("241", "58000.00")))
    draft = publishing.start_correction(actor=clerk, edition=first, at=NOON)
    notices.save_text(actor=clerk, edition=draft, title=first.title, body="", reason="补充。", at=NOON)
    published_allocation(play, draft)
    number = first.notice.number
    assert "h-linked" in resident().get(f"/notices/{number}/").content.decode()
    assert "h-linked" not in resident().get(f"/notices/{number}/editions/1/").content.decode()


def test_the_statement_in_preparation_is_not_revealed_to_the_public_by_the_allocation() -> None:
    play = cast()
    town = published_allocation(play, allocation_draft(play, [line(play.village)]))
    draft = _statement(play, ("241", "12345.00"))
    assert "h-linked" not in _page(town)
    actions.save_statement(actor=play.clerk, edition=draft, ledger=receiving(("241", "54321.00")), at=NOON)
    assert "54,321.00" not in _page(town)


def test_many_villages_are_asked_for_as_seldom_as_one() -> None:
    desk.chart()
    play = cast()
    clerk = town_clerk(play)
    counts = []
    for more in (0, 2):
        villages: list[Unit] = [play.village, *(VillageFactory(parent=play.town) for _each in range(more))]
        lines = [line(village, f"{n}.00") for n, village in enumerate(villages, start=1)]
        published_allocation(play, allocation_draft(play, lines, clerk=clerk, title=f"分配{more}"))
        with CaptureQueriesContext(connection) as caught:
            found = linked_public(villages, at=desk.LATER)
        assert len(found) == len(villages)
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert sum((one.compared.given for one in found.values()), Decimal(0)) == Decimal("7.00")
