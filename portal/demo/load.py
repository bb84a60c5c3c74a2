"""Load the demo township: reference data, people, and every story through the portal's own actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from disclosure.catalogue.actions import reference
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation import actions as allocating
from disclosure.content.allocation.actions import Allotted
from disclosure.content.statement import models as ledger_tables
from disclosure.content.statement.actions import statements
from disclosure.content.statement.queries import money
from disclosure.ledger.rules import check
from disclosure.ledger.types import Finding, Statement
from disclosure.notices.actions import drafts as notices
from disclosure.notices.actions import publishing, steps
from disclosure.notices.models import Edition, Notice
from disclosure.posters.actions import enqueue_poster
from disclosure.posters.enums import PaperSize
from portal.accounts import unit_table
from portal.accounts.models import Post, Unit, User
from portal.accounts.queries import system_actor
from portal.core.models import AuditLine
from portal.core.refusals import Refused
from portal.demo import allocations, messages, obligations, opinions, people, plan, postings, source
from portal.demo.dice import Dice
from portal.demo.stories import Step, Story, Sum

BEGAN = datetime(2024, 9, 2, 9, 0, tzinfo=timezone.get_default_timezone())
"""When the portal of the demo township was set up."""
POSTERS = {("QS-02", "2026Q3"), ("QS-06", "2026Q3"), ("QS-12", "2026Q3")}
"""Statements whose posters are made at once; all others when they are first asked for."""
ANALYSED_AFTER = (20, 100, 400, 1200, 2400)
"""Steps after which the planner is told how large the tables have grown; it thinks they are empty before."""
Progress = Callable[[int, int], None]


def load(*, progress: Progress | None = None) -> int:
    """Load what is not there yet, all or nothing; return how many notices were added.

    Args:
        progress: Told now and then how many steps of how many have been taken.

    Raises:
        Refused: The database holds other units than the demo's.
    """
    with transaction.atomic(), _no_savepoints():
        if Unit.objects.exclude(code__in=[row["code"] for row in source.rows("units.csv")]).exists():
            raise Refused("There are other units here. The demo goes into a database of its own.")
        actor = system_actor()
        _load_reference(actor)
        obligations.begin(actor=actor, at=BEGAN)
        people.load(actor=actor, at=BEGAN)
        _analyse()
        told = _told_before()
        waiting = [story for story in (*plan.stories(), *allocations.stories()) if story.key not in told]
        _Teller(waiting).tell(progress)
        opinions.load()
        obligations.load(actor=actor)
        postings.load()
        messages.load()  # the last: it speaks of everything before it
    return len(waiting)


@contextmanager
def _no_savepoints() -> Iterator[None]:
    """Leave out the savepoints of the actions' own transactions, which are half of all statements.

    They are there so that a caller can go on after a refusal. Here any refusal ends the whole load.
    """
    before = connection.features.uses_savepoints
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = before


def _analyse() -> None:
    tables = [model._meta.db_table for model in (Unit, Post, Notice, Edition, ledger_tables.Statement, AuditLine)]
    tables.append(Edition.contributors.through._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _load_reference(actor: User) -> None:
    folder = source.folder()
    if not Unit.objects.exists():
        unit_table.load((folder / "units.csv").read_bytes(), actor=actor, at=BEGAN)
        unit_table.load((folder / "demo" / "units.csv").read_bytes(), actor=actor, at=BEGAN)
    reference.load_catalogue((folder / "catalogue.csv").read_bytes(), actor=actor, at=BEGAN)
    reference.load_accounts((folder / "chart_of_accounts.csv").read_bytes(), actor=actor, at=BEGAN)


def _told_before() -> set[tuple[str, str, str, str]]:
    """Return the keys of the stories whose notice is there, whatever has become of it since."""
    rows = Edition.objects.filter(number=1).values_list(
        "notice__unit__code", "notice__entry__code", "notice__period", "notice__sequence", "title"
    )
    return {(unit, entry, period, "" if sequence is None else title) for unit, entry, period, sequence, title in rows}


class _Teller:
    """Takes the steps of all stories in the order of time."""

    def __init__(self, stories: list[Story]) -> None:
        self.units = {unit.code: unit for unit in Unit.objects.select_related("parent")}
        self.people = {user.username: user for user in User.objects.all()}
        self.entries = {entry.code: entry for entry in CatalogueEntry.objects.all()}
        self.limits = money.limits()
        self.editions: dict[int, Edition] = {}
        self.stories = stories

    def tell(self, progress: Progress | None) -> None:
        """Take every step."""
        order = sorted(
            (
                (step.at, number, place)
                for number, story in enumerate(self.stories)
                for place, step in enumerate(story.steps)
            )
        )
        for count, (_at, number, place) in enumerate(order):
            story = self.stories[number]
            self._take(number, story, story.steps[place])
            if count in ANALYSED_AFTER:
                _analyse()
            if progress and count % 100 == 0:
                progress(count, len(order))

    def _take(self, number: int, story: Story, step: Step) -> None:
        actor = self.people[step.who]
        verb = getattr(self, f"_{step.verb}", None)
        if verb:
            self.editions[number] = verb(story, step, actor, self.editions.get(number))
            return
        action = getattr(publishing if step.verb == "schedule" else steps, step.verb)
        self.editions[number] = action(actor=actor, edition=self.editions[number], at=step.at, **step.values)

    def _start(self, story: Story, step: Step, actor: User, _edition: Edition | None) -> Edition:
        return notices.start_notice(
            actor=actor,
            unit=self.units[story.unit],
            entry=self.entries[story.entry],
            period=story.period,
            title=story.title,
            station=self.units.get(story.station),
            at=step.at,
        )

    def _correct(self, _story: Story, step: Step, actor: User, edition: Edition) -> Edition:
        return publishing.start_correction(actor=actor, edition=edition, at=step.at)

    def _write(self, story: Story, step: Step, actor: User, edition: Edition) -> Edition:
        statement, text, reason = (step.values.get(name) for name in ("statement", "text", "reason"))
        if statement:
            given = self._answers(story, statement, step.values["answers"])
            edition = statements.save_statement(
                actor=actor, edition=edition, ledger=statement, answers=given, at=step.at
            )
        if text or reason:
            body = text.body if text else ""
            edition = notices.save_text(
                actor=actor, edition=edition, title=story.title, body=body, reason=reason or "", at=step.at
            )
        if step.values.get("allocation"):
            lines = [self._allotted(one) for one in step.values["allocation"]]
            edition = allocating.save_lines(actor=actor, edition=edition, lines=lines, at=step.at)
        for name, content in (text.files if text else {}).items():
            notices.attach_file(actor=actor, edition=edition, name=name, content=content, at=step.at)
        return edition

    def _allotted(self, one: Sum) -> Allotted:
        unit = self.units.get(one.to)
        return Allotted(
            unit=unit,
            recipient="" if unit else one.to,
            fund=one.fund,
            amount=one.amount,
            paid_on=one.paid_on,
            note=one.note,
        )

    def _answers(self, story: Story, statement: Statement, said: Mapping[str, str]) -> dict[str, str]:
        """Explain every warning: as the plan says of this quarter, or in the words kept for such a warning."""
        before = money.previous_closing(self.units[story.unit], self.entries[story.entry], Period.parse(story.period))
        found = check(statement, previous_closing=before, limits=self.limits)
        return {one.key: said.get(one.rule) or _answer(story, one) for one in found if not one.is_error}

    def _publish(self, story: Story, step: Step, actor: User, edition: Edition) -> Edition:
        is_last = step is story.steps[-1]
        wanted = is_last and story.entry == plan.MONEY and (story.unit, story.period) in POSTERS
        published = publishing.publish(actor=actor, edition=edition, at=step.at, enqueue=False)
        if wanted:
            enqueue_poster(actor=actor, edition=published, size=PaperSize.A3, at=step.at)
        return published

    def _withdraw(self, _story: Story, step: Step, actor: User, edition: Edition) -> Edition:
        return publishing.withdraw(actor=actor, edition=edition, reason=step.values["reason"], at=step.at)


def _answer(story: Story, finding: Finding) -> str:
    kept: Mapping[str, list[str]] = source.document("answers.json")
    chosen: str = Dice("answer", *story.key, finding.key).pick(kept.get(finding.rule, kept[""]))
    return chosen
