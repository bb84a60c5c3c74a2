"""Rules of visit days are made, changed and ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from petitions.visit_days.enums import OnHoliday, RuleKind
from petitions.visit_days.models import Turn, VisitRule
from petitions.visit_days.policies import DAY_STEPS, KEEPS_RULE
from petitions.visit_days.queries.roster import posts_of_leaders
from petitions.visit_days.rules import slots
from portal.accounts.models import Unit, User
from portal.core import audit, pages
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import lock_seen

Pair = tuple[User, User | None]
"""Who receives when it is their turn: a leader, and a second one or nobody."""


def add_rule(*, actor: User, town: Unit, turns: Sequence[Pair], fields: Mapping[str, Any], at: datetime) -> VisitRule:
    """Make a rule of visit days.

    Args:
        turns: Who receives, in turn.
        fields: The values of the columns of `VisitRule`.

    Raises:
        NotAllowed: The actor plans no visit days of the township.
        Refused: The rule names no day, its hours have no room for a place, or somebody is no leader.
    """
    if not DAY_STEPS["plans"].allows(actor, town, at=at):
        raise NotAllowed(_("You do not plan visit days of this township."))
    rule = VisitRule(town=town, **fields)
    _check(rule, turns)
    with transaction.atomic():
        rule.save(force_insert=True)
        _set_turns(rule, turns)
        _done(actor, rule, "add", at)
    return rule


def change_rule(
    *,
    actor: User,
    rule: VisitRule,
    turns: Sequence[Pair],
    fields: Mapping[str, Any],
    at: datetime,
    seen: int | None = None,
) -> VisitRule:
    """Change a rule. Visit days that are planned follow it when the roster is made next; published ones stay.

    Raises:
        NotAllowed: The actor does not keep the rule.
        Refused: As with `add_rule`.
        Conflict: Somebody else changed it.
    """
    with transaction.atomic():
        locked = lock_seen(rule, seen, "town")
        if not KEEPS_RULE.allows(actor, locked, at=at):
            raise NotAllowed(_("You do not keep this rule."))
        for name, value in fields.items():
            setattr(locked, name, value)
        _check(locked, turns)
        locked.save()
        _set_turns(locked, turns)
        _done(actor, locked, "change", at)
    return locked


def end_rule(*, actor: User, rule: VisitRule, last_day: date, at: datetime, seen: int | None = None) -> VisitRule:
    """End a rule with a day. Planned visit days after it go when the roster is made next; published ones stay.

    Raises:
        NotAllowed: The actor does not keep the rule.
        Refused: The day lies before its first.
    """
    with transaction.atomic():
        locked = lock_seen(rule, seen, "town")
        if not KEEPS_RULE.allows(actor, locked, at=at):
            raise NotAllowed(_("You do not keep this rule."))
        if last_day < locked.valid_from:
            raise Refused(_("The rule begins later than that."), "last_day")
        locked.valid_until = last_day
        locked.save()
        _done(actor, locked, "end", at)
    return locked


def _check(rule: VisitRule, turns: Sequence[Pair]) -> None:
    needed = {RuleKind.WEEKLY: "weekdays", RuleKind.MONTHLY: "month_day", RuleKind.ONCE: "day"}
    field = needed.get(RuleKind(rule.kind), "")
    if field and not getattr(rule, field):
        raise Refused(_("Say on which day."), field)
    rule.on_holiday = OnHoliday(rule.on_holiday) if rule.kind != RuleKind.DAILY else OnHoliday.UNSTATED
    if rule.valid_until and rule.valid_until < rule.valid_from:
        raise Refused(_("It would end before it begins."), "valid_until")
    if rule.ends <= rule.begins:
        raise Refused(_("It would end before it begins."), "ends")
    room = len(slots(rule.begins, rule.ends, minutes=rule.minutes, places=rule.places))
    if room < rule.places or not room:
        raise Refused(_("These hours have room for %(count)d places of that length.") % {"count": room}, "places")
    if not turns:
        raise Refused(_("Choose who receives."), "leader_1")
    able = posts_of_leaders(rule.town, rule.valid_from)
    for number, pair in enumerate(turns, start=1):
        for person in filter(None, pair):
            if person.pk not in able:
                raise Refused(_("%(who)s does not receive on visit days.") % {"who": person.name}, f"leader_{number}")
        if pair[0] == pair[1]:
            raise Refused(_("Choose two different people."), f"partner_{number}")


def _set_turns(rule: VisitRule, turns: Sequence[Pair]) -> None:
    rule.turns.all().delete()
    Turn.objects.bulk_create(
        Turn(rule=rule, position=position, leader=leader, partner=partner)
        for position, (leader, partner) in enumerate(turns)
    )


def _done(actor: User, rule: Model, verb: str, at: datetime) -> None:
    audit.write(actor=actor, subject=rule, number=str(rule.pk), verb=verb, at=at)
    pages.bump()
