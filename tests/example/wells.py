"""A form of notice that exists in the tests only: what each well of a village yields.

It is written as a folder of `disclosure/content` would be, in one file: nothing in notices or posters names it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.html import format_html_join

from disclosure.notices.actions.drafts import change_draft
from disclosure.notices.models import Edition
from disclosure.notices.registry import (
    FOLLOWERS,
    Difference,
    Document,
    Finding,
    Follower,
    Form,
    Part,
    Phase,
    Table,
    register_form,
)
from disclosure.posters.registry import POSTER_BODIES, PosterBody
from disclosure.posters.rules.content import PosterContent
from portal.accounts.models import User
from portal.desk.trail import Change, TrailLine
from tests.example.models import WellLine

FORM = "wells"
FOLLOWED: list[tuple[str, str]] = []
"""What followed: the event and the edition's number, for tests that look at it."""


@dataclass(frozen=True, slots=True)
class WellsPage:
    """What the page shows."""

    lines: list[WellLine]
    total: int


def save_wells(*, actor: User, edition: Edition, wells: Sequence[tuple[str, int]], at: datetime) -> Edition:
    """Write the wells of a draft."""

    def write(draft: Edition) -> None:
        WellLine.objects.filter(edition=draft).delete()
        for number, (name, litres) in enumerate(wells, start=1):
            WellLine.objects.create(edition=draft, number=number, name=name, litres=litres)

    return change_draft(actor=actor, edition=edition, verb="write wells", change=write, at=at)


def lines_of(edition: Edition) -> list[WellLine]:
    """Return the wells of an edition."""
    return list(WellLine.objects.filter(edition=edition))


def document(edition: Edition) -> list[dict[str, Any]] | None:
    """Return the wells as the canonical document holds them."""
    return [{"name": line.name, "litres": line.litres} for line in lines_of(edition)] or None


def findings(edition: Edition) -> list[Finding]:
    """Raise a well that yields nothing."""
    dry = [line for line in lines_of(edition) if not line.litres]
    return [Finding("error", line.name, "dry", f"{line.name} yields nothing.") for line in dry]


def copy(*, source: Edition, target: Edition, actor: User) -> None:
    """Copy the wells into a correction."""
    for line in lines_of(source):
        WellLine.objects.create(edition=target, number=line.number, name=line.name, litres=line.litres)


def changes(before: Document, after: Document) -> Iterator[Difference]:
    """Compare the wells by name."""
    old, new = ({one["name"]: str(one["litres"]) for one in each.get(FORM, ())} for each in (before, after))
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield Difference(name, old.get(name, ""), new.get(name, ""), text=False)


def draft_changes(edition: Edition) -> Iterator[TrailLine]:
    """Say that there are wells, once."""
    if lines_of(edition):
        yield TrailLine(edition.created_at, "Changed", "", changes=(Change("Wells", "", "some"),))


def page(edition: Edition) -> WellsPage | None:
    """Return what the page shows."""
    lines = lines_of(edition)
    return WellsPage(lines, sum(line.litres for line in lines)) if lines else None


def table(edition: Edition) -> Table | None:
    """Return the wells as a table."""
    rows = [(line.name, Decimal(line.litres)) for line in lines_of(edition)]
    return Table(("水井", "升"), (20, 10), rows) if rows else None


def poster(edition: Edition) -> PosterContent | None:
    """Put the wells on a poster."""
    lines = lines_of(edition)
    if not lines:
        return None
    rows = format_html_join("", "<tr><td>{}</td><td>{}</td></tr>", ((line.name, line.litres) for line in lines))
    return PosterContent(html=f'<table class="sums"><tbody>{rows}</tbody></table>', count=f"共 {len(lines)} 口")


def _followed(event: str) -> Any:
    def run(*, actor: User, edition: Edition, at: datetime) -> None:
        if edition.form == FORM:
            FOLLOWED.append((event, edition.audit_number()))

    return run


WELLS: Part = register_form(
    Form(
        key=FORM,
        order=90,
        label="Wells",
        document=document,
        findings=findings,
        copy=copy,
        changes=changes,
        log_facts=lambda edition: {"wells": len(lines_of(edition))} if edition.form == FORM else {},
        draft_changes=draft_changes,
        audit_labels={"write wells": "Wells written"},
        presenter=page,
        template="example/wells.html",
        table=table,
        data=document,
        edit_url_name="disclosure_desk:edit",
        nothing_yet="There are no wells yet.",
        begin_label="Count the wells",
        write_label="Count the wells",
        change_label="Change the wells",
    )
)
POSTER_BODIES.register(PosterBody(FORM, poster))
FOLLOWERS.register(
    Follower(
        key="wells",
        phase=Phase.SETTLE,
        **{event: _followed(event) for event in ("begun", "submitted", "published", "withdrawn")},
    )
)
