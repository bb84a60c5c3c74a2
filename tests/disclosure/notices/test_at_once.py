"""Two people deciding at the same moment, on two real connections: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions import publishing, steps
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.obligations.actions import exemptions, sync
from disclosure.obligations.models import Obligation
from disclosure.obligations.queries.owed import owed_for
from portal.accounts.enums import Role
from portal.accounts.queries import system_actor
from portal.core.models import AuditLine, LogEntry
from portal.core.refusals import Conflict, Refused, WrongState
from tests.factories import NOON, CatalogueEntryFactory, approved, cast, person, text_draft

pytestmark = pytest.mark.usefixtures("own_database")
Done = TypeVar("Done")


def at_once(*deeds: Callable[[], Done]) -> list[Done | Refused]:
    """Do several things as near to each other as two threads can, and return what came of each."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Done]) -> Done | Refused:
        start.wait(timeout=10)
        try:
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, deed) for deed in deeds]]


def test_two_approvers() -> None:
    people = cast()
    other = person(Role.APPROVER, people.town)
    edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
    edition = steps.countersign(actor=people.supervisor, edition=edition, at=NOON)
    edition = steps.review(actor=people.reviewer, edition=edition, at=NOON)
    done = at_once(
        lambda: steps.approve(actor=people.approver, edition=edition, at=NOON),
        lambda: steps.approve(actor=other, edition=edition, at=NOON),
    )
    assert sorted(type(one).__name__ for one in done) == ["Edition", "WrongState"]
    edition.refresh_from_db()
    assert edition.state == State.APPROVED
    [winner] = [one for one in done if isinstance(one, Edition)]
    assert edition.approved_by_id == winner.approved_by_id
    assert AuditLine.objects.filter(verb="approve").count() == 1


def test_two_publishers_leave_one_entry_in_the_log() -> None:
    people = cast()
    other = person(Role.PUBLISHER, people.town)
    edition = approved(people, text_draft(people))
    done = at_once(
        lambda: publishing.publish(actor=people.publisher, edition=edition, at=NOON, enqueue=False),
        lambda: publishing.publish(actor=other, edition=edition, at=NOON, enqueue=False),
    )
    assert len([one for one in done if isinstance(one, WrongState)]) == 1
    assert LogEntry.objects.count() == 1


def test_one_approves_while_the_other_sends_back() -> None:
    people = cast()
    other = person(Role.APPROVER, people.town)
    edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
    edition = steps.countersign(actor=people.supervisor, edition=edition, at=NOON)
    edition = steps.review(actor=people.reviewer, edition=edition, at=NOON)
    done = at_once(
        lambda: steps.approve(actor=people.approver, edition=edition, at=NOON, seen=edition.version),
        lambda: steps.send_back(actor=other, edition=edition, reason="缺附件", at=NOON, seen=edition.version),
    )
    assert len([one for one in done if isinstance(one, Conflict)]) == 1
    edition.refresh_from_db()
    assert edition.state in (State.APPROVED, State.DRAFT)


def test_two_villages_publishing_at_once_keep_the_chain() -> None:
    first, second = cast(), cast()
    one, two = approved(first, text_draft(first)), approved(second, text_draft(second))
    at_once(
        lambda: publishing.publish(actor=first.publisher, edition=one, at=NOON, enqueue=False),
        lambda: publishing.publish(actor=second.publisher, edition=two, at=NOON, enqueue=False),
    )
    entries = list(LogEntry.objects.order_by("sequence"))
    assert [entry.sequence for entry in entries] == [1, 2]
    assert entries[1].previous_hash == entries[0].hash


def test_synchronising_twice_at_once_stores_each_obligation_once() -> None:
    people = cast()
    approved(people, text_draft(people))
    done = at_once(*[lambda: sync.synchronise(actor=system_actor(), at=NOON)] * 2)
    assert sorted(one for one in done if isinstance(one, int)) == [0, 4]
    assert Obligation.objects.count() == 4


def test_two_who_check_a_claim_at_once() -> None:
    people = cast()
    CatalogueEntryFactory()
    (owed,) = owed_for(Period.parse("2026Q3"), units=[people.village], at=NOON)
    claim = exemptions.claim_not_applicable(actor=people.clerk, obligation=owed, reason="无", at=NOON)
    done = at_once(
        lambda: exemptions.check_claim(actor=people.publisher, exemption=claim, accept=True, at=NOON),
        lambda: exemptions.check_claim(actor=people.reviewer, exemption=claim, accept=False, reason="有", at=NOON),
    )
    assert sorted(type(one).__name__ for one in done) == ["Exemption", "WrongState"]


def test_a_unit_excused_while_its_clerk_claims_that_nothing_happened() -> None:
    people = cast()
    CatalogueEntryFactory()
    (owed,) = owed_for(Period.parse("2026Q3"), units=[people.village], at=NOON)
    done = at_once(
        lambda: exemptions.claim_not_applicable(actor=people.clerk, obligation=owed, reason="无", at=NOON),
        lambda: exemptions.excuse(actor=people.approver, obligation=owed, reason="停电", at=NOON),
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "Exemption"]
    assert Obligation.objects.count() == 1
