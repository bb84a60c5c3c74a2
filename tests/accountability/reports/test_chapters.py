"""The chapters: every figure they name is registered, and every registered figure is named."""

from collections import Counter

import pytest

from accountability.reports.queries.figures import keys_of_report
from accountability.reports.registry import FIGURES
from accountability.reports.rules.chapters import CHAPTERS, GAPS, PLANS, ROWS

SUMMARY = {
    "debriefing",
    "public-appraisal",
    "assessment",
    "screens",
    "risk-points",
    "agents",
    "boards",
    "bookkeeping",
    "commitments",
    "committees",
    "contact-system",
    "education",
    "fees",
    "inspections",
    "leading-group",
    "letters",
    "linked",
    "meetings",
    "petitions",
    "prohibitions",
    "rectification",
    "review",
    "rules-cleared",
    "stations",
    "statistics",
    "systems",
    "talks",
    "town-openness",
    "village-openness",
    "visit-days",
    "windows",
}
"""The rows of the work summaries towns write."""


def test_every_figure_is_registered_and_named() -> None:
    named = {key for row in ROWS.values() for one in row.sentences for key in one.keys}
    assert set(keys_of_report()) == named == {one.key for one in FIGURES}


def test_rows_and_chapters_are_there_once_and_say_something() -> None:
    counts = Counter(row.key for chapter in CHAPTERS for row in chapter.rows)
    assert counts.most_common(1)[0][1] == 1
    assert [chapter.key for chapter in CHAPTERS if not chapter.rows] == [PLANS]
    assert all(row.sentences for row in ROWS.values())


@pytest.mark.parametrize("row", sorted(SUMMARY))
def test_every_row_of_the_summaries_names_figures(row: str) -> None:
    assert [key for one in ROWS[row].sentences for key in one.keys]


def test_gaps_are_drafted_on_a_condition_alone() -> None:
    gaps = next(one for one in CHAPTERS if one.key == GAPS)
    assert all(one.when for row in gaps.rows for one in row.sentences)
    others = [row for chapter in CHAPTERS if chapter.key != GAPS for row in chapter.rows]
    assert all(any(not one.when for one in row.sentences) for row in others), "each has something to say"


def test_each_figure_can_be_listed_or_has_a_page() -> None:
    assert [one.key for one in FIGURES if one.url is None and (one.rows is None or one.line is None)] == []
