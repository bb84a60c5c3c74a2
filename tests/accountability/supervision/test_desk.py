"""Supervision on the desk: who sees what, steps taken from pages, figures, reminders, and papers."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.supervision.actions import checks, things
from accountability.supervision.enums import CheckState, Origin, Phase
from accountability.supervision.models import Check, Matter, RiskPoint, ScreenNotice, SealedThing
from accountability.supervision.queries import figures
from accountability.supervision.queries.reminders import reminders, settled
from accountability.supervision.rules import Recovered, add_up
from portal.accounts.queries import roster
from portal.core import calendar
from portal.desk.queue import queue_of
from portal.messaging.registry import Occasion
from tests.accountability.supervision.making import (
    NOW,
    SEEN,
    TODAY,
    WRONG,
    People,
    check,
    gift,
    matter,
    people,
    point,
    sealed,
    shown,
)
from tests.petitions.visit_days.browsing import get, post, text_of
from tests.steps import offered, signed_in, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "now")]

LISTS = ("supervision_points", "supervision_matters", "supervision_things")


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def url(name: str, *keys: object) -> str:
    return reverse(f"accountability_desk:{name}", args=keys)


def test_a_unit_reads_its_own_and_nobody_elses(them: People) -> None:
    mine, other = point(them, risk="站里的风险"), point(them, them.play.village, risk="村里的风险")
    matter(them, mine), matter(them, other)
    for reader in (them.secretary, them.leader):
        said = text_of(get(reader, url("supervision_points")))
        assert "站里的风险" in said
        assert "村里的风险" in said
    own = text_of(get(them.clerk, url("supervision_points")))
    assert "站里的风险" in own
    assert "村里的风险" not in own
    assert "村里的风险" not in text_of(get(them.clerk, url("supervision_points") + "?q=村里"))
    foreign = Matter.objects.get(point=other)
    assert get(them.clerk, url("supervision_matter", foreign.pk)).status_code == 404
    assert get(them.clerk, url("supervision_check", foreign.checks.all()[0].pk)).status_code == 404
    for name in LISTS:
        for stranger in (them.elsewhere, them.play.administrator, them.play.lay):
            assert "的风险" not in get(stranger, url(name)).content.decode()
    assert get(them.play.administrator, url("supervision_points")).status_code == 404


def test_who_handed_in_a_gift_is_for_the_secretary_and_the_committee(them: People) -> None:
    given, car = gift(them), sealed(them)
    for reader in (them.secretary, them.play.approver):
        assert "甄上交" in text_of(get(reader, url("supervision_thing", given.pk)))
    for stranger in (them.clerk, them.leader):
        assert get(stranger, url("supervision_thing", given.pk)).status_code == 404
        listed = text_of(get(stranger, url("supervision_things")))
        assert car.number in listed
        assert given.number not in listed
        assert get(stranger, url("supervision_print_things") + "?origin=handed_in").status_code == 404
    assert get(them.play.publisher, url("supervision_things")).status_code == 404


def test_a_matter_shows_its_phases_and_who_checked(them: People) -> None:
    one = check(them)
    checks.find_right(actor=them.secretary, check=one, at=NOW, **SEEN)
    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        said = text_of(get(them.clerk, url("supervision_matter", one.matter.pk)))
        assert "何静、齐松年" in said
        assert said.index("Before") < said.index("During") < said.index("After")
        assert "Overdue" in said
        assert not offered(get(them.clerk, url("supervision_matter", one.matter.pk)))
        assert offered(get(them.secretary, url("supervision_matter", one.matter.pk))).keys() >= {"find_right"}
        narrowed = text_of(get(them.secretary, url("supervision_matters") + "?show=overdue"))
        assert one.matter.name in narrowed
    assert one.matter.name not in text_of(get(them.secretary, url("supervision_matters") + "?show=overdue"))


def test_a_check_is_recorded_from_its_page(them: People) -> None:
    one = check(them)
    page = url("supervision_check", one.pk)
    typed = {"done_on": "2026-10-21", "checked_by": "何静", "seen_text": "没有比价。"}
    refused = take(them.secretary, page, "find_wrong", **typed)
    assert refused.status_code == 422
    assert "没有比价。" in refused.content.decode()
    done = take(them.secretary, page, "find_wrong", **typed, requirement="补做比价", put_right_by="2026-11-10")
    assert done.status_code == 303
    one.refresh_from_db()
    assert one.state == CheckState.WRONG
    assert one.rectification is not None
    assert one.rectification.number in text_of(get(them.secretary, url("supervision_matter", one.matter.pk)))


def test_points_matters_things_and_notices_are_entered_from_pages(them: People) -> None:
    typed = {
        "unit": them.station.code,
        "year": "2026",
        "area": "funds",
        "post": "补贴发放",
        "risk": "虚报面积",
        "level": "middle",
        "measures": "抽查三成",
        "responsible": "成茂林，主任",
    }
    assert post(them.secretary, url("supervision_new_point"), **typed).status_code == 303
    made = RiskPoint.objects.get()
    assert post(them.secretary, url("supervision_point", made.pk), **typed, seen="1", ended_on="").status_code == 303
    watch = {"name": "秋季补贴", "before": "2026-10-30", "during": "", "after": "2026-12-30"}
    assert post(them.secretary, url("supervision_new_matter", made.pk), **watch).status_code == 303
    watched = Matter.objects.get()
    assert post(them.secretary, url("supervision_rename_matter", watched.pk), name="秋补", seen="1").status_code == 303
    thing = {"unit": them.station.code, "kind": "room", "what": "超面积办公室", "count": "2", "taken_on": "2026-05-06"}
    thing |= {"taken_by": "何静", "reason": "超标准", "due": "12.50"}
    assert post(them.secretary, url("supervision_seal"), **thing).status_code == 303
    assert post(them.secretary, url("supervision_take_in"), **thing, handed_in_by="甄某").status_code == 303
    kept = SealedThing.objects.get(origin=Origin.SEALED)
    assert take(them.secretary, url("supervision_thing", kept.pk), "recover", amount="12.50").status_code == 303
    cleared = take(them.secretary, url("supervision_thing", kept.pk), "clear", on="2026-10-20", note="腾退")
    assert cleared.status_code == 303
    said = {"kind": "notice", "title": "通知", "text": "内容", "first_day": "2026-10-21", "last_day": "2026-10-31"}
    assert post(them.play.publisher, url("screen_new_notice"), **said, order="5").status_code == 303
    written = ScreenNotice.objects.get()
    assert post(them.secretary, url("screen_change_notice", written.pk), **said, order="6", seen="1").status_code == 303
    assert take(them.play.publisher, url("screen_notice", written.pk), "show").status_code == 303
    assert get(them.secretary, url("screen_change_notice", written.pk)).status_code == 404


def test_nobody_else_opens_the_forms(them: People) -> None:
    made, watched = point(them), matter(them)
    names = (
        ("supervision_new_point",),
        ("supervision_carry_over",),
        ("supervision_seal",),
        ("supervision_take_in",),
        ("supervision_point", made.pk),
        ("supervision_new_matter", made.pk),
        ("supervision_rename_matter", watched.pk),
        ("screen_notices",),
        ("screen_new_notice",),
    )
    for stranger in (them.clerk, them.leader, them.play.administrator):
        for name in names:
            assert get(stranger, url(*name)).status_code == 404
    assert get(them.elsewhere, url("supervision_point", made.pk)).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_at_one_row_and_at_three(them: People, name: str) -> None:
    def cost() -> int:
        client = signed_in(them.secretary)
        client.get(url(name))
        with CaptureQueriesContext(connection) as asked:
            client.get(url(name))
        return len(asked)

    matter(them), sealed(them)
    first = cost()
    for _more in range(2):
        matter(them), sealed(them)
    assert cost() == first


def test_checks_to_make_wait_for_the_secretary_alone(them: People) -> None:
    matter(them)
    assert [row.verb for row in queue_of(them.secretary, NOW).page().rows if row.number] == ["find_right"] * 3
    for stranger in (them.clerk, them.leader, them.elsewhere):
        assert not [one for one in queue_of(stranger, NOW).figures() if one.kind == "check"]


def test_a_check_that_is_due_reminds_the_secretary_and_no_more_once_it_is_made(them: People) -> None:
    one = check(them, during=None, after=None)
    occasion = Occasion(NOW, TODAY, roster(at=NOW), calendar.load())
    found = reminders(occasion)
    assert [(each.person, each.kind) for each in found] == [(them.secretary, "check_due")]
    causes = [each.cause for each in found]
    assert not settled(causes)
    checks.find_right(actor=them.secretary, check=one, at=NOW, **SEEN)
    assert settled(causes) == {causes[0]: NOW}
    assert not reminders(occasion)


def test_the_figures_of_a_year_are_counts_of_its_rows(them: People) -> None:
    right, wrong = check(them), check(them)
    checks.find_right(actor=them.secretary, check=right, at=NOW, **SEEN)
    checks.find_wrong(actor=them.secretary, check=wrong, at=NOW, **SEEN, **WRONG)
    point(them, them.play.village, year=2025)
    car, gifts = sealed(them), [gift(them), gift(them)]
    things.clear(actor=them.secretary, sealed_thing=car, on=TODAY, note="拍卖", amount=Decimal("250.00"), at=NOW)
    things.hand_back(actor=them.secretary, sealed_thing=gifts[0], on=TODAY, note="退", at=NOW)
    sealed(them, due=None)
    sealed(them, taken_on=date(2025, 3, 1))
    later = NOW + timedelta(days=11)
    found = figures.of_year(them.town, 2026, at=later)
    assert (found.points, found.areas, found.units, found.matters) == (2, 1, 1, 2)
    assert (found.checks, found.wrong, found.overdue) == (2, 1, 2)
    assert (found.sealed, found.sealed_ended, found.gifts, found.gifts_ended) == (2, 1, 2, 1)
    assert found.money == Recovered(Decimal(1000), Decimal(250))
    assert found.points == RiskPoint.objects.filter(town=them.town, year=2026).count()
    assert figures.units_in_year(them.town, 2026, at=later) == {them.station.pk: figures.SupervisedUnit(2, 2, 2)}
    assert Check.objects.filter(phase=Phase.DURING, state=CheckState.PLANNED).count() == 2


def test_the_share_recovered_leaves_out_what_has_no_price() -> None:
    sums = add_up([(Decimal(300), Decimal(100)), (None, Decimal(0)), (Decimal(600), Decimal(200))])
    assert sums == Recovered(Decimal(900), Decimal(300))
    assert sums.percent == Decimal("33.3")
    assert add_up([]).percent is None


def test_what_is_still_kept_stands_first_in_the_register(them: People) -> None:
    kept = sealed(them, what="一直保管的", taken_on=date(2026, 3, 2))
    over = gift(them, what="已经退还的")
    things.hand_back(actor=them.secretary, sealed_thing=over, on=TODAY, note="退回去了。", at=NOW)
    said = text_of(get(them.secretary, url("supervision_things")))
    assert said.index(kept.what) < said.index(over.what)


def test_the_register_is_printed_as_it_is_narrowed(them: People) -> None:
    car, tea = sealed(them), gift(them)
    answered = get(them.secretary, url("supervision_print_things") + f"?origin={Origin.SEALED}")
    assert answered["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(BytesIO(answered.content))
    said = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    assert car.number in said
    assert tea.number not in said
    assert "甄上交" not in said


def test_the_list_of_notices_and_a_notice_open(them: People) -> None:
    up = shown(them)
    assert up.title in text_of(get(them.play.publisher, url("screen_notices")))
    assert "take_down" in offered(get(them.secretary, url("screen_notice", up.pk)))
    assert get(them.elsewhere, url("screen_notice", up.pk)).status_code == 404
