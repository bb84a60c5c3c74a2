"""The paper of an appraisal as tables: what is typed in, and what was entered for the tellers to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accountability.appraisal.enums import VoterClass
from accountability.appraisal.models import Appraisal, Debriefing, PaperTally
from accountability.appraisal.presenters.words import choices_of
from accountability.appraisal.rules.scales import width
from portal.accounts.enums import UnitKind
from portal.accounts.queries import staff_of


@dataclass(frozen=True, slots=True)
class TallyTable:
    """The ballots of one class: figures, or the fields to type them in.

    Attributes:
        rows: Subjects with their cells by choice, abstentions last.
    """

    name: str
    issued: int
    collected: Any
    valid: Any
    choices: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Any]]]


def tally_tables(appraisal: Appraisal) -> list[TallyTable]:
    """Return what was entered, by class, until it is counted; nothing before it is entered."""
    if appraisal.paper_entered_by_id is None:
        return []
    places, labels = width(appraisal.scale), choices_of(appraisal.scale)
    rows = PaperTally.objects.filter(voting_class__appraisal=appraisal).select_related("subject")
    by_class: dict[int, list[tuple[str, Sequence[Any]]]] = {}
    for one in rows:
        cells = (*one.by_choice[: places - 1], one.abstained)
        by_class.setdefault(one.voting_class_id, []).append((one.subject.name, cells))
    return [
        TallyTable(
            str(VoterClass(one.key).label), one.papers, one.collected, one.valid, labels, by_class.get(one.pk, [])
        )
        for one in appraisal.classes.all()
        if one.papers
    ]


def form_tables(form: Any, appraisal: Appraisal) -> list[TallyTable]:
    """Return the fields of the form, as they are laid out."""
    labels = choices_of(appraisal.scale)
    return [
        TallyTable(
            str(VoterClass(one.key).label),
            one.papers,
            form[f"{one.key}-collected"],
            form[f"{one.key}-valid"],
            labels,
            [
                (each.name, [form[f"{one.key}-{each.position}-{place}"] for place in form.places])
                for each in form.subjects
            ],
        )
        for one in form.classes
    ]


def counted_of(appraisal: Appraisal) -> dict[str, int]:
    """Return what was entered, by the name of its field."""
    if appraisal.paper_entered_by_id is None:
        return {}
    found: dict[str, int] = {}
    places = width(appraisal.scale)
    for one in appraisal.classes.filter(papers__gt=0).prefetch_related("tallies__subject"):
        found |= {f"{one.key}-collected": one.collected, f"{one.key}-valid": one.valid}
        for tally in one.tallies.all():
            cells = (*tally.by_choice[: places - 1], tally.abstained)
            found |= {f"{one.key}-{tally.subject.position}-{place}": count for place, count in enumerate(cells)}
    return found


def typed_of(appraisal: Appraisal) -> dict[str, Any]:
    """Return what was typed when an appraisal was prepared."""
    found: dict[str, Any] = {
        "scale": appraisal.scale,
        "tellers": appraisal.tellers,
        "subjects": "\n".join(f"{one.name} {one.title}".strip() for one in appraisal.subjects.all()),
    }
    for one in appraisal.classes.all():
        found |= {f"codes_{one.key}": one.codes or None, f"papers_{one.key}": one.papers or None}
    return found


def proposed_subjects(debriefing: Debriefing) -> str:
    """Return whom the form proposes: the group, and the people of the unit's staff board."""
    group = "村两委班子" if debriefing.unit.kind == UnitKind.VILLAGE else "领导班子"
    people = [f"{one.name} {one.title_zh}" for one in staff_of(debriefing.unit)]
    return "\n".join([group, *people])
