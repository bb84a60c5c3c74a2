"""The desk around what is owed: what open items wait for, and every action from both sides."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import translation

from disclosure.catalogue.actions import mark_monthly
from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry, MonthlyReporting
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions import publishing, steps
from disclosure.notices.models import Edition
from disclosure.obligations.actions import events, exemptions, sync
from disclosure.obligations.enums import ExemptionState, Origin, Status
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.awaited import awaiting, claims_to_check
from disclosure.obligations.queries.owed import ObligationStatus, owed_for
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.core import dates
from portal.core.refusals import Refused
from tests import steps as steps_taken
from tests.disclosure import desk
from tests.disclosure.notices.test_views import counted
from tests.factories import (
    Cast,
    CatalogueEntryFactory,
    UnitFactory,
    VillageFactory,
    approved,
    cast,
    person,
    published,
    text_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock", "entry")]

AFTER = datetime(2026, 10, 30, 4, tzinfo=UTC)
"""Ten days after the items of the third quarter were due."""
Q3 = Period.parse("2026Q3")


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def entry(people: Cast) -> CatalogueEntry:
    """Return an item that is missing; another one is published, so that the portal has begun."""
    published(people, text_draft(people, entry=CatalogueEntryFactory(code="X2")))
    missing: CatalogueEntry = CatalogueEntryFactory(code="X1")
    return missing


def the_row(people: Cast, entry: CatalogueEntry) -> ObligationStatus:
    (row,) = [row for row in owed_for(Q3, at=AFTER, units=[people.village]) if row.entry.code == entry.code]
    return row


def number(people: Cast) -> str:
    return f"{people.village.code}-X1-2026Q3"


def do(who: User, address: str, deed: str, **typed: str) -> Any:
    """Do something on a page of its own."""
    return desk.post(who, f"disclosure_desk:{deed}_obligation", address, **typed)


def take(who: User, address: str, verb: str, **typed: str) -> Any:
    """Take a step as the page of the obligation offers it."""
    return steps_taken.take(who, f"/desk/obligations/{address}/", verb, **typed)


def offered(who: User, address: str) -> set[str]:
    """Return the steps that the page of an obligation offers; nothing where it does not exist."""
    page = desk.get(who, "disclosure_desk:obligation", address)
    return set(steps_taken.offered(page)) if page.status_code == 200 else set()


def claimed(people: Cast, entry: CatalogueEntry, reason: str = "本季无人申请") -> Exemption:
    return exemptions.claim_not_applicable(
        actor=people.clerk, obligation=the_row(people, entry), reason=reason, at=AFTER
    )


def waited(people: Cast, who: User) -> str:
    with translation.override("en"):
        page = desk.text_of(desk.get(who, "disclosure_desk:matrix", "2026Q3"))
    _before, found, after = page.partition('<small class="waits">')
    return after.partition("<")[0] if found else ""


class TestWhatItWaitsFor:
    """In the matrix of the desk: the true step for all who follow, but a draft for those alone who prepare it."""

    def test_a_draft_is_shown_to_its_clerk_and_to_nobody_else(self, people: Cast, entry: CatalogueEntry) -> None:
        before = {who: waited(people, getattr(people, who)) for who in ("clerk", "supervisor", "reviewer")}
        assert before == {"clerk": "Not begun", "supervisor": "Not handed in", "reviewer": "Not handed in"}
        text_draft(people, entry=entry)
        after = {who: waited(people, getattr(people, who)) for who in ("clerk", "supervisor", "reviewer")}
        assert after == {**before, "clerk": "To finish"}

    @pytest.mark.parametrize(
        ("count", "waits"),
        list(enumerate(("To finish", "To countersign", "To review", "To approve", "To publish", "Scheduled"))),
    )
    def test_each_step(self, people: Cast, entry: CatalogueEntry, count: int, waits: str) -> None:
        edition = text_draft(people, entry=entry)
        walk: tuple[Callable[[Edition], Edition], ...] = (
            lambda one: steps.submit(actor=people.clerk, edition=one, at=AFTER),
            lambda one: steps.countersign(actor=people.supervisor, edition=one, at=AFTER),
            lambda one: steps.review(actor=people.reviewer, edition=one, at=AFTER),
            lambda one: steps.approve(actor=people.approver, edition=one, at=AFTER),
            lambda one: publishing.schedule(
                actor=people.publisher, edition=one, due=AFTER + timedelta(days=1), at=AFTER
            ),
        )
        for take in walk[:count]:
            edition = take(edition)
        assert waited(people, people.clerk) == waits

    def test_what_was_sent_back_is_the_clerks_again(self, people: Cast, entry: CatalogueEntry) -> None:
        edition = steps.submit(actor=people.clerk, edition=text_draft(people, entry=entry), at=AFTER)
        steps.send_back(actor=people.supervisor, edition=edition, reason="缺附件", at=AFTER)
        assert waited(people, people.clerk) == "Sent back, to fix"
        assert waited(people, people.reviewer) == "Not handed in"

    def test_the_secretary_learns_the_step_with_whom_and_since_when(self, people: Cast, entry: CatalogueEntry) -> None:
        secretary = person(Role.SECRETARY, people.town)
        edition = text_draft(people, entry=entry)
        assert waited(people, secretary) == "Not handed in"
        edition = steps.submit(actor=people.clerk, edition=edition, at=AFTER)
        assert waited(people, secretary) == "To countersign"
        with translation.override("en"):
            pages = [
                desk.text_of(desk.get(secretary, "disclosure_desk:matrix", "2026Q3")),
                desk.text_of(desk.get(secretary, "disclosure_desk:obligation", number(people))),
            ]
        for page in pages:
            assert f"with {people.supervisor.name_en}, since 30 October 2026" in page
            assert edition.body not in page
            assert f"/desk/editions/{edition.pk}/" not in page

    def test_what_was_withdrawn_is_called_so(self, people: Cast) -> None:
        edition = Edition.objects.get(notice__entry__code="X2")
        publishing.withdraw(actor=people.publisher, edition=edition, reason="误发", at=AFTER)
        page = desk.text_of(desk.get(people.reviewer, "disclosure_desk:matrix", "2026Q3"))
        assert '<small class="waits">已撤回</small>' in page
        for address in ("/matrix/2026Q3/", f"/units/{people.village.code}/"):
            public = desk.signed_in(people.lay).get(address).content.decode()
            assert '<span class="tag owed">已撤回</span>' in public, address
        assert f'href="/notices/{edition.notice.number}/"' in desk.text_of(
            desk.signed_in(people.lay).get("/matrix/2026Q3/")
        )

    def test_others_see_the_matrix_as_everybody_does(self, people: Cast, entry: CatalogueEntry) -> None:
        approved(people, text_draft(people, entry=entry), at=AFTER)
        assert waited(people, people.lay) == waited(people, people.administrator) == ""
        page = desk.text_of(desk.get(people.lay, "disclosure_desk:matrix", "2026Q3"))
        assert "/desk/obligations/" not in page

    def test_a_clerk_of_another_village_sees_nothing(self, people: Cast, entry: CatalogueEntry) -> None:
        steps.submit(actor=people.clerk, edition=text_draft(people, entry=entry), at=AFTER)
        rows = owed_for(Q3, at=AFTER)
        waiting = awaiting(rows, people.outsider, at=AFTER)
        assert [row.unit for row in rows if row.number in waiting and row.unit == people.village] == []
        assert desk.get(people.outsider, "disclosure_desk:obligation", number(people)).status_code == 404

    def test_the_list_is_as_long_as_what_is_open_in_as_many_queries(self, people: Cast) -> None:
        sync.synchronise(actor=system_actor(), at=AFTER)
        desk.get(people.reviewer, "disclosure_desk:obligations")
        with counted() as few:
            desk.get(people.reviewer, "disclosure_desk:obligations")
        for _more in range(3):
            CatalogueEntryFactory()
            VillageFactory(parent=people.town)
        sync.synchronise(actor=system_actor(), at=AFTER)
        with counted() as many:
            page = desk.text_of(desk.get(people.reviewer, "disclosure_desk:obligations"))
        assert few == many
        assert number(people) in page


class TestPages:
    @pytest.mark.parametrize("name", ["matrix_current", "obligations"])
    def test_who_follows_what_is_owed(self, people: Cast, name: str) -> None:
        for who in (people.clerk, people.supervisor, people.reviewer, people.approver, people.publisher):
            assert desk.get(who, f"disclosure_desk:{name}").status_code == 200
        for who in (people.lay, people.administrator):
            assert desk.get(who, f"disclosure_desk:{name}").status_code == (200 if name == "matrix_current" else 404)

    def test_the_matrix_has_the_periods_of_the_public_one(self, people: Cast) -> None:
        for period in ("2026Q4", "2019Q1", "x"):
            assert desk.get(people.clerk, "disclosure_desk:matrix", period).status_code == 404

    @pytest.mark.parametrize(
        "asked", ["999999", "V0-X1", "QS-01-F02-2026Q9", "QS-01-F02-2026-99", "1" * 40, "X1-2026Q3", "٣"]
    )
    def test_what_is_not_owed_is_not_there(self, people: Cast, asked: str) -> None:
        assert desk.signed_in(people.publisher).get(f"/desk/obligations/{asked}/").status_code == 404

    def test_a_void_one_is_not_there(self, people: Cast, entry: CatalogueEntry) -> None:
        row = claimed(people, entry).obligation
        assert desk.get(people.clerk, "disclosure_desk:obligation", str(row.pk)).status_code == 200
        entry.is_active = False
        entry.save()
        Obligation.objects.filter(pk=row.pk).update(voided_at=AFTER)
        assert desk.get(people.clerk, "disclosure_desk:obligation", str(row.pk)).status_code == 404


class TestActions:
    """Each is offered to whom it belongs, and does not exist for the others."""

    def test_the_committee_excuses(self, people: Cast, entry: CatalogueEntry) -> None:
        others = (people.clerk, people.supervisor, people.reviewer, people.publisher)
        for who in (*others, people.lay, people.outsider, people.administrator):
            assert do(who, number(people), "excuse", reason="仲裁中").status_code == 404
            assert desk.get(who, "disclosure_desk:excuse_obligation", number(people)).status_code == 404
        assert not Exemption.objects.exists()
        page = desk.get(people.approver, "disclosure_desk:obligation", number(people))
        assert f"/desk/obligations/{number(people)}/excuse/" in desk.text_of(page)
        assert desk.get(people.approver, "disclosure_desk:excuse_obligation", number(people)).status_code == 200
        assert do(people.approver, number(people), "excuse", reason="").status_code == 422
        assert do(people.approver, number(people), "excuse", reason="仲裁中", is_public="on").status_code == 303
        row = the_row(people, entry)
        assert (row.status, row.exemption and row.exemption.is_public) == (Status.EXCUSED, True)
        assert desk.get(people.approver, "disclosure_desk:excuse_obligation", number(people)).status_code == 404

    def test_the_unit_claims_that_nothing_happened_and_the_office_checks_it(
        self, people: Cast, entry: CatalogueEntry
    ) -> None:
        for who in (people.reviewer, people.approver, people.publisher, people.supervisor, people.outsider):
            assert do(who, number(people), "claim", reason="无").status_code == 404
        assert do(people.clerk, number(people), "claim", reason="本季无人申请").status_code == 303
        assert the_row(people, entry).status == Status.MISSING
        for who in (people.approver, people.supervisor, people.outsider, people.lay):
            assert offered(who, number(people)) == set()
        assert "X1" in desk.text_of(desk.get(people.publisher, "desk:home"))
        assert offered(people.publisher, number(people)) == {"accept", "refuse"}
        assert take(people.publisher, number(people), "refuse").status_code == 422
        assert take(people.publisher, number(people), "accept").status_code == 303
        assert the_row(people, entry).status == Status.NOT_APPLICABLE

    def test_the_unit_takes_its_claim_back_until_the_office_has_checked_it(
        self, people: Cast, entry: CatalogueEntry
    ) -> None:
        claimed(people, entry)
        assert offered(people.clerk, number(people)) == {"take_back"}
        assert take(people.clerk, number(people), "take_back").status_code == 303
        assert Exemption.objects.get().state == ExemptionState.ENDED
        assert not claims_to_check(people.publisher, at=AFTER).exists()
        again = claimed(people, entry, "重新核实，确无申请")
        exemptions.check_claim(actor=people.publisher, exemption=again, accept=True, at=AFTER)
        assert offered(people.clerk, number(people)) == set()

    def test_what_is_decided_says_first_what_becomes_of_the_item(self, people: Cast, entry: CatalogueEntry) -> None:
        claimed(people, entry)
        with translation.override("en"):
            page = desk.text_of(desk.get(people.publisher, "disclosure_desk:obligation", number(people)))
        assert "Residents read “not applicable” for this item" in page
        assert "it was due on 20 October 2026 and counts as 10 days overdue" in page

    def test_without_a_token_of_the_page_there_is_no_step(self, people: Cast, entry: CatalogueEntry) -> None:
        key = claimed(people, entry).pk
        for verb in ("accept", "refuse", "end"):
            answer = desk.post(people.publisher, f"disclosure_desk:exemptions_{verb}", key, reason="有")
            assert answer.status_code == 404
        assert Exemption.objects.get().state == ExemptionState.PENDING

    def test_of_two_who_check_at_once_the_second_is_refused(self, people: Cast, entry: CatalogueEntry) -> None:
        claimed(people, entry)
        page = desk.get(people.publisher, "disclosure_desk:obligation", number(people))
        form = steps_taken.offered(page)["accept"]
        assert take(people.reviewer, number(people), "refuse", reason="有一户").status_code == 303
        late = desk.signed_in(people.publisher).post(form.action, form.fields)
        assert late.status_code == 409
        assert Exemption.objects.get().state == ExemptionState.REFUSED

    def test_an_earlier_claim_refuses_an_excuse_and_keeps_what_was_typed(
        self, people: Cast, entry: CatalogueEntry
    ) -> None:
        claimed(people, entry)
        late = do(people.approver, number(people), "excuse", reason="仲裁中")
        assert late.status_code == 409
        assert "仲裁中" in desk.text_of(late)

    def test_nobody_checks_their_own_claim(self, people: Cast, entry: CatalogueEntry) -> None:
        both = people.clerk
        person_too = person(Role.PUBLISHER, people.town, person=both).pk
        assert person_too == both.pk
        claimed(people, entry)
        assert offered(both, number(people)) == {"take_back"}
        assert not claims_to_check(both, at=AFTER).exists()

    def test_the_committee_ends_what_was_accepted(self, people: Cast, entry: CatalogueEntry) -> None:
        exemptions.excuse(actor=people.approver, obligation=the_row(people, entry), reason="仲裁中", at=AFTER)
        for who in (people.clerk, people.publisher, people.reviewer, people.outsider):
            assert offered(who, number(people)) == set()
        assert take(people.approver, number(people), "end", reason="已裁决").status_code == 303
        assert the_row(people, entry).status == Status.MISSING
        page = desk.text_of(desk.get(people.clerk, "disclosure_desk:obligation", number(people)))
        assert "已裁决" in page

    def test_the_office_takes_back_what_was_recorded_in_error(self, people: Cast) -> None:
        event = CatalogueEntryFactory(cadence=Cadence.EVENT)
        row = events.record_event(
            actor=people.clerk, unit=people.village, entry=event, subject="补选", happened_on=AFTER.date(), at=AFTER
        )
        page = desk.text_of(desk.get(people.clerk, "disclosure_desk:obligation", str(row.pk)))
        assert f"<ins>{dates.full_date(row.due_on)}</ins>" in page
        for who in (people.clerk, people.reviewer, people.approver, people.outsider):
            assert do(who, str(row.pk), "drop", reason="记错").status_code == 404
        assert desk.get(people.publisher, "disclosure_desk:drop_obligation", str(row.pk)).status_code == 200
        assert do(people.publisher, str(row.pk), "drop", reason="记错").status_code == 303
        row.refresh_from_db()
        assert row.voided_at == AFTER

    @pytest.mark.usefixtures("english")
    def test_the_title_of_an_english_page_holds_no_markup(self, people: Cast) -> None:
        event = CatalogueEntryFactory(cadence=Cadence.EVENT)
        row = events.record_event(
            actor=people.clerk, unit=people.village, entry=event, subject="补选", happened_on=AFTER.date(), at=AFTER
        )
        page = desk.text_of(desk.get(people.clerk, "disclosure_desk:obligation", str(row.pk)))
        assert '<span lang="zh-CN">补选</span></h1>' in page
        assert f"<title>{event.name_en}: 补选 –" in page

    def test_what_is_demanded_is_ended_through_its_demand(self, people: Cast) -> None:
        row = Obligation.objects.create(
            unit=people.village,
            entry=CatalogueEntryFactory(cadence=Cadence.EVENT),
            period="2026",
            origin=Origin.DEMAND,
            subject="低保名单",
            arises_on=AFTER.date(),
            due_on=AFTER.date(),
            created_at=AFTER,
        )
        assert desk.get(people.publisher, "disclosure_desk:drop_obligation", str(row.pk)).status_code == 404
        assert do(people.publisher, str(row.pk), "drop", reason="不要").status_code == 422
        with pytest.raises(Refused, match="through their demand"), translation.override("en"):
            events.drop_event(actor=people.publisher, obligation=row, reason="不要", at=AFTER)

    def test_what_is_of_the_calendar_is_not_taken_back(self, people: Cast, entry: CatalogueEntry) -> None:
        assert do(people.publisher, number(people), "drop", reason="不要").status_code == 404
        assert the_row(people, entry).status == Status.MISSING

    def test_what_was_typed_stays_where_it_is_refused(self, people: Cast) -> None:
        answer = do(people.approver, number(people), "excuse", reason="电话 13800138000", is_public="on")
        assert answer.status_code == 422
        assert "13800138000" in desk.text_of(answer)


class TestEvents:
    def test_clerks_and_the_office_record_what_happened(self, people: Cast) -> None:
        event = CatalogueEntryFactory(cadence=Cadence.EVENT)
        typed = {"unit": people.village.code, "entry": event.code, "subject": "补选", "happened_on": "2026-10-28"}
        for who in (people.supervisor, people.reviewer, people.approver, people.lay, people.administrator):
            assert desk.get(who, "disclosure_desk:new_event").status_code == 404
            assert desk.post(who, "disclosure_desk:new_event", **typed).status_code == 404
        assert desk.post(people.outsider, "disclosure_desk:new_event", **typed).status_code == 422
        assert not Obligation.objects.filter(origin=Origin.EVENT).exists()
        answer = desk.post(people.clerk, "disclosure_desk:new_event", **typed)
        row = Obligation.objects.get(origin=Origin.EVENT)
        assert (answer.status_code, answer["Location"]) == (303, f"/desk/obligations/{row.pk}/")
        assert "补选" in desk.text_of(desk.get(people.clerk, "disclosure_desk:obligation", str(row.pk)))
        page = desk.signed_in(people.clerk).get(f"/en/desk/obligations/{row.pk}/").content.decode()
        assert f'{event.name_en}: <span lang="zh-CN">补选</span></h1>' in page
        assert desk.post(people.publisher, "disclosure_desk:new_event", **typed).status_code == 409
        assert desk.get(people.outsider, "disclosure_desk:obligation", str(row.pk)).status_code == 404

    def test_an_item_of_the_calendar_is_not_offered(self, people: Cast) -> None:
        page = desk.text_of(desk.get(people.clerk, "disclosure_desk:new_event"))
        assert 'value="X1"' not in page


class TestMonthlyBooks:
    def test_the_office_marks_and_ends(self, people: Cast) -> None:
        typed = {"unit": people.village.code, "quarter": "2027Q1", "reason": "笔数多"}
        for who in (people.clerk, people.reviewer, people.approver, people.lay, people.outsider):
            assert desk.get(who, "disclosure_desk:monthly_books").status_code == 404
            assert desk.get(who, "disclosure_desk:mark_monthly").status_code == 404
            assert desk.post(who, "disclosure_desk:mark_monthly", **typed).status_code == 404
        assert desk.get(people.administrator, "disclosure_desk:monthly_books").status_code == 200
        assert desk.post(people.administrator, "disclosure_desk:mark_monthly", **typed).status_code == 404
        assert desk.post(people.publisher, "disclosure_desk:mark_monthly", **typed).status_code == 303
        books = MonthlyReporting.objects.get()
        assert str(books.starts_on) == "2027-01-01"
        assert desk.post(people.publisher, "disclosure_desk:mark_monthly", **typed).status_code == 409
        end = {"quarter": "2027Q2"}
        assert desk.post(people.administrator, "disclosure_desk:end_monthly", books.pk, **end).status_code == 404
        assert desk.get(people.publisher, "disclosure_desk:end_monthly", books.pk).status_code == 200
        assert desk.post(people.publisher, "disclosure_desk:end_monthly", books.pk, **end).status_code == 303
        books.refresh_from_db()
        assert str(books.ends_on) == "2027-06-30"

    def test_the_office_of_another_town_does_not(self, people: Cast) -> None:
        other = person(Role.PUBLISHER, UnitFactory())
        books = mark_monthly(
            actor=people.publisher, unit=people.village, starts_on=Period.parse("2027Q1").first, reason="多", at=AFTER
        )
        assert people.village.name_zh not in desk.text_of(desk.get(other, "disclosure_desk:monthly_books"))
        for answer in (
            desk.get(other, "disclosure_desk:end_monthly", books.pk),
            desk.post(other, "disclosure_desk:end_monthly", books.pk, quarter="2027Q2"),
        ):
            assert answer.status_code == 404
