"""The first fifteen days: a petition is registered, routed, assigned, objected to, merged or turned away.

Each step raises `Conflict`, `WrongState` and `NotAllowed` as the workflow says, and `Refused` where its docstring
does. `seen` is the version that the actor saw; None outside of pages.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from petitions.handling.actions import bars, letters, taking
from petitions.handling.enums import (
    ASSIGNMENT_LIMIT,
    MAX_SUBJECT_LENGTH,
    NOTICE_LIMIT,
    OBJECTION_LIMIT,
    OPINION_LIMIT,
    REPORT_LIMIT,
    Barring,
    Category,
    Ground,
    Matter,
    Paper,
    PetitionState,
)
from petitions.handling.models import Petition, PetitionGrant
from petitions.handling.queries.desk import proposed_unit
from petitions.handling.queries.petitions import handlers_of, others_to_merge_with, units_to_give_to
from portal.accounts.models import Unit, User
from portal.cases.actions import clocks, ending
from portal.core import grants
from portal.core.refusals import Refused
from portal.core.texts import required


def register(
    *,
    actor: User,
    petition: Petition,
    subject: str,
    category: str,
    matter: str,
    at: datetime,
    complained_about: Collection[User] = (),
    repeats: Petition | None = None,
    seen: int | None = None,
) -> Petition:
    """Register a petition: what it is about, its class and matter, and who is complained about.

    One that is an accusation is sealed from now on; whoever may not see those has no sight of it any more.

    Args:
        subject: In the words of the office. It stands in lists and names nobody.
        complained_about: The people of the township's staff it complains about; others who are named in it see it
            from now on as their roles allow.
        repeats: The earlier petition of the same people in the same matter.

    Raises:
        Refused: The subject is empty, too long or gives somebody away.
    """

    def change(locked: Petition) -> None:
        locked.subject = taking.checked(locked, subject, _("The subject"), "subject", MAX_SUBJECT_LENGTH)
        was_against_town = bars.is_sealed(locked) and locked.category != Category.ACCUSATION
        locked.category, locked.matter, locked.repeats = Category(category), Matter(matter), repeats
        bars.decide_named(actor, locked, complained_about, at=at)
        bars.seal(locked, is_against_town=was_against_town, at=at)

    with transaction.atomic():
        done = taking.take(actor, petition, "register", change, seen=seen, at=at)
        bars.take_back_messages(done, at)
    return done


def accept(
    *,
    actor: User,
    petition: Petition,
    at: datetime,
    unit: Unit | None = None,
    handlers: Collection[User] = (),
    seen: int | None = None,
) -> Petition:
    """Accept a petition and give it to a unit; the petitioner is told, and the time of the opinion begins.

    Args:
        unit: Who handles it; None for the unit it is assigned to.
        handlers: Who in it; all of its handlers where none are named.

    Raises:
        Refused: The unit or somebody of it is complained about, or nobody of it can be given it.
    """

    def change(locked: Petition) -> None:
        chosen = unit or locked.unit or (locked.town if bars.is_sealed(locked) else None)
        if chosen is None:
            raise Refused(_("Choose who handles it."), "unit")
        give(actor, locked, chosen, handlers, at)
        locked.accepted_at = at
        taking.end_within(locked, at)
        taking.start(locked, OPINION_LIMIT, at)
        taking.issue(actor, locked, Paper.ACCEPTANCE, at)

    with transaction.atomic():
        done = taking.take(actor, petition, "accept", change, seen=seen, at=at)
        letters.write(done, "petition_accepted", at=at, occasion=str(done.version))
    return done


def accept_as_proposed(*, actor: User, petition: Petition, at: datetime, seen: int | None = None) -> Petition:
    """Accept a petition and give it to the unit that usually handles its matter; register it first where it is new.

    Its subject then says matter and place, its class is the one it was handed in with.

    Raises:
        Refused: It is an accusation, somebody of the staff is named in it, or no unit is settled for the matter.
    """
    if petition.category == Category.ACCUSATION or bars.is_sealed(petition):
        raise Refused(_("An accusation is routed by hand."))
    if petition.bars.filter(why=Barring.NAMED, lifted_at=None).exists():
        raise Refused(_("Somebody of the staff is named in it. Register it by hand."))
    unit = proposed_unit(petition)
    if unit is None:
        raise Refused(_("No unit is settled for this matter, or it may not have this one. Route it by hand."))
    with transaction.atomic():
        if petition.state == PetitionState.SUBMITTED:
            petition = register(
                actor=actor,
                petition=petition,
                subject=proposed_subject(petition),
                category=petition.category,
                matter=petition.matter,
                at=at,
                seen=seen,
            )
            seen = petition.version
        return accept(actor=actor, petition=petition, unit=unit, at=at, seen=seen)


def proposed_subject(petition: Petition) -> str:
    """Return a subject that says matter and place, in Chinese."""
    with translation.override("zh-hans"):
        matter = str(Matter(petition.matter).label)
    return f"{petition.place.name_zh}：{matter}" if petition.place else matter


def assign(
    *,
    actor: User,
    petition: Petition,
    unit: Unit,
    at: datetime,
    handlers: Collection[User] = (),
    due: date | None = None,
    seen: int | None = None,
) -> Petition:
    """Assign a petition to a unit, which says by a date that it takes it, or within five working days that it objects.

    Args:
        due: By when; None for the usual time.

    Raises:
        Refused: The unit or somebody of it is complained about, nobody of it can be given it, or the day has passed.
    """

    def change(locked: Petition) -> None:
        give(actor, locked, unit, handlers, at)
        taking.start_within(locked, ASSIGNMENT_LIMIT, at, due=due)
        clocks.start_clock(case=locked.case, rule=OBJECTION_LIMIT, start=timezone.localdate(at), at=at)
        taking.issue(actor, locked, Paper.ASSIGNMENT, at)

    return taking.take(actor, petition, "assign", change, seen=seen, at=at)


def object_to(*, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None) -> Petition:
    """Say that an assigned petition is not this unit's; it goes back to the office (within five working days).

    Raises:
        Refused: The reason is missing.
    """

    def change(locked: Petition) -> None:
        taking.note(actor, locked, reason, at, missing=_("Write whose it is instead, and why."))
        _take_from_unit(actor, locked, at)

    return taking.take(actor, petition, "object", change, seen=seen, at=at)


def recall(*, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None) -> Petition:
    """Take an assignment back, to route it anew."""

    def change(locked: Petition) -> None:
        taking.note(actor, locked, reason, at)
        _take_from_unit(actor, locked, at)

    return taking.take(actor, petition, "recall", change, seen=seen, at=at)


def forward(*, actor: User, petition: Petition, body: str, at: datetime, seen: int | None = None) -> Petition:
    """Forward a petition to the body whose matter it is, and tell the petitioner.

    Raises:
        Refused: The body is not named.
    """
    return _turn_away(actor, petition, "forward", body=body, at=at, seen=seen)


def redirect(
    *, actor: User, petition: Petition, body: str, at: datetime, reason: str = "", seen: int | None = None
) -> Petition:
    """Tell the petitioner which body can act, because this township cannot.

    Raises:
        Refused: The body is not named.
    """
    return _turn_away(actor, petition, "redirect", body=body, reason=reason, at=at, seen=seen)


def to_legal_channel(
    *, actor: User, petition: Petition, body: str, at: datetime, reason: str = "", seen: int | None = None
) -> Petition:
    """Tell the petitioner the legal channel: a court, an arbitration, a review by the administration.

    Raises:
        Refused: The channel is not named.
    """
    return _turn_away(actor, petition, "to_legal_channel", body=body, reason=reason, at=at, seen=seen)


def refuse(
    *, actor: User, petition: Petition, ground: str, at: datetime, reason: str = "", seen: int | None = None
) -> Petition:
    """Do not accept a petition, on one of the grounds of the regulations; the petitioner is told.

    Raises:
        Refused: The ground is none.
    """
    if ground not in Ground.values:
        raise Refused(_("Choose the ground."), "ground")
    return _turn_away(actor, petition, "refuse", ground=ground, reason=reason, at=at, seen=seen)


def merge(*, actor: User, petition: Petition, into: Petition, at: datetime, seen: int | None = None) -> Petition:
    """Merge a petition with another of the same matter. Whoever follows it is shown how the other stands.

    Raises:
        Refused: The other is not of this township, is merged or has ended, or the actor does not see it.
    """

    def change(locked: Petition) -> None:
        if not others_to_merge_with(locked, actor, at).filter(pk=into.pk).exists():
            raise Refused(_("Choose an open petition of this township."), "into")
        locked.merged_into = into
        take_from_all(actor, locked, at)
        locked.unit = locked.clock = locked.step_clock = None
        locked.ended_at = at
        taking.close_once(locked, at)

    with transaction.atomic():
        done = taking.take(actor, petition, "merge", change, seen=seen, at=at)
        letters.write(done, "petition_merged", at=at)
        ending.close(case=done.case, at=at)
    return done


def take_up(*, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None) -> Petition:
    """Take up a petition after all that was turned away, such as because another body sent it back.

    Raises:
        Refused: The reason is missing, or the personal data has been removed.
    """

    def change(locked: Petition) -> None:
        if locked.case.forgotten_at is not None:
            raise Refused(_("The personal data of this case has been removed."))
        taking.note(actor, locked, reason, at, missing=_("Write why it is taken up."))
        ending.reopen(case=locked.case)
        locked.ended_at, locked.ground, locked.directed_to = None, "", ""
        rule = REPORT_LIMIT if locked.category == Category.ACCUSATION else NOTICE_LIMIT
        taking.start(locked, rule, at)

    return taking.take(actor, petition, "take_up", change, seen=seen, at=at)


def give(actor: User, petition: Petition, unit: Unit, handlers: Collection[User], at: datetime) -> None:
    """Give a petition to a unit and to people of it; whoever had it before sees it no more.

    Raises:
        Refused: The unit or somebody of it is complained about, or nobody of it can be given it.
    """
    if bars.is_sealed(petition) and not handlers:
        take_from_all(actor, petition, at)
        petition.unit = petition.town  # whoever keeps it handles it
        return
    if not units_to_give_to(petition).filter(pk=unit.pk).exists():
        words = _("%(unit)s cannot be given it: it is not of this township, or it or its head is complained about.")
        raise Refused(words % {"unit": unit.name}, "unit")
    able = handlers_of(petition, unit, at)
    people = list(able.filter(pk__in=[one.pk for one in handlers]) if handlers else able)
    people = [one for one in people if one.pk != actor.pk]
    bars.check_can_be_given(petition, people)
    take_from_all(actor, petition, at)
    petition.unit = unit
    for person in people:
        grants.give(actor=actor, person=person, codename="handle", subject=petition, at=at)


def take_from_all(actor: User, petition: Petition, at: datetime) -> None:
    """Take a petition from everybody it was given to."""
    for row in PetitionGrant.objects.filter(content_object=petition).select_related("user"):
        grants.take_back(actor=actor, person=row.user, codename="handle", subject=petition, at=at)


def _take_from_unit(actor: User, petition: Petition, at: datetime) -> None:
    take_from_all(actor, petition, at)
    petition.unit = None
    taking.end_within(petition, at)
    for clock in petition.case.clocks.filter(rule=OBJECTION_LIMIT, met_at=None, stopped_at=None):
        clocks.meet(clock=clock, at=at)


_PAPERS = {
    "forward": Paper.FORWARD,
    "redirect": Paper.REDIRECT,
    "to_legal_channel": Paper.LEGAL_CHANNEL,
    "refuse": Paper.NOT_ACCEPTED,
}
"""The paper the petitioner is owed, by the step that turns a petition away."""


def _turn_away(
    actor: User,
    petition: Petition,
    verb: str,
    *,
    at: datetime,
    seen: int | None,
    body: str | None = None,
    ground: str = "",
    reason: str = "",
) -> Petition:
    """End a petition that this township does not handle, with the notice the petitioner is owed."""
    paper = _PAPERS[verb]

    def change(locked: Petition) -> None:
        if body is not None:
            locked.directed_to = required(body, _("Write which body."), "body", MAX_SUBJECT_LENGTH)
        locked.ground = ground
        taking.note(actor, locked, reason, at)
        taking.issue(actor, locked, paper, at)
        _end(actor, locked, at)

    with transaction.atomic():
        done = taking.take(actor, petition, verb, change, seen=seen, at=at)
        letters.write(done, f"petition_{paper.value}", at=at, occasion=str(done.version), body=done.directed_to)
        ending.close(case=done.case, at=at)
    return done


def _end(actor: User, petition: Petition, at: datetime) -> None:
    _take_from_unit(actor, petition, at)
    taking.meet(petition, at)
    petition.ended_at = at
    taking.close_once(petition, at)
