"""Who plans and issues letters, who signs, witnesses, publishes and reads them, and who reports and checks quarters."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accountability.letters.enums import LetterKind, LetterState
from accountability.letters.models import Letter, LetterSignature, LetterVersion, SelfReport, SigningYear
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds, posts_held
from portal.core.policy import NOBODY, Condition, Policy, all_of, any_of, read_once


def heads(path: str) -> Condition:
    """Those who are head of the unit at the end of a path."""

    def condition(actor: Any, at: datetime) -> Q:
        known = read_once(("heads", actor.pk), lambda: _units_headed(actor, at))
        units = _units_headed(actor, at) if known is None else known
        return Q(**{f"{path}__in": units}) if units else NOBODY

    return condition


def _units_headed(actor: Any, at: datetime) -> set[int]:
    return set(posts_held(actor, at=at).filter(is_head=True).order_by().values_list("unit_id", flat=True))


def _is_principal(actor: Any, at: datetime) -> Q:
    return Q(principal=actor.pk) if actor.pk else NOBODY


def _is_not_principal(actor: Any, at: datetime) -> Q:
    return (Q(principal=None) | ~Q(principal=actor.pk)) if actor.pk else NOBODY


def _has_not_signed(actor: Any, at: datetime) -> Q:
    mine = LetterSignature.objects.filter(person=actor.pk).order_by().values("letter")
    return ~Q(pk__in=mine) if actor.pk else NOBODY


def _did_not_report(actor: Any, at: datetime) -> Q:
    return (Q(reported_by=None) | ~Q(reported_by=actor.pk)) if actor.pk else NOBODY


def _is_town(actor: Any, at: datetime) -> Q:
    return Q(kind=UnitKind.TOWN)


def _is_of_unit(actor: Any, at: datetime) -> Q:
    return Q(cadre_of=None)


def _is_of_cadre(actor: Any, at: datetime) -> Q:
    return Q(cadre_of__isnull=False)


def _can_have_cadres(actor: Any, at: datetime) -> Q:
    return Q(cadre_of=None, state__in=[LetterState.IN_FORCE, LetterState.PUBLISHED], kind=LetterKind.CLEAN)


_town_reads = holds(Role.SECRETARY, Role.APPROVER, Role.LEADER, Role.PUBLISHER, path="town")
_unit_reads = any_of(holds(Role.CLERK, Role.HANDLER, Role.SUPERVISOR, path="unit"), heads("unit"))
_works_for_unit = any_of(holds(Role.CLERK, path="unit"), heads("unit"))
_secretary = holds(Role.SECRETARY, path="town")

PLANS_FOR = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), _is_town))
"""For which townships somebody plans the signing of a year and writes templates: the discipline secretary."""

READS_FOR = Policy(Unit, all_of(holds(Role.SECRETARY, Role.APPROVER, Role.LEADER, Role.PUBLISHER, path="pk"), _is_town))
"""Of which townships somebody reads all letters and who is still to sign."""

RUNS_YEAR = Policy(SigningYear, _secretary)
"""Who issues the letters of a year and records its conference."""

READS_YEAR = Policy(SigningYear, _town_reads)
"""Who sees the plan of a year."""

KEEPS_TEMPLATE = Policy(LetterVersion, holds(Role.SECRETARY, path="template__town"))
"""Who writes versions of templates and puts them into use."""

RUNS_LETTER = Policy(Letter, _secretary)
"""Who reminds, withdraws, replaces, and checks what was signed on paper."""

READS_LETTER = Policy(Letter, any_of(_town_reads, _unit_reads, _is_principal))
"""Who sees a letter on the desk: the town, its unit, and who signs it."""

ASSIGNS = Policy(Letter, any_of(_works_for_unit, _secretary))
"""Who says who in the unit answers for which duty."""

ISSUES_BELOW = Policy(Letter, all_of(any_of(_works_for_unit, _secretary), _can_have_cadres))
"""Who issues letters to cadres of a unit whose own letter both have signed."""

READS_REPORT = Policy(SelfReport, any_of(_town_reads, _unit_reads))
"""Who sees what a unit reports."""

IS_PUBLIC = Policy(Letter, lambda actor, at: Q(published_at__isnull=False))
"""What everybody reads."""

YEAR_STEPS: dict[str, Policy[Any]] = {"plans": PLANS_FOR, "runs": RUNS_YEAR}
"""The policies that `workflow.SIGNING` names."""

VERSION_STEPS: dict[str, Policy[Any]] = {"drafts": PLANS_FOR, "keeps": KEEPS_TEMPLATE}
"""The policies that `workflow.LETTER_VERSION` names."""

LETTER_POLICIES: dict[str, Policy[Any]] = {
    "issues": RUNS_YEAR,
    "issues_below": ISSUES_BELOW,
    "renews": RUNS_LETTER,
    "runs": RUNS_LETTER,
    # Who has left the post signs for the unit no more; a cadre signs for themself.
    "signs": Policy(Letter, all_of(_is_principal, any_of(heads("unit"), _is_of_cadre))),
    "hands_in": Policy(Letter, _works_for_unit),  # the secretary checks it
    "countersigns": Policy(
        Letter,
        all_of(
            any_of(all_of(holds(Role.APPROVER, path="town"), _is_of_unit), all_of(heads("unit"), _is_of_cadre)),
            _is_not_principal,
            _has_not_signed,
        ),
    ),
    "witnesses": Policy(Letter, all_of(holds(Role.SUPERVISOR, path="unit"), _is_not_principal, _has_not_signed)),
    "publishes": Policy(Letter, all_of(holds(Role.PUBLISHER, Role.SECRETARY, path="town"), _is_of_unit)),
    "replies": Policy(Letter, holds(Role.APPROVER, Role.SECRETARY, path="town")),
}
"""The policies that `workflow.LETTER_STEPS` names."""

REPORT_STEPS: dict[str, Policy[Any]] = {
    "owes": RUNS_LETTER,
    "reports": Policy(SelfReport, _works_for_unit),
    "checks": Policy(SelfReport, all_of(_secretary, _did_not_report)),
}
"""The policies that `workflow.SELF_REPORT` names."""
