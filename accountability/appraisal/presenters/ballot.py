"""The ballot of whoever votes by phone. Nothing in it knows who that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from accountability.appraisal.enums import OBJECTION_DAYS
from accountability.appraisal.models import Appraisal, Subject
from accountability.appraisal.presenters.words import choices_of
from accountability.appraisal.queries.log import title_of
from accountability.appraisal.queries.voting import Ballot
from portal.core import dates


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a question."""

    value: int
    label: str
    is_chosen: bool
    is_abstention: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the ballot: whom it is about, and what can be chosen."""

    name: str
    subject: Subject
    choices: Sequence[Choice]
    is_missing: bool

    @property
    def chosen(self) -> Choice | None:
        """What is chosen so far."""
        return next((one for one in self.choices if one.is_chosen), None)


@dataclass(frozen=True, slots=True)
class BallotPage:
    """The ballot, and the same once more before it is cast."""

    title: str
    lede: str
    asked: Sequence[Asked]
    missing: str


def ballot_page(ballot: Ballot, values: Sequence[str], *, is_checked: bool) -> BallotPage:
    """Return a ballot as it is shown.

    Args:
        values: What is chosen so far, in the order of the subjects; empty where nothing is.
        is_checked: Whether it was sent, so that what is missing is said.
    """
    labels = choices_of(ballot.appraisal.scale)
    asked = [
        _asked(subject, labels, value, is_checked=is_checked)
        for subject, value in zip(ballot.subjects, values, strict=True)
    ]
    return BallotPage(
        title=title_of(ballot.appraisal),
        lede=_lede(ballot),
        asked=asked,
        missing=_missing(sum(one.is_missing for one in asked)),
    )


def _asked(subject: Subject, labels: Sequence[str], value: str, *, is_checked: bool) -> Asked:
    last = len(labels) - 1
    choices = [Choice(place, label, value == str(place), place == last) for place, label in enumerate(labels)]
    is_missing = is_checked and not any(one.is_chosen for one in choices)
    return Asked(f"q{subject.position}", subject, choices, is_missing)


def _lede(ballot: Ballot) -> str:
    count = len(ballot.subjects)
    return ngettext("%(count)d line: choose one word.", "%(count)d lines: choose one word in each.", count) % {
        "count": count
    }


def _missing(count: int) -> str:
    if not count:
        return ""
    said = ngettext("%(count)d line has no choice yet.", "%(count)d lines have no choice yet.", count)
    return said % {"count": count}


def next_steps(appraisal: Appraisal) -> list[str]:
    """Return what comes after the vote, in order."""
    said = {"days": OBJECTION_DAYS, "phone": appraisal.debriefing.town.supervision_phone}
    return [
        _("The votes are counted in front of everybody before the meeting of %(day)s ends.")
        % {"day": dates.day(appraisal.debriefing.day)},
        _("The party committee decides on the grade."),
        _("The result is published, and can be objected to for %(days)d working days.") % said,
    ]
