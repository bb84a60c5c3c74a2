"""The steps of a request: each row of its table allowed and refused, its clocks, and what is said to the applicant."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from disclosure.requests.actions import steps
from disclosure.requests.enums import Applicant, RequestState, Result
from disclosure.requests.models import Request
from disclosure.requests.rules import GROUNDS, REPLIES, is_identity
from disclosure.requests.workflow import REQUEST
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.cases.actions.reading import as_it_came
from portal.cases.models import CaseLetter, Clock
from portal.core.models import AuditLine
from portal.core.refusals import NotAllowed, Refused, WrongState
from tests.disclosure.requests.making import (
    CAME,
    CREDIT_CODE,
    DUE,
    NAME,
    PERSON_ID,
    TEXT,
    People,
    accepted,
    answered,
    drafted,
    people,
    received,
)
from tests.example import slips
from tests.factories import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LATER = CAME + timedelta(days=14)


@pytest.fixture
def them() -> People:
    return people()


def fresh(request: Request) -> Request:
    return Request.objects.select_related("case", "clock", "step_clock", "unit", "town").get(pk=request.pk)


def letters(request: Request) -> list[str]:
    return list(CaseLetter.objects.filter(case=request.case).values_list("kind", flat=True))


def corrected(them: People) -> Request:
    asked = received(them)
    asked = steps.ask_correction(
        actor=them.publisher, request=asked, text="请写明哪一年。", due=date(2026, 10, 23), at=CAME
    )
    return steps.correct(actor=system_actor(), request=asked, text="2025年的。", at=LATER)


def test_the_time_of_a_reply_is_counted_with_the_calendar(them: People) -> None:
    request = received(them)
    assert request.clock.due == DUE
    assert request.step_clock is not None
    assert request.step_clock.due == date(2026, 10, 13), "7 working days to ask for corrections"
    assert request.clock.basis == "中华人民共和国政府信息公开条例第三十三条"
    assert request.number == f"{them.play.town.code}-SQ-2026-1"
    assert received(them, "另外一份合同的复印件。").number == f"{them.play.town.code}-SQ-2026-2"


def test_what_is_sent_twice_is_one_request(them: People) -> None:
    code = received(them).case.code
    first = received(them, "另外一份合同。", code=code)
    again = received(them, "另外一份合同。", code=code)
    assert first.pk == again.pk
    assert again.case.code == code


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("text", {"text": "合同"}),
        ("text", {"text": "合" * 2001}),
        ("name", {"name": " "}),
        ("identity", {"identity": "990101196803120171"}),
        ("identity", {"identity": PERSON_ID, "applicant": "enterprise"}),
        ("email", {"email": ""}),
        ("address", {"delivery": "post", "address": ""}),
        ("phone", {"delivery": "visit", "phone": "", "email": "", "address": ""}),
    ],
)
def test_what_is_missing_is_named(them: People, field: str, fields: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        received(them, **fields)
    assert refusal.value.field == field
    assert not Request.objects.exists()


def test_identities_are_checked_by_their_last_letter() -> None:
    assert is_identity(PERSON_ID, of_person=True)
    assert is_identity("E12345678", of_person=True)
    assert not is_identity(PERSON_ID[:-1] + "0", of_person=True)
    assert is_identity(CREDIT_CODE, of_person=False)
    assert not is_identity(CREDIT_CODE[:-1] + "0", of_person=False)


def test_by_web_only_the_portal_takes_them_in_and_otherwise_only_the_office(them: People) -> None:
    with pytest.raises(NotAllowed):
        received(them, actor=them.publisher)
    with pytest.raises(NotAllowed):
        received(them, actor=them.clerk, channel="letter")
    entered = received(them, actor=them.publisher, channel="letter", received_at=CAME - timedelta(days=3))
    assert entered.case.entered_by == them.publisher
    assert entered.clock.start == date(2026, 9, 25)


def takes(them: People, verb: str) -> tuple[Request, dict[str, Any], set[str]]:
    """Return a request in the state a verb leads out of, what its action takes, and who may take it."""
    office, unit, deciders = {"publisher"}, {"clerk", "handler"}, {"approver", "leader"}
    asked = steps.ask_correction
    made: dict[str, tuple[Any, dict[str, Any], set[str]]] = {
        "accept": (received, {"subject": "工程发票", "unit": them.station}, office),
        "ask_correction": (received, {"text": "请写明。", "due": date(2026, 10, 23)}, office),
        "correct": (
            lambda all_: asked(
                actor=all_.publisher, request=received(all_), text="请写明。", due=date(2026, 10, 23), at=CAME
            ),
            {"text": "2025年。"},
            office,
        ),
        "reroute": (accepted, {"unit": them.play.village, "reason": "归村里管。"}, office),
        "consult": (accepted, {"party": "某公司", "concern": "发票上的账号。"}, unit),
        "ask_extension": (accepted, {"reason": "要汇总。"}, unit),
        "draft": (accepted, {"result": "granted", "text": "见附件。"}, unit),
        "take_back": (drafted, {}, unit),
        "send_back": (drafted, {"reason": "写清依据。"}, deciders),
        "answer": (drafted, {}, deciders),
        "withdraw": (accepted, {}, office),
    }
    make, values, allowed = made[verb]
    return make(them), values, allowed


@pytest.mark.parametrize(
    "verb",
    [
        "accept",
        "ask_correction",
        "correct",
        "reroute",
        "consult",
        "ask_extension",
        "draft",
        "take_back",
        "send_back",
        "answer",
        "withdraw",
    ],
)
def test_each_step_is_for_those_the_table_names(them: People, verb: str) -> None:
    request, values, allowed = takes(them, verb)
    everybody: dict[str, User] = {
        name: getattr(them, name) for name in ("publisher", "clerk", "handler", "approver", "leader", "outsider")
    }
    for name, who in everybody.items():
        try:
            with transaction.atomic():
                done = getattr(steps, verb)(actor=who, request=request, at=LATER, **values)
                assert done.state == REQUEST.find(request.state, verb).target
                transaction.set_rollback(True)
            may = True
        except NotAllowed:
            may = False
        assert may == (name in allowed), (verb, name)


@pytest.mark.parametrize("verb", ["accept", "draft", "hear", "extend", "answer", "lapse"])
def test_a_step_out_of_its_turn_is_refused(them: People, verb: str) -> None:
    request = answered(them)
    all_values: dict[str, dict[str, Any]] = {
        "accept": {"subject": "发票", "unit": them.station},
        "draft": {"result": "granted", "text": "见附件。"},
        "hear": {"outcome": "agrees", "answer": "同意。"},
        "extend": {"reason": "要汇总。"},
    }
    values = all_values.get(verb, {})
    with pytest.raises(WrongState):
        getattr(steps, verb)(actor=them.publisher, request=request, at=LATER, **values)


def test_a_correction_begins_the_time_anew_and_is_asked_for_once(them: People) -> None:
    request = corrected(them)
    assert request.state == RequestState.RECEIVED
    assert request.clock.start == date(2026, 10, 12)
    assert request.clock.due == date(2026, 11, 9)
    came = as_it_came(request.case)
    assert came is not None
    assert came.text == f"{TEXT}\n\n2025年的。"
    assert "request_correction" in letters(request)
    with pytest.raises(Refused, match="asked for once"):
        steps.ask_correction(actor=them.publisher, request=request, text="再写。", due=date(2026, 10, 30), at=LATER)


def test_what_is_not_corrected_in_time_is_not_pursued(them: People) -> None:
    asked = steps.ask_correction(
        actor=them.publisher, request=received(them), text="请写明。", due=date(2026, 10, 12), at=CAME
    )
    with pytest.raises(Refused, match="may still"):
        steps.lapse(actor=them.publisher, request=asked, at=LATER)
    lapsed = steps.lapse(actor=them.publisher, request=asked, at=LATER + timedelta(days=1))
    assert (lapsed.state, lapsed.result) == (RequestState.ANSWERED, Result.NOT_CORRECTED)
    assert "request_lapsed" in letters(lapsed)


def test_a_third_party_stops_the_clock(them: People) -> None:
    request = steps.consult(
        actor=them.clerk, request=accepted(them), party="某公司", concern="发票上的账号。", at=LATER
    )
    assert fresh(request).clock.due is None
    assert request.step_clock is not None
    assert request.step_clock.due == date(2026, 11, 2), "15 working days"
    with pytest.raises(Refused, match="may still answer"):
        steps.hear(actor=them.clerk, request=request, outcome="silent", answer="", at=LATER)
    with pytest.raises(Refused) as missing:
        steps.hear(actor=them.clerk, request=request, outcome="objects", answer=" ", at=LATER)
    assert missing.value.field == "answer"
    heard = steps.hear(
        actor=them.clerk, request=request, outcome="agrees", answer="同意。", at=LATER + timedelta(days=7)
    )
    assert heard.clock.due == date(2026, 11, 6), "five working days later than it was"
    assert heard.step_clock is None


def test_the_time_is_extended_once_and_the_applicant_is_told_why(them: People) -> None:
    asked = steps.ask_extension(actor=them.clerk, request=accepted(them), reason="要汇总凭证。", at=LATER)
    extended = steps.extend(actor=them.leader, request=asked, reason="要汇总凭证。", at=LATER)
    assert extended.clock.due == date(2026, 11, 27)
    assert "request_extended" in letters(extended)
    with pytest.raises(Refused, match="extended before"):
        steps.ask_extension(actor=them.clerk, request=extended, reason="还要时间。", at=LATER)


def test_what_is_overdue_cannot_be_extended(them: People) -> None:
    request = accepted(them)
    with pytest.raises(Refused, match="over already"):
        steps.ask_extension(actor=them.clerk, request=request, reason="要汇总。", at=CAME + timedelta(days=60))


def test_a_refused_extension_gives_it_back(them: People) -> None:
    asked = steps.ask_extension(actor=them.clerk, request=accepted(them), reason="要汇总。", at=LATER)
    back = steps.refuse_extension(actor=them.approver, request=asked, reason="来得及。", at=LATER)
    assert (back.state, back.extension, back.clock.due) == (RequestState.ACCEPTED, "", DUE)


def test_the_reply_goes_out_and_the_identity_is_deleted(them: People) -> None:
    request = drafted(them)
    assert request.identity == PERSON_ID
    done = steps.answer(actor=them.approver, request=request, at=LATER)
    assert (done.state, done.ended_at, done.identity) == (RequestState.ANSWERED, LATER, "")
    assert fresh(done).clock.met_at == LATER
    assert fresh(done).case.closed_at == LATER
    assert "request_answered" in letters(done)
    assert not Clock.objects.filter(case=done.case, met_at=None, stopped_at=None).exists()


def test_nobody_decides_on_their_own_draft(them: People) -> None:

    PostFactory(person=them.clerk, role="leader", unit=them.play.town)
    request = drafted(them)
    with pytest.raises(NotAllowed):
        steps.answer(actor=them.clerk, request=request, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(decided_by=them.clerk)


def test_the_database_wants_a_result_with_an_end(them: People) -> None:
    request = received(them)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(ended_at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(state=RequestState.WITHDRAWN)


def test_unclear_after_correction_needs_a_correction(them: People) -> None:
    with pytest.raises(Refused, match="Ask for corrections first"):
        steps.draft(actor=them.clerk, request=accepted(them), result="still_unclear", text="仍不明确。", at=LATER)
    request = accepted(them, corrected(them), at=LATER)
    assert drafted(them, request, at=LATER, result="still_unclear").result == Result.STILL_UNCLEAR


def test_withdrawing_ends_it_even_while_a_third_party_is_asked(them: People) -> None:
    request = steps.consult(actor=them.clerk, request=accepted(them), party="某公司", concern="账号。", at=LATER)
    done = steps.withdraw(actor=system_actor(), request=request, at=LATER)
    assert (done.state, done.result) == (RequestState.WITHDRAWN, Result.OTHER)
    assert not Clock.objects.filter(case=done.case, met_at=None, stopped_at=None).exists()


def test_a_petition_is_handed_over_by_kind(them: People) -> None:
    request = received(them)
    slips.SEALED_FOR[:] = [them.leader]
    with pytest.raises(Refused):
        steps.redirect(actor=them.publisher, request=request, kind="opinion", reason="反映问题。", at=LATER)
    done = steps.redirect(actor=them.publisher, request=request, kind="grievance", reason="反映问题。", at=LATER)
    assert (done.state, done.result) == (RequestState.REDIRECTED, Result.PETITION)
    assert as_it_came(done.case) is None, "the applicant went over with it"
    assert fresh(done).identity == ""


def test_audit_lines_name_no_applicant(them: People) -> None:
    request = accepted(them)
    with pytest.raises(Refused, match="name of the sender"):
        steps.reroute(actor=them.publisher, request=request, unit=them.play.village, reason=f"{NAME}要的。", at=LATER)
    with pytest.raises(Refused, match="name of the sender"):
        steps.consult(actor=them.clerk, request=request, party="某公司", concern=f"{NAME}要发票。", at=LATER)
    answered(them, drafted(them, request))
    said = " ".join(f"{line.reason} {line.verb}" for line in AuditLine.objects.all())
    assert NAME not in said


def test_results_are_the_rows_of_the_official_form() -> None:
    assert list(GROUNDS) == list(Result), "in its order"
    by_group: dict[str, int] = {}
    for ground in GROUNDS.values():
        by_group[ground.group] = by_group.get(ground.group, 0) + 1
    assert list(by_group.values()) == [1, 1, 8, 3, 5, 3]
    assert set(Result) - set(REPLIES) == {Result.NOT_CORRECTED}
    assert len(Applicant) == 6
