"""The figures of the yearly report that debriefings, appraisals and assessments tell."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.appraisal.queries import figures as appraisal
from accountability.assessment.enums import Grade
from accountability.assessment.queries import figures as assessment
from accountability.reports.registrations.tables import Room, desk, page_of_year
from accountability.reports.registry import Address
from portal.core.workflow import Words

DEBRIEFINGS = Room("appraisal", appraisal.of_year, pgettext_lazy("source of a figure", "Debriefings"), page_of_year)
APPRAISALS = Room(
    "appraisal", appraisal.of_year, pgettext_lazy("source of a figure", "Secret appraisals"), page_of_year
)
ASSESSMENT = Room("assessment", assessment.of_year, pgettext_lazy("source of a figure", "Assessment"), page_of_year)


def assessments(**narrowed: str) -> Address:
    """Return the list of the assessments of a year."""
    return desk("assessments", **narrowed)


def _of_grade(grade: Grade, told: Any) -> int:
    count: int = told.grades.get(grade, 0)
    return count


_FIGURES: tuple[tuple[Room, str, Words, Callable[[Any], Any], Address], ...] = (
    (DEBRIEFINGS, "debriefings.held", _("Debriefings held"), lambda told: told.held, desk("debriefings")),
    (
        DEBRIEFINGS,
        "debriefings.questions",
        _("Questions asked at debriefings"),
        lambda told: told.questions,
        desk("debriefings"),
    ),
    (
        DEBRIEFINGS,
        "suggestions.made",
        _("Suggestions made at debriefings"),
        lambda told: told.suggestions,
        desk("suggestions"),
    ),
    (
        DEBRIEFINGS,
        "suggestions.settled",
        _("Suggestions answered or being put right"),
        lambda told: told.suggestions_settled,
        desk("suggestions"),
    ),
    (
        APPRAISALS,
        "appraisals.counted",
        _("Secret appraisals counted"),
        lambda told: told.appraisals,
        desk("appraisals"),
    ),
    (APPRAISALS, "appraisals.issued", _("Ballots handed out"), lambda told: told.issued, desk("appraisals")),
    (APPRAISALS, "appraisals.valid", _("Valid votes"), lambda told: told.valid, desk("appraisals")),
    (ASSESSMENT, "assessment.units", _("Units assessed"), lambda told: told.units, assessments()),
    (ASSESSMENT, "assessment.graded", _("Grades decided"), lambda told: told.graded, assessments()),
    (
        ASSESSMENT,
        "assessment.vetoed",
        _("Grades decided by a veto"),
        lambda told: told.vetoed,
        assessments(vetoed="true"),
    ),
)
for _room, _key, _label, _told, _url in _FIGURES:
    _room.figure(_key, _label, _told, _url)
for _grade in Grade:
    ASSESSMENT.figure(
        f"assessment.{_grade.value}",
        _grade.label,
        partial(_of_grade, _grade),
        assessments(grade=_grade.value),
    )
