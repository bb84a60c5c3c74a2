"""The life of an edition, step by step, and every way it is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.content.statement import actions, queries
from disclosure.content.statement.models import Statement, StatementLine
from disclosure.notices import registry
from disclosure.notices.actions import drafts as notices, publishing, steps
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.content import canonical_document, sha256_of
from portal.accounts.enums import UnitKind
from portal.core import audit
from portal.core.models import LogEntry
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    answered,
    approved,
    cast,
    ledger,
    money_draft,
    published,
    text_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def people() -> Cast:
    return cast()


class TestStarting:
    def test_a_regular_item_is_numbered_by_its_period(self, people: Cast) -> None:
        draft = text_draft(people)
        assert draft.notice.number == f"{people.village.code}-{draft.notice.entry.code}-2026Q3"
        assert (draft.number, draft.state) == (1, State.DRAFT)

    def test_other_items_are_numbered_within_the_year(self, people: Cast) -> None:
        entry = CatalogueEntryFactory(cadence=Cadence.EVENT)
        first = text_draft(people, entry=entry, period="2026", title="修路")
        second = text_draft(people, entry=entry, period="2026", title="修桥")
        assert [first.notice.number[-6:], second.notice.number[-6:]] == ["2026-1", "2026-2"]

    def test_beginning_twice_gives_the_same_draft(self, people: Cast) -> None:
        entry = CatalogueEntryFactory()
        assert text_draft(people, entry=entry).pk == text_draft(people, entry=entry).pk
        assert Notice.objects.count() == 1

    @pytest.mark.parametrize(
        ("period", "words"),
        [("2026Q4", "has not ended"), ("2026-07", "another kind of period"), ("gestern", "is no period")],
    )
    def test_a_period_that_does_not_fit_is_refused(self, people: Cast, period: str, words: str) -> None:
        with pytest.raises(Refused, match=words):
            text_draft(people, period=period)

    def test_an_event_needs_a_title(self, people: Cast) -> None:
        with pytest.raises(Refused, match="title"):
            text_draft(people, entry=CatalogueEntryFactory(cadence=Cadence.EVENT), period="2026")

    def test_an_item_the_unit_does_not_owe_is_refused(self, people: Cast) -> None:
        entry = CatalogueEntryFactory(publisher=UnitKind.TOWN, stream=Stream.GOVERNMENT)
        with pytest.raises(Refused, match="does not owe"):
            text_draft(people, entry=entry)

    def test_another_villages_clerk_cannot_begin(self, people: Cast) -> None:
        with pytest.raises(NotAllowed):
            notices.start_notice(
                actor=people.outsider,
                unit=people.village,
                entry=CatalogueEntryFactory(),
                period="2026Q3",
                at=NOON,
            )


class TestSubmitting:
    def test_the_document_is_frozen_and_hashed(self, people: Cast) -> None:
        edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
        assert edition.state == State.SUBMITTED
        assert edition.canonical is not None
        assert bytes(edition.canonical) == canonical_document(edition)
        assert edition.content_sha256 == sha256_of(canonical_document(edition))

    def test_an_empty_text_is_refused(self, people: Cast) -> None:
        draft = notices.save_text(actor=people.clerk, edition=text_draft(people), title="", body=" ", at=NOON)
        with pytest.raises(Refused, match="nothing to submit"):
            steps.submit(actor=people.clerk, edition=draft, at=NOON)

    def test_a_statement_that_does_not_add_up_is_refused(self, people: Cast) -> None:
        sound = ledger()
        wrong = ledger(opening="999.00")
        draft = money_draft(people)
        broken = type(sound)(
            **{name: getattr(wrong, name) for name in wrong.__dataclass_fields__} | {"lines": sound.lines}
        )
        actions.save_statement(actor=people.clerk, edition=draft, ledger=broken, at=NOON)
        with pytest.raises(Refused, match="error"):
            steps.submit(actor=people.clerk, edition=draft, at=NOON)
        draft.refresh_from_db()
        assert draft.state == State.DRAFT

    def test_an_unanswered_warning_is_refused(self, people: Cast) -> None:
        draft = money_draft(people)
        lunch = ledger(movements=(("接待上级招待费", "", "88.00"),))
        actions.save_statement(actor=people.clerk, edition=draft, ledger=lunch, at=NOON)
        with pytest.raises(Refused, match="neither answered nor fixed"):
            steps.submit(actor=people.clerk, edition=draft, at=NOON)

    def test_nothing_can_be_written_after_submission(self, people: Cast) -> None:
        edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
        with pytest.raises(Conflict):
            notices.save_text(actor=people.clerk, edition=edition, title="", body="别的", at=NOON)


class TestDeciding:
    def test_a_village_needs_its_countersignature(self, people: Cast) -> None:
        edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
        with pytest.raises(NotAllowed):
            steps.review(actor=people.reviewer, edition=edition, at=NOON)
        with pytest.raises(NotAllowed):
            steps.countersign(actor=people.outsider, edition=edition, at=NOON)

    def test_the_second_approver_is_told(self, people: Cast) -> None:
        edition = approved(people, text_draft(people))
        with pytest.raises(WrongState, match="approved meanwhile"):
            steps.approve(actor=people.approver, edition=edition, at=NOON)

    def test_a_decision_on_another_document_is_refused(self, people: Cast) -> None:
        edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
        with pytest.raises(Conflict, match="has been submitted"):
            steps.countersign(actor=people.supervisor, edition=edition, at=NOON, seen=edition.version - 1)
        assert steps.countersign(actor=people.supervisor, edition=edition, at=NOON, seen=edition.version)

    def test_whatever_changes_a_draft_makes_another_version_of_it(self, people: Cast) -> None:
        draft = Edition.objects.get(pk=money_draft(people).pk)
        seen = draft.version
        draft = notices.save_text(actor=people.clerk, edition=draft, title="", body="另写", at=NOON, seen=seen)
        assert draft.version == seen + 1
        with pytest.raises(Conflict, match="changed or sent back"):
            steps.submit(actor=people.clerk, edition=draft, at=NOON, seen=seen)
        with pytest.raises(Conflict, match="Somebody else changed this"):
            notices.save_text(actor=people.clerk, edition=draft, title="", body="", at=NOON, seen=seen)
        with pytest.raises(Conflict, match="Somebody else changed this"):
            actions.save_statement(actor=people.clerk, edition=draft, ledger=ledger(), at=NOON, seen=seen)
        file = notices.attach_file(actor=people.clerk, edition=draft, name="a.csv", content=b"a,b\n1,2\n", at=NOON)
        notices.remove_file(actor=people.clerk, attachment=file, at=NOON)
        draft.refresh_from_db()
        assert (draft.version, draft.body) == (seen + 3, "另写")

    def test_sending_back_needs_a_reason_and_lets_signatures_lapse(self, people: Cast) -> None:
        edition = approved(people, text_draft(people))
        with pytest.raises(Refused, match="reason"):
            steps.send_back(actor=people.publisher, edition=edition, reason=" ", at=NOON)
        edition = steps.send_back(actor=people.publisher, edition=edition, reason="缺附件", at=NOON)
        assert edition.state == State.DRAFT
        assert (edition.countersigned_by, edition.reviewed_by, edition.approved_by) == (None, None, None)
        assert [line.reason for line in audit.lines_of(edition) if line.verb == "send_back"] == ["缺附件"]

    def test_every_step_leaves_a_line(self, people: Cast) -> None:
        edition = published(people, text_draft(people))
        verbs = [line.verb for line in audit.lines_of(edition) if line.target]
        assert verbs == ["start", "submit", "countersign", "review", "approve", "publish"]


class TestPublishing:
    def test_it_is_logged_with_its_hash_and_notice_period(self, people: Cast) -> None:
        edition = published(people, money_draft(people))
        entry = LogEntry.objects.get()
        assert (entry.kind, entry.content_sha256) == ("publication", edition.content_sha256)
        assert edition.log_sequence == entry.sequence
        assert entry.facts["notice_period"] == {"from": "2026-10-15", "to": "2026-10-21", "provisional": False}
        assert entry.facts["decisions"]["approved"]["by"] == people.approver.name_zh

    def test_a_correction_supersedes_and_keeps_the_old_one(self, people: Cast) -> None:
        first = published(people, money_draft(people))
        draft = publishing.start_correction(actor=people.clerk, edition=first, at=NOON)
        assert draft.number == 2
        assert draft.statement.lines.count() == first.statement.lines.count()
        with pytest.raises(Refused, match="what this edition corrects"):
            steps.submit(actor=people.clerk, edition=draft, at=NOON)
        draft = notices.save_text(
            actor=people.clerk, edition=draft, title="", body="", reason="第 1 笔经手人写错。", at=NOON
        )
        second = published(people, draft, at=NOON + timedelta(days=1))
        first.refresh_from_db()
        assert (first.state, second.state) == (State.SUPERSEDED, State.PUBLISHED)
        assert [entry.kind for entry in LogEntry.objects.order_by("sequence")] == ["publication", "correction"]

    def test_the_period_after_is_checked_against_what_is_live(self, people: Cast) -> None:
        published(people, money_draft(people, period="2026Q2", statement=ledger(period="2026Q2", opening="500.00")))
        third = money_draft(people)
        broken = [finding.rule for finding in queries.errors_in(queries.findings_of(third))]
        assert broken == ["I2"]
        with pytest.raises(Refused):
            steps.submit(actor=people.clerk, edition=third, at=NOON)

    def test_correcting_a_period_flags_the_next_and_unpublishes_nothing(self, people: Cast) -> None:
        second = published(
            people, money_draft(people, period="2026Q2", statement=ledger(period="2026Q2", opening="950.00"))
        )
        third = published(people, money_draft(people))
        draft = publishing.start_correction(actor=people.clerk, edition=second, at=NOON)
        changed = ledger(period="2026Q2", opening="950.00", movements=(("土地承包费", "250.00", ""),))
        actions.save_statement(actor=people.clerk, edition=draft, ledger=changed, at=NOON)
        draft = notices.save_text(actor=people.clerk, edition=draft, title="", body="", reason="漏记。", at=NOON)
        corrected = published(people, answered(people, draft))
        third.refresh_from_db()
        assert third.state == State.PUBLISHED
        flagged = queries.openings_that_no_longer_follow(corrected.statement)
        assert [row.edition_id for row in flagged] == [third.pk]

    def test_scheduled_editions_are_published_by_the_system_for_whoever_scheduled_them(self, people: Cast) -> None:
        due = NOON + timedelta(days=2)
        edition = publishing.schedule(
            actor=people.publisher, edition=approved(people, text_draft(people)), due=due, at=NOON
        )
        assert publishing.publish_due(at=due - timedelta(seconds=1)) == []
        [done] = publishing.publish_due(at=due + timedelta(minutes=3))
        assert done.pk == edition.pk
        assert done.published_by == people.publisher
        assert publishing.publish_due(at=due + timedelta(minutes=4)) == []

    @pytest.mark.parametrize(("minutes", "said"), [(1, 0), (30, 1)])
    def test_a_late_publication_says_so_and_names_nothing(
        self, people: Cast, caplog: pytest.LogCaptureFixture, minutes: int, said: int
    ) -> None:
        due = NOON + timedelta(days=2)
        ready = approved(people, text_draft(people))
        publishing.schedule(actor=people.publisher, edition=ready, due=due, at=NOON)
        with caplog.at_level("WARNING", logger="disclosure.notices.actions.publishing"):
            assert len(publishing.publish_due(at=due + timedelta(minutes=minutes))) == 1
        assert caplog.text.count("was late") == said
        assert ready.notice.number not in caplog.text

    def test_one_that_fails_does_not_stop_those_after_it(
        self, people: Cast, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        due = NOON + timedelta(days=2)
        first, second = (
            publishing.schedule(
                actor=people.publisher,
                edition=approved(people, text_draft(people)),
                due=due + timedelta(minutes=minutes),
                at=NOON,
            )
            for minutes in (0, 1)
        )
        follow = registry.follow

        def fail_once(event: str, *, edition: Edition, **more: object) -> None:
            if edition.pk == first.pk:
                raise RuntimeError("the disk is full")
            follow(event, edition=edition, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(publishing, "follow", fail_once)
        assert [one.pk for one in publishing.publish_due(at=due + timedelta(minutes=1))] == [second.pk]
        first.refresh_from_db()
        assert first.state == State.SCHEDULED
        assert f"failed: edition {first.pk}" in caplog.text
        assert first.notice.number not in caplog.text

    def test_scheduling_into_the_past_is_refused(self, people: Cast) -> None:
        edition = approved(people, text_draft(people))
        with pytest.raises(Refused, match="still to come"):
            publishing.schedule(actor=people.publisher, edition=edition, due=NOON, at=NOON)

    def test_withdrawing_needs_a_reason(self, people: Cast) -> None:
        edition = published(people, text_draft(people))
        with pytest.raises(Refused, match="reason"):
            publishing.withdraw(actor=people.publisher, edition=edition, reason="", at=NOON)


class TestTheDatabase:
    """Paths around the actions end at the database."""

    def test_two_live_editions_of_a_notice_cannot_be(self, people: Cast) -> None:
        edition = published(people, text_draft(people))
        other = publishing.start_correction(actor=people.clerk, edition=edition, at=NOON)
        fields = {
            name: getattr(edition, name)
            for name in ("prepared_by", "reviewed_by", "approved_by", "published_by", "published_at", "canonical")
        }
        with pytest.raises(IntegrityError, match="edition_one_live"), transaction.atomic():
            Edition.objects.filter(pk=other.pk).update(
                state=State.PUBLISHED,
                correction_reason="x",
                log_sequence=9,
                content_sha256=edition.content_sha256,
                **fields,
            )

    @pytest.mark.parametrize("change", [{"title": "别的"}, {"content_sha256": "0" * 64}, {"state": "draft"}])
    def test_what_is_published_cannot_be_changed(self, people: Cast, change: dict[str, str]) -> None:
        edition = published(people, text_draft(people))
        with pytest.raises(DatabaseError, match="cannot"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)

    def test_nor_deleted(self, people: Cast) -> None:
        edition = published(people, text_draft(people))
        with pytest.raises(DatabaseError, match="cannot be deleted"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk)._raw_delete(using="default")

    @pytest.mark.parametrize("submitted", [True, False])
    def test_lines_change_in_drafts_only(self, people: Cast, *, submitted: bool) -> None:
        draft = money_draft(people)
        line = StatementLine.objects.filter(statement__edition=draft).first()
        assert line is not None
        line.summary = "改过"
        if not submitted:
            line.save()
            return
        steps.submit(actor=people.clerk, edition=draft, at=NOON)
        with pytest.raises(DatabaseError, match="content cannot be changed"), transaction.atomic():
            line.save()

    def test_a_closing_that_does_not_follow_cannot_be_stored(self, people: Cast) -> None:
        draft = money_draft(people)
        with pytest.raises(IntegrityError, match="statement_i1"), transaction.atomic():
            Statement.objects.filter(edition=draft).update(closing=1)

    def test_nobody_can_be_stored_as_approver_of_their_own(self, people: Cast) -> None:
        edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
        with pytest.raises(IntegrityError, match="edition_approver_did_not_prepare"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(approved_by=people.clerk)


def test_the_factory_of_approved_editions_leaves_what_the_steps_leave() -> None:
    people = cast()
    entry = CatalogueEntryFactory()
    made = approved(people, text_draft(people, entry=entry, period="2026Q1"))
    later = [NOON + timedelta(hours=hour) for hour in range(1, 5)]
    taken = steps.submit(actor=people.clerk, edition=text_draft(people, entry=entry, period="2026Q2"), at=later[0])
    taken = steps.countersign(actor=people.supervisor, edition=taken, at=later[1])
    taken = steps.review(actor=people.reviewer, edition=taken, at=later[2])
    taken = steps.approve(actor=people.approver, edition=taken, at=later[3])
    own = {"id", "notice", "code", "title", "canonical", "content_sha256"}
    names = [field.name for field in Edition._meta.concrete_fields if field.name not in own]
    for name in names:
        assert getattr(made, name) == getattr(taken, name), name
    lines = [
        list(audit.lines_of(one).values_list("at", "actor", "verb", "source", "target", "reason"))
        for one in (made, taken)
    ]
    assert lines[0] == lines[1]
