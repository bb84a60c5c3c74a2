"""Before and after acting on a notice: what a step says it will do, taking back, and deleting a draft."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import translation

from disclosure.content.statement import actions as statements
from disclosure.content.statement.enums import ImportState
from disclosure.content.statement.models import Statement, StatementLine
from disclosure.notices.actions import drafts, publishing, steps
from disclosure.notices.enums import State
from disclosure.notices.models import Attachment, Edition, Notice
from disclosure.notices.presenters import consequences
from disclosure.obligations.actions import events, sync
from disclosure.obligations.models import Obligation
from disclosure.obligations.queries.awaited import to_begin
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.core import audit
from portal.core.models import AuditLine
from portal.core.refusals import Conflict, NotAllowed, WrongState
from tests.disclosure import desk
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    approved,
    cast,
    ledger,
    money_draft,
    person,
    published,
    text_draft,
)
from tests.steps import offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def _english() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


@pytest.fixture
def play() -> Cast:
    return cast()


def page(who: User, edition: Edition) -> str:
    """Return the desk's page of an edition as text, in English."""
    answer = desk.get(who, "disclosure_desk:edition", edition.pk)
    assert answer.status_code == 200
    return desk.text_of(answer)


class TestSaidBefore:
    def test_publishing_names_the_log_the_days_the_posters_and_what_it_meets(self, play: Cast) -> None:
        entry = CatalogueEntryFactory(notice_days=5, notice_unit="working")
        edition = approved(play, text_draft(play, entry=entry))
        sync.synchronise(system_actor(), desk.LATER)
        Obligation.objects.filter(entry=entry).update(due_on=date(2026, 10, 12))
        said = " ".join(str(one) for one in consequences.of_publishing(edition, at=desk.LATER))
        for part in ("publication log", "It is on notice for", "Posters are made, A3, A4", "cannot be undone"):
            assert part in said
        assert "It meets what was owed by 12 October 2026, 3 days late." in said
        assert "takes the place" not in said

    def test_a_correction_says_what_it_replaces_and_whose_opening_no_longer_follows(self, play: Cast) -> None:
        live = published(play, money_draft(play, period="2026Q2"))
        published(play, money_draft(play, statement=ledger(opening="1050.00")))
        draft = publishing.start_correction(actor=play.clerk, edition=live, at=NOON)
        said = " ".join(str(one) for one in consequences.of_publishing(draft, at=desk.LATER))
        assert "takes the place of the edition before" in said
        assert "no longer follows" not in said
        movements = (("土地承包费", "200.00", ""), ("保洁员工资", "", "105.00"))
        draft = statements.save_statement(
            actor=play.clerk, edition=draft, ledger=ledger(period="2026Q2", movements=movements), at=NOON
        )
        said = " ".join(str(one) for one in consequences.of_publishing(draft, at=desk.LATER))
        assert "opens with 1,050.00 and no longer follows from the closing balance, 1,095.00" in said

    def test_what_is_scheduled_says_once_what_happens_at_its_time(self, play: Cast) -> None:
        edition = approved(play, text_draft(play, entry=CatalogueEntryFactory(notice_days=5, notice_unit="working")))
        due = desk.LATER + timedelta(days=3)
        publishing.schedule(actor=play.publisher, edition=edition, due=due, at=desk.LATER)
        text = page(play.publisher, edition)
        period = consequences.on_notice(edition, at=due)
        assert period != consequences.on_notice(edition, at=desk.LATER)
        assert period in text
        steps_shown = desk.get(play.publisher, "disclosure_desk:edition", edition.pk).context["steps"]
        assert [step.verb for step in steps_shown if step.consequences and not step.is_folded] == []

    def test_scheduling_offers_the_next_working_morning_with_its_days(self, play: Cast) -> None:
        edition = approved(play, text_draft(play))
        form = offered(desk.get(play.publisher, "disclosure_desk:edition", edition.pk))["schedule"]
        assert form.fields["due"].endswith("T09:00")
        assert desk.take(play.publisher, edition, "schedule").status_code == 303

    def test_withdrawing_says_what_is_owed_again(self, play: Cast) -> None:
        entry = CatalogueEntryFactory()
        edition = published(play, text_draft(play, entry=entry))
        sync.synchronise(system_actor(), desk.LATER)
        said = " ".join(str(one) for one in consequences.of_withdrawing(edition, at=desk.LATER))
        assert "The item is then owed" in said
        assert "cannot be undone" in said
        steps_shown = desk.get(play.publisher, "disclosure_desk:edition", edition.pk).context["steps"]
        assert [" ".join(map(str, one.consequences)) for one in steps_shown if one.verb == "withdraw"] == [said]


class TestTakenBack:
    def test_a_clerk_takes_back_what_nobody_has_decided_on(self, play: Cast) -> None:
        edition = desk.submitted(play, money_draft(play))
        colleague = person(Role.CLERK, play.village)
        for who in (play.outsider, play.supervisor, play.reviewer, play.lay):
            with pytest.raises(NotAllowed):
                steps.take_back(actor=who, edition=edition, at=desk.LATER)
        assert desk.take(colleague, edition, "take_back").status_code == 303
        edition = Edition.objects.get(pk=edition.pk)
        assert (edition.state, edition.prepared_by, edition.prepared_at) == (State.DRAFT, None, None)
        # It was not sent back, and who submitted it had a hand in it.
        assert "sent it back" not in page(play.clerk, edition)
        assert "Taken back" in page(play.clerk, edition)
        assert play.clerk in edition.contributors.all()
        steps.submit(actor=colleague, edition=edition, at=desk.LATER)

    def test_what_was_signed_is_taken_back_no_more(self, play: Cast) -> None:
        edition = desk.countersigned(play, money_draft(play))
        with pytest.raises(WrongState):
            steps.take_back(actor=play.clerk, edition=edition, at=desk.LATER)
        assert "take_back" not in offered(desk.get(play.clerk, "disclosure_desk:edition", edition.pk))

    def test_who_takes_back_a_moment_too_late_is_told(self, play: Cast) -> None:
        edition = desk.submitted(play, money_draft(play))
        seen = desk.token(play.clerk, edition, "take_back")
        steps.countersign(actor=play.supervisor, edition=edition, at=desk.LATER)
        late = desk.post(play.clerk, "disclosure_desk:editions_take_back", edition.pk, seen=seen)
        assert late.status_code == 409


class TestDeleted:
    def test_a_draft_goes_with_its_notice_its_files_and_a_trace(
        self, play: Cast, django_capture_on_commit_callbacks: object
    ) -> None:
        draft = text_draft(play, entry=CatalogueEntryFactory())
        shared = text_draft(play, entry=CatalogueEntryFactory())
        own = drafts.attach_file(actor=play.clerk, edition=draft, name="合同.csv", content=b"a,b\n1,2\n", at=NOON)
        both = drafts.attach_file(actor=play.clerk, edition=draft, name="清单.csv", content=b"c,d\n3,4\n", at=NOON)
        drafts.attach_file(actor=play.clerk, edition=shared, name="清单.csv", content=b"c,d\n3,4\n", at=NOON)
        number = draft.audit_number()
        assert desk.get(play.outsider, "disclosure_desk:delete_draft", draft.pk).status_code == 404
        form = desk.get(play.clerk, "disclosure_desk:delete_draft", draft.pk)
        assert form.status_code == 200
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            done = desk.post(play.clerk, "disclosure_desk:delete_draft", draft.pk, seen=draft.version + 2)
        assert (done.status_code, done["Location"]) == (303, reverse("disclosure_desk:notices"))
        assert not Notice.objects.filter(pk=draft.notice_id).exists()
        assert AuditLine.objects.get(verb="delete", subject_id=draft.pk).subject_number == number
        assert not storages["private"].exists(own.stored_as)
        assert storages["private"].exists(both.stored_as)
        assert Attachment.objects.get().stored_as == both.stored_as
        assert desk.post(play.clerk, "disclosure_desk:delete_draft", draft.pk, seen=draft.version).status_code == 404

    @pytest.mark.parametrize("is_correction", [False, True])
    def test_what_was_written_leaves_the_history_tables_too(self, play: Cast, is_correction: bool) -> None:
        live = published(play, money_draft(play))
        if is_correction:
            draft = publishing.start_correction(actor=play.clerk, edition=live, at=NOON)
        else:
            draft = money_draft(play, period="2026Q2")
        drafts.save_text(actor=play.clerk, edition=draft, title="", body="秘密", at=NOON)
        statement = draft.statement.pk
        line = draft.statement.lines.last()
        assert line
        line.delete()  # long gone when the draft goes
        kept = StatementLine.history.exclude(statement=statement).count()
        drafts.delete_draft(actor=play.clerk, edition=draft, at=desk.LATER)
        assert not Edition.history.filter(id=draft.pk).exists()
        assert not Statement.history.filter(id=statement).exists()
        assert not StatementLine.history.filter(statement=statement).exists()
        assert StatementLine.history.count() == kept > 0
        assert Notice.history.filter(id=draft.notice_id).exists() == is_correction
        assert Edition.history.filter(id=live.pk).exists()

    def test_what_it_was_to_meet_is_not_begun_again(self, play: Cast) -> None:
        entry = CatalogueEntryFactory()
        sync.synchronise(system_actor(), desk.LATER)
        number = f"{play.village.code}-{entry.code}-2026Q3"
        draft = text_draft(play, entry=entry)
        assert number not in [row.audit_number() for row in to_begin(play.clerk, at=desk.LATER)]
        drafts.delete_draft(actor=play.clerk, edition=draft, at=desk.LATER)
        assert number in [row.audit_number() for row in to_begin(play.clerk, at=desk.LATER)]
        row = Obligation.objects.get(unit=play.village, entry=entry, period="2026Q3")
        assert [line.verb for line in audit.lines_of(row)][-1] == "delete draft"
        assert text_draft(play, entry=entry).notice.number == number

    def test_the_notice_named_for_an_event_is_named_no_more(self, play: Cast) -> None:
        entry = CatalogueEntryFactory(cadence="event", publisher=play.village.kind)
        event = events.record_event(
            actor=play.clerk, unit=play.village, entry=entry, subject="补选", happened_on=date(2026, 10, 8), at=NOON
        )
        draft = events.begin_notice(actor=play.clerk, obligation=event, period="2026", title="补选公告", at=NOON)
        drafts.delete_draft(actor=play.clerk, edition=draft, at=desk.LATER)
        event.refresh_from_db()
        assert event.notice is None
        events.begin_notice(actor=play.clerk, obligation=event, period="2026", title="补选公告", at=NOON)

    def test_one_that_was_submitted_once_stays(self, play: Cast) -> None:
        submitted = desk.submitted(play, money_draft(play))
        for edition in (submitted, steps.take_back(actor=play.clerk, edition=submitted, at=desk.LATER)):
            with pytest.raises(NotAllowed):
                drafts.delete_draft(actor=play.clerk, edition=edition, at=desk.LATER)
            assert "delete/" not in page(play.clerk, edition)

    def test_the_draft_of_a_correction_goes_and_the_notice_stays(self, play: Cast) -> None:
        live = published(play, text_draft(play))
        draft = publishing.start_correction(actor=play.clerk, edition=live, at=NOON)
        assert "delete/" in page(play.clerk, draft)
        drafts.delete_draft(actor=play.clerk, edition=draft, at=desk.LATER)
        assert [one.pk for one in live.notice.editions.all()] == [live.pk]
        assert publishing.start_correction(actor=play.clerk, edition=live, at=NOON).number == 2

    def test_a_draft_that_changed_meanwhile_is_not_deleted(self, play: Cast) -> None:
        draft = text_draft(play)
        old = draft.version
        drafts.save_text(actor=play.clerk, edition=draft, title="", body="新写的。", at=NOON)
        with pytest.raises(Conflict):
            drafts.delete_draft(actor=play.clerk, edition=draft, seen=old, at=desk.LATER)
        assert Edition.objects.filter(pk=draft.pk).exists()

    def test_another_draft_can_be_made_from_its_ledger(self, play: Cast) -> None:
        reading = desk.brought_in(play.clerk, play.village, "liushu-2026Q3.xlsx")
        draft = statements.make_draft(actor=play.clerk, ledger_import=reading, at=desk.LATER)
        drafts.delete_draft(actor=play.clerk, edition=draft, at=desk.LATER)
        reading.refresh_from_db()
        assert (reading.state, reading.edition) == (ImportState.CHECKED, None)
