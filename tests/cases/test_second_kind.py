"""A kind of case that nothing in `portal.cases` names goes all the way, and becomes another kind."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from portal.accounts.queries import system_actor
from portal.cases import views
from portal.cases.actions import clocks, ending
from portal.cases.actions.reading import alike, read_notes, read_private
from portal.cases.actions.receiving import attach, change_sender, note, replace_code
from portal.cases.actions.screening import check_private
from portal.cases.enums import Read, Visibility
from portal.cases.models import Case, CaseFile, Reading
from portal.cases.models.private import Private
from portal.cases.queries import by_number_and_code, find_by_telephone, sent_before
from portal.cases.rules.sender import Sender
from portal.core import audit
from portal.core.models import AuditLine, CalendarDay, DaySource
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.retention import forget_expired
from tests.cases.making import PHOTO, folder, no_tries_yet, slip
from tests.example import slips
from tests.example.models import Grievance, Slip
from tests.factories import NOON, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = "请公开去年修路的合同和付款凭证。"


def passed_on(**fields: Any) -> Slip:
    made = slip(text=TEXT, **fields)
    return slips.pass_on(
        actor=made.folder.keeper, slip=made, visibility=Visibility.PUBLIC, shown_text=TEXT, at=fields.get("at", NOON)
    )


def clock_of(made: Slip) -> Any:
    assert made.clock is not None
    made.clock.refresh_from_db()
    return made.clock


class TestReading:
    def test_those_who_may_not_read_it_are_refused_and_leaves_no_trace(self) -> None:
        made, stranger = slip(text=TEXT), UserFactory()
        for read in (
            lambda: read_private(actor=stranger, case=made.case, at=NOON),
            lambda: read_notes(actor=stranger, case=made.case, at=NOON),
            lambda: note(actor=stranger, case=made.case, text="x", at=NOON),
            lambda: change_sender(actor=stranger, case=made.case, sender=Sender(), at=NOON),
            lambda: alike(actor=stranger, case=made.case, among=Case.objects.all(), at=NOON),
            lambda: ending.hand_over(actor=stranger, case=made.case, to="grievance", town=slips.TOWN, at=NOON),
        ):
            with pytest.raises(NotAllowed):
                read()
        assert not Reading.objects.exists()

    def test_a_trace_can_neither_be_changed_nor_removed(self) -> None:
        made = slip(text=TEXT)
        read_private(actor=made.folder.keeper, case=made.case, at=NOON)
        for change in (lambda: Reading.objects.update(what=Read.FILE), lambda: Reading.objects.all().delete()):
            with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
                change()

    def test_a_sender_is_put_right_and_the_line_says_that_not_what(self) -> None:
        made = slip(text=TEXT, telephone="13800138000")
        keeper = made.folder.keeper
        change_sender(actor=keeper, case=made.case, sender=Sender("王芳", "13900139000"), at=NOON)

        def found(telephone: str) -> int:
            return find_by_telephone(keeper, kind="slip", telephone=telephone, at=NOON).count()

        assert (found("13800138000"), found("139 0013 9000"), found("")) == (0, 1, 0)
        assert not find_by_telephone(UserFactory(), kind="slip", telephone="13900139000", at=NOON)
        [line] = audit.lines_of(made.case)
        assert (line.verb, line.reason) == ("change sender", "")

    def test_others_that_say_much_the_same_are_found_and_only_that_it_was_compared_is_kept(self) -> None:
        into = folder()
        made = slip(text=TEXT, folder=into)
        near = slip(text="请公开去年修路的合同、付款凭证！", folder=into)
        slip(text="低保名单为什么没有公示？", folder=into)
        [found] = alike(actor=into.keeper, case=made.case, among=Case.objects.filter(kind="slip"), at=NOON)
        assert found.case == near.case_id
        assert found.percent > 80
        assert list(Reading.objects.values_list("case", "what")) == [(made.case_id, Read.COMPARISON)]

    def test_files_are_believed_by_their_content_and_limited(self) -> None:
        made = slip(text=TEXT)
        for _file in range(10):
            attach(actor=system_actor(), case=made.case, content=PHOTO, name="现场.exe", at=NOON)
        assert {one.name for one in CaseFile.objects.all()} == {"现场.png"}
        assert CaseFile.objects.values("stored").distinct().count() == 10, "the same content is stored for each case"
        with pytest.raises(Refused, match="At most 10"):
            attach(actor=system_actor(), case=made.case, content=PHOTO, name="x.png", at=NOON)

    def test_nobody_may_write_what_gives_the_sender_away(self) -> None:
        made = slip(text=TEXT, name="王芳", address="柳树村三组12号")
        for text in ("王芳来过", "住在柳树村三组12号"):
            with pytest.raises(Refused, match="of the sender"):
                check_private(made.case, text, "The reason", "reason")
        check_private(made.case, "与本事项无关", "The reason", "reason")


class TestClock:
    def test_it_is_extended_once_with_a_reason(self) -> None:
        made = passed_on()
        keeper = made.folder.keeper
        assert clock_of(made).due == date(2026, 11, 11), "20 working days after 14 October"
        with pytest.raises(Refused, match="why"):
            clocks.extend(actor=keeper, clock=clock_of(made), days=20, reason=" ", at=NOON)
        longer = clocks.extend(actor=keeper, clock=clock_of(made), days=20, reason="王芳要求的材料多", at=NOON)
        assert (longer.due, longer.extended_by, longer.basis) == (
            date(2026, 12, 9),
            keeper,
            "政府信息公开条例第三十三条",
        )
        with pytest.raises(WrongState):
            clocks.extend(actor=keeper, clock=clock_of(made), days=1, reason="x", at=NOON)
        assert "王芳" not in " ".join(AuditLine.objects.values_list("reason", flat=True))

    def test_it_stands_still_while_somebody_else_is_asked(self) -> None:
        made = passed_on()
        keeper, later = made.folder.keeper, NOON + timedelta(days=7)
        with pytest.raises(WrongState):
            clocks.resume(actor=keeper, clock=clock_of(made), at=NOON)
        clocks.suspend(actor=keeper, clock=clock_of(made), reason="征求第三方意见", at=NOON)
        assert clock_of(made).due is None
        with pytest.raises(WrongState):
            clocks.suspend(actor=keeper, clock=clock_of(made), reason="再问", at=NOON)
        clocks.resume(actor=keeper, clock=clock_of(made), at=later)
        assert clock_of(made).due == date(2026, 11, 18), "the five working days of that week are not counted"
        assert "stood still from 14 October 2026 to 21 October 2026" in clock_of(made).how
        assert "Only working days count" in clock_of(made).how

    def test_it_is_counted_again_when_the_calendar_comes(self) -> None:
        late = datetime(2026, 12, 20, 4, 0, tzinfo=UTC)
        made = passed_on(at=late)
        before = clock_of(made).due
        assert clock_of(made).is_provisional
        assert "not been announced" in clock_of(made).how
        for day in (1, 4):
            CalendarDay.objects.create(
                day=date(2027, 1, day), is_working=False, name_zh="元旦", source=DaySource.NOTICE, changed_at=late
            )
        assert clocks.recount(actor=system_actor(), at=late) == 1
        assert not clock_of(made).is_provisional
        assert clock_of(made).due > before
        assert clocks.recount(actor=system_actor(), at=late) == 0

    def test_it_runs_on_where_it_was_met_too_early(self) -> None:
        made = passed_on()
        clocks.meet(clock=clock_of(made), at=NOON)
        clocks.meet(clock=clock_of(made), at=NOON + timedelta(days=1))
        assert clock_of(made).met_at == NOON
        assert not clocks.take_up_again(clock=clock_of(made)).is_over


class TestFollowing:
    @pytest.fixture(autouse=True)
    def _fresh(self) -> Iterator[None]:
        no_tries_yet()
        with time_machine.travel(NOON, tick=False):
            yield

    def ask(self, number: str, code: str) -> Any:
        request = RequestFactory().post("/follow/", {"number": number, "code": code})
        request.user = UserFactory()
        response: Any = slips.FollowSlip.as_view()(request)
        return response

    def test_number_and_code_show_it_and_each_wrong_guess_says_the_same(self) -> None:
        made, other = slip(text=TEXT), slip(text=TEXT)
        case = made.case
        found = self.ask(case.number.lower(), f" {case.code[:6].lower()}-{case.code[6:]}")
        assert found.context_data["page"].state == "In the folder"
        wrong = [
            self.ask(case.number, "AAAABBBBCCCC"),
            self.ask("F0-S999", case.code),
            self.ask(other.case.number, case.code),
        ]
        assert {response.status_code for response in wrong} == {422}
        refusals = {tuple(response.context_data["form"].non_field_errors()) for response in wrong}
        assert len(refusals) == 1

    def test_guesses_are_limited(self) -> None:
        made = slip(text=TEXT)
        statuses = [self.ask(made.case.number, f"AAAABBBB{guess}").status_code for guess in range(22)]
        assert statuses == [422] * views.ASKED_AT_MOST + [429] * 2
        assert self.ask(made.case.number, made.case.code).status_code == 429, "the right one learns nothing more"

    def test_a_lost_code_is_replaced(self) -> None:
        case = slip(text=TEXT).case
        old, new = case.code, replace_code(case=case).code
        assert by_number_and_code("slip", case.number, old) is None
        assert by_number_and_code("slip", case.number, new) == case
        assert Case.objects.get(pk=case.pk).code == "", "it cannot be read"


class TestHandingOver:
    def test_the_new_kind_has_everything_and_the_old_knows_nothing(self) -> None:
        made = passed_on(name="王芳", telephone="13800138000")
        keeper, sealed_for = made.folder.keeper, UserFactory()
        code = replace_code(case=made.case).code
        attach(actor=system_actor(), case=made.case, content=PHOTO, name="现场.png", at=NOON)
        slips.SEALED_FOR[:] = [sealed_for]
        slips.make_grievance(actor=keeper, slip=made, at=NOON)
        grievance = Grievance.objects.select_related("case").get()
        assert grievance.case.number == "G-1"
        came = read_private(actor=sealed_for, case=grievance.case, at=NOON)
        assert came is not None
        assert (came.text, came.sender.name) == (TEXT, "王芳")
        assert grievance.case.files.count() == 1
        with pytest.raises(NotAllowed):
            read_private(actor=keeper, case=grievance.case, at=NOON)
        old = Case.objects.get(pk=made.case_id)
        assert read_private(actor=keeper, case=old, at=NOON) is None
        assert not find_by_telephone(keeper, kind="slip", telephone="13800138000", at=NOON)
        assert (old.closed_at, old.forgotten_at, clock_of(made).stopped_at) == (NOON, NOON, NOON)
        assert "G-1" not in " ".join(f"{one.reason} {one.target}" for one in audit.lines_of(old))
        followed = by_number_and_code("slip", old.number, code)
        assert followed == grievance.case
        with pytest.raises(Refused, match="cannot be handed over"):
            ending.hand_over(actor=keeper, case=old, to="grievance", town=slips.TOWN, at=NOON)

    def test_what_takes_nothing_over_is_handed_nothing(self) -> None:
        made = slip(text=TEXT)
        with pytest.raises(Refused, match="cannot be handed over"):
            ending.hand_over(actor=made.folder.keeper, case=made.case, to="opinion", town=slips.TOWN, at=NOON)
        assert Private.objects.filter(case=made.case).exists()


class TestEnding:
    def test_it_is_forgotten_when_its_time_is_over_and_not_before(self) -> None:
        made = passed_on(email="a@example.com")
        slips.reply(slip=made, text="已公开。", at=NOON)
        case = Case.objects.get(pk=made.case_id)
        assert case.forget_after == timezone.localdate(NOON) + timedelta(days=30)
        assert forget_expired(at=NOON + timedelta(days=30))["cases"] == 0
        assert forget_expired(at=NOON + timedelta(days=31))["cases"] == 1
        assert not Private.objects.exists()
        assert forget_expired(at=NOON + timedelta(days=32))["cases"] == 0

    def test_one_that_is_taken_up_again_is_kept(self) -> None:
        made = passed_on()
        ending.close(case=made.case, at=NOON)
        ending.reopen(case=made.case)
        with pytest.raises(WrongState):
            ending.forget(actor=system_actor(), case=made.case, at=NOON)
        assert forget_expired(at=NOON + timedelta(days=400))["cases"] == 0


def test_what_is_sent_again_is_found() -> None:
    system = system_actor()
    made = slip(text=TEXT, code="ABCDEFGHJKMN")
    assert made.case.code == "ABCDEFGHJKMN"

    def again(actor: Any = system, **fields: Any) -> list[Case]:
        return list(sent_before(actor, kind="slip", at=NOON, **{"text": TEXT, "code": "ABCDEFGHJKMN", **fields}))

    assert again() == [made.case]
    assert (
        again(text="别的话")
        == again(code="")
        == again(code="XXXXXXXXXXXX")
        == again(actor=UserFactory(), code="")
        == []
    )
    assert slip(text="别的话", code="ABCDEFGHJKMN").case.code != "ABCDEFGHJKMN", "a code is used once"


def test_an_anonymous_visitor_follows_nothing_by_address() -> None:
    assert Client().get("/opinions/received/1/").status_code == 404
