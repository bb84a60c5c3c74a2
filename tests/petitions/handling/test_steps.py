"""Every row of the table: who may take it and who may not, and that its form on the page takes it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from petitions.handling.actions import ending, handling, routing
from petitions.handling.enums import Category, PetitionState as S
from petitions.handling.models import Petition
from petitions.handling.policies import STEPS
from petitions.handling.workflow import PETITION
from portal.accounts.queries import system_actor
from portal.core.workflow import open_steps
from tests.petitions.handling.making import (
    CAME,
    SUBJECT,
    People,
    accepted,
    begun,
    drafted,
    people,
    received,
    registered,
    served,
    settled,
    signed,
    under_review,
)
from tests.steps import take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LATER = CAME + timedelta(days=5)
DAY = LATER.date().isoformat()


@pytest.fixture
def them() -> Iterator[People]:
    with time_machine.travel(LATER, tick=False):
        yield people()


def _assigned(them: People) -> Petition:
    return routing.assign(
        actor=them.publisher, petition=registered(them), unit=them.station, handlers=[them.handler], at=CAME
    )


def _returned(them: People) -> Petition:
    return routing.object_to(actor=them.handler, petition=_assigned(them), reason="不归我们。", at=CAME)


def _extending(them: People) -> Petition:
    return handling.ask_extension(actor=them.handler, petition=begun(them), days=10, reason="再量。", at=CAME)


def _checked(them: People) -> Petition:
    return handling.check(actor=them.publisher, petition=drafted(them), at=CAME)


def _closed(them: People) -> Petition:
    return ending.close(actor=them.publisher, petition=served(them), at=CAME)


def _rated(them: People) -> Petition:
    return ending.rate(actor=system_actor(), petition=served(them), result="dissatisfied", service="satisfied", at=CAME)


def _reviewed(them: People) -> Petition:
    at, petition = CAME + timedelta(days=4), under_review(them)
    return ending.uphold(
        actor=them.publisher, petition=petition, result="upheld", decided_on=at.date(), text="维持。", at=at
    )


def _re_reviewing(them: People) -> Petition:
    return ending.ask_re_review(actor=system_actor(), petition=_reviewed(them), reason="不服。", at=LATER)


def _redirected(them: People) -> Petition:
    return routing.redirect(actor=them.publisher, petition=registered(them), body="县自然资源局", at=CAME)


def _accusation(them: People) -> Petition:
    petition = registered(them, category=Category.ACCUSATION)
    petition = routing.accept(actor=them.secretary, petition=petition, at=CAME)
    return handling.begin(actor=them.secretary, petition=petition, at=CAME)


OFFICE, LEADERS, HANDLER = {"publisher", "secretary"}, {"head", "leader"}, {"handler"}
OVER = {"supervise": {"secretary"} | LEADERS, "sponsor": {"secretary"} | LEADERS}
ROUTED = dict.fromkeys(("accept", "assign", "forward", "redirect", "to_legal_channel", "refuse", "merge"), OFFICE)
BY_PETITIONER = {"withdraw": OFFICE | {"system"}}
AFTER = {"rate": OFFICE | {"system"}, "ask_review": OFFICE | {"system"}, "reopen": {"secretary"} | LEADERS}
AFTER |= {"conclude": OFFICE | {"system"}}

TABLE: dict[S, tuple[Callable[[People], Petition], dict[str, set[str]]]] = {
    S.SUBMITTED: (received, {"register": OFFICE, "merge": OFFICE, **BY_PETITIONER, **OVER}),
    S.REGISTERED: (registered, {**ROUTED, **BY_PETITIONER, **OVER}),
    S.ASSIGNED: (
        _assigned,
        {
            "object": HANDLER,
            "recuse": HANDLER,
            "accept": OFFICE,
            "recall": OFFICE,
            "merge": OFFICE,
            **BY_PETITIONER,
            **OVER,
        },
    ),
    S.RETURNED: (_returned, {**ROUTED, **BY_PETITIONER, **OVER}),
    S.ACCEPTED: (accepted, {"begin": HANDLER, "recuse": HANDLER, "reassign": OFFICE, **BY_PETITIONER, **OVER}),
    S.HANDLING: (
        begun,
        {
            **dict.fromkeys(("recuse", "record", "ask_extension", "draft"), HANDLER),
            "reassign": OFFICE,
            **BY_PETITIONER,
            **OVER,
        },
    ),
    S.EXTENDING: (_extending, {"extend": LEADERS, "refuse_extension": LEADERS, **BY_PETITIONER, **OVER}),
    S.DRAFTED: (
        drafted,
        {"take_back": HANDLER, "check": OFFICE, "send_back": OFFICE, **BY_PETITIONER, **OVER},
    ),
    S.CHECKED: (_checked, {"sign": LEADERS, "send_back": LEADERS, **BY_PETITIONER, **OVER}),
    S.DECIDED: (signed, {"serve": OFFICE, **OVER}),
    S.SERVED: (served, {"close": OFFICE, **AFTER, **OVER}),
    S.CLOSED: (_closed, {**AFTER, **OVER}),
    S.RATED: (_rated, {**{verb: who for verb, who in AFTER.items() if verb != "rate"}, **OVER}),
    S.REVIEWING: (under_review, {**dict.fromkeys(("uphold", "overturn", "hold_hearing"), OFFICE), **OVER}),
    S.REVIEWED: (
        _reviewed,
        {
            "ask_re_review": OFFICE | {"system"},
            "reopen": AFTER["reopen"],
            "conclude": AFTER["conclude"],
            **OVER,
        },
    ),
    S.RE_REVIEWING: (_re_reviewing, {**dict.fromkeys(("uphold", "overturn", "hold_hearing"), OFFICE), **OVER}),
    S.REDIRECTED: (_redirected, {"take_up": OFFICE}),
}
"""By state: how a petition comes there, and who may take which step. Everybody else may take none."""


def allowed(them: People, petition: Petition) -> dict[str, set[str]]:
    """Return who may take which step of a petition."""
    names = ("publisher", "handler", "colleague", "other_handler", "head", "leader", "secretary", "clerk")
    actors: dict[str, Any] = {name: getattr(them, name) for name in names}
    actors |= {"system": system_actor(), "reviewer": them.play.reviewer, "lay": them.play.lay}
    found: dict[str, set[str]] = {}
    fresh = Petition.objects.get(pk=petition.pk)
    for name, actor in actors.items():
        for row in open_steps(actor, [fresh], PETITION, STEPS, at=LATER)[fresh.pk]:
            found.setdefault(row.verb, set()).add(name)
    return found


@pytest.mark.parametrize("state", list(TABLE))
def test_each_row_is_for_those_it_names_and_for_nobody_else(them: People, state: S) -> None:
    make, wanted = TABLE[state]
    petition = make(them)
    assert petition.state == state
    assert allowed(them, petition) == wanted


def test_of_an_accusation_every_step_is_for_who_keeps_it(them: People) -> None:
    keeper = {"secretary"}
    assert allowed(them, _accusation(them)) == {
        **dict.fromkeys(("recuse", "record", "ask_extension", "settle", "reassign", "supervise", "sponsor"), keeper),
        "withdraw": keeper | {"system"},
    }
    # Without an opinion there is no review, and without a review nothing but its end.
    after = allowed(them, settled(them))
    assert {verb for verb in after if verb not in ("supervise", "sponsor")} == {"rate", "reopen", "conclude"}
    assert after["reopen"] == keeper


FORMS: dict[str, tuple[Callable[[People], Petition], str, Callable[[People], dict[str, str]], S]] = {
    "register": (
        received,
        "publisher",
        lambda _: {"subject": SUBJECT, "category": "appeal", "matter": "land"},
        S.REGISTERED,
    ),
    "accept": (registered, "publisher", lambda them: {"unit": them.station.code}, S.ACCEPTED),
    "assign": (registered, "publisher", lambda them: {"unit": them.station.code}, S.ASSIGNED),
    "forward": (registered, "publisher", lambda _: {"body": "县民政局"}, S.FORWARDED),
    "redirect": (registered, "publisher", lambda _: {"body": "县民政局", "reason": "不归我镇。"}, S.REDIRECTED),
    "to_legal_channel": (registered, "publisher", lambda _: {"body": "向法院起诉"}, S.LEGAL_CHANNEL),
    "refuse": (registered, "publisher", lambda _: {"ground": "late"}, S.NOT_ACCEPTED),
    "object": (_assigned, "handler", lambda _: {"reason": "不归我们。"}, S.RETURNED),
    "recall": (_assigned, "publisher", lambda _: {}, S.REGISTERED),
    "begin": (accepted, "handler", lambda _: {}, S.HANDLING),
    "recuse": (begun, "handler", lambda _: {"reason": "是亲戚。"}, S.HANDLING),
    "reassign": (begun, "publisher", lambda them: {"unit": them.other_station.code}, S.HANDLING),
    "record": (begun, "handler", lambda _: {"kind": "visit", "text": "看了现场。"}, S.HANDLING),
    "ask_extension": (begun, "handler", lambda _: {"days": "30", "reason": "再量。"}, S.EXTENDING),
    "extend": (_extending, "leader", lambda _: {"reason": "需要丈量"}, S.HANDLING),
    "refuse_extension": (_extending, "leader", lambda _: {"reason": "来得及。"}, S.HANDLING),
    "draft": (
        begun,
        "handler",
        lambda _: {"finding": "partly", "result": "explained", "facts": "部分属实。", "text": "已说明。"},
        S.DRAFTED,
    ),
    "take_back": (drafted, "handler", lambda _: {}, S.HANDLING),
    "check": (drafted, "publisher", lambda _: {}, S.CHECKED),
    "send_back": (_checked, "leader", lambda _: {"reason": "依据不足。"}, S.HANDLING),
    "sign": (_checked, "leader", lambda _: {}, S.DECIDED),
    "serve": (signed, "publisher", lambda _: {"service": "post", "served_on": DAY}, S.SERVED),
    "settle": (_accusation, "secretary", lambda _: {"finding": "unproven", "text": "无法核实。"}, S.CLOSED),
    "close": (served, "publisher", lambda _: {}, S.CLOSED),
    "rate": (_closed, "publisher", lambda _: {"result": "satisfied", "service": "basically"}, S.RATED),
    "ask_review": (_closed, "publisher", lambda _: {"reason": "不同意。"}, S.REVIEWING),
    "uphold": (
        under_review,
        "publisher",
        lambda _: {"result": "changed", "decided_on": DAY, "text": "变更。"},
        S.REVIEWED,
    ),
    "overturn": (under_review, "publisher", lambda _: {"decided_on": DAY, "text": "撤销。"}, S.HANDLING),
    "hold_hearing": (under_review, "publisher", lambda _: {"begun_on": DAY, "ended_on": DAY}, S.REVIEWING),
    "ask_re_review": (_reviewed, "publisher", lambda _: {"reason": "不服。"}, S.RE_REVIEWING),
    "reopen": (_rated, "secretary", lambda _: {"reason": "不满意。"}, S.HANDLING),
    "conclude": (settled, "secretary", lambda _: {}, S.CONCLUDED),
    "take_up": (_redirected, "publisher", lambda _: {"reason": "退回来了。"}, S.REGISTERED),
    "withdraw": (begun, "publisher", lambda _: {}, S.WITHDRAWN),
    "supervise": (begun, "secretary", lambda _: {"words": "请查清。"}, S.HANDLING),
    "sponsor": (begun, "secretary", lambda them: {"leader": str(them.leader.pk)}, S.HANDLING),
}
"""How each step is taken from its page: on what, by whom, with what typed, and where it leads."""


def test_each_verb_has_a_form_here() -> None:
    assert {*FORMS, "receive", "merge"} == {verb.key for verb in PETITION.verbs}  # merging has a test of its own


@pytest.mark.parametrize("verb", list(FORMS))
def test_each_step_is_taken_from_its_page(them: People, verb: str) -> None:
    make, name, typed, state = FORMS[verb]
    petition = make(them)
    url = reverse("petitions_desk:petition", args=[petition.pk])
    done = take(getattr(them, name), url, verb, **typed(them))
    assert done.status_code == 303, done.content.decode()[:3000]
    assert Petition.objects.get(pk=petition.pk).state == state
