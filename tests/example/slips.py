"""Two kinds of case that exist in the tests only: slips put into a folder, and grievances, sealed for one person.

It is written as a room of an app would be, in one file: nothing in `portal.cases` names it.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from portal.accounts.models import Unit
from portal.cases.actions import clocks, ending, letters, receiving
from portal.cases.actions.reading import may_read
from portal.cases.actions.screening import screen
from portal.cases.models import Case
from portal.cases.registry import CASE_KINDS, CaseKind, FollowPage
from portal.cases.rules.limits import TimeLimit
from portal.cases.rules.sender import Sender
from portal.cases.views import FollowView
from portal.core.policy import Policy
from portal.core.workflow import lock
from portal.messaging.enums import Channel
from portal.messaging.registry import MESSAGE_TEMPLATES, MessageTemplate, Placeholder
from tests.example.models import Folder, Grievance, Slip

REPLY = "reply"
TOWN = Unit(code="EX", name_zh="例镇")
"""A township that is not stored: neither kind looks at it."""
SEALED_FOR: list[Any] = []
"""For whom grievances are sealed, set by the test."""


def put_in(*, actor: Any, folder: Folder, text: str, sender: Sender, at: datetime, **more: Any) -> Slip:
    """Take a slip in."""
    with transaction.atomic():
        folder = lock(folder)
        number = f"{folder.code}-S{Slip.objects.filter(folder=folder).count() + 1}"
        case = receiving.receive(actor=actor, kind="slip", number=number, text=text, sender=sender, at=at, **more)
        return Slip.objects.create(case=case, folder=folder)


def pass_on(*, actor: Any, slip: Slip, visibility: str, shown_text: str, at: datetime) -> Slip:
    """Screen a slip, and start its time limit."""
    with transaction.atomic():
        slip = lock(slip, "case")
        screen(
            actor=actor,
            case=slip.case,
            visibility=visibility,
            shown_text=shown_text,
            shown_name="",
            max_length=500,
            at=at,
        )
        slip.clock = clocks.start_clock(case=slip.case, rule=REPLY, start=at.date(), at=at)
        slip.save()
    return slip


def reply(*, slip: Slip, text: str, at: datetime) -> None:
    """Write to the sender by e-mail and SMS, and close the slip."""
    with transaction.atomic():
        assert slip.clock is not None
        for channel in (Channel.EMAIL, Channel.SMS):
            letters.write_letter(
                case=slip.case,
                kind="slip_reply",
                occasion=channel,
                words=lambda: {"reply": text},
                url="/",
                unit=None,
                at=at,
                channel=channel,
            )
        clocks.meet(clock=slip.clock, at=at)
        ending.close(case=slip.case, at=at)


def make_grievance(*, actor: Any, slip: Slip, at: datetime) -> None:
    """Hand a slip over, so that it becomes a grievance."""
    may_read(actor, slip.case, at)
    ending.hand_over(actor=actor, case=slip.case, to="grievance", town=TOWN, at=at)


def _take_over(actor: Any, town: Unit, at: datetime, make: Callable[[str], Case]) -> None:
    case = make(f"G-{Grievance.objects.count() + 1}")
    Grievance.objects.create(case=case, sealed_for=SEALED_FOR[0])


def _slip_page(case: Case, today: date) -> FollowPage:
    return FollowPage(state="In the folder", meta=[("Number", case.number)])


def _grievance_page(case: Case, today: date) -> FollowPage:
    return FollowPage(state="Looked into", meta=[("Number", case.number)])


def _in_my_folder(actor: Any, at: datetime) -> Q:
    return Q(pk__in=Slip.objects.filter(folder__keeper=actor.pk).values("case"))


def _sealed_for_me(actor: Any, at: datetime) -> Q:
    return Q(pk__in=Grievance.objects.filter(sealed_for=actor.pk).values("case"))


def _forget_nothing(case: Case) -> None:
    """Forget what the kind's own row says: it says nothing."""


class FollowSlip(FollowView):
    """Follow a slip."""

    kind = "slip"


CASE_KINDS.register(
    CaseKind(
        key="slip",
        title="Follow my slip",
        readers=Policy(Case, _in_my_folder),
        page=_slip_page,
        limits=(
            TimeLimit(REPLY, lambda: 20, is_in_working_days=True, basis="政府信息公开条例第三十三条", version="2019"),
        ),
        keep_days=lambda: 30,
        forget=_forget_nothing,
    )
)
CASE_KINDS.register(
    CaseKind(
        key="grievance",
        title="Follow my grievance",
        readers=Policy(Case, _sealed_for_me),
        page=_grievance_page,
        limits=(TimeLimit("opinion", lambda: 60, is_in_working_days=False, basis="信访工作条例", version="2022"),),
        keep_days=lambda: 30,
        forget=_forget_nothing,
        take_over=_take_over,
    )
)
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key="slip_reply",
        order=9000,
        title="A reply to a slip",
        placeholders=(Placeholder("reply", "the reply", "好", "Fine"),),
        subject_zh="答复",
        body_zh="{reply}",
        subject_en="Reply",
        body_en="{reply}",
    )
)
