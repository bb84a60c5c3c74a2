"""Load the demo township: every step of every story in the order of time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from simple_history.signals import pre_create_historical_record

from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.models import Notice
from portal.accounts.models import Unit, User
from portal.accounts.queries import SYSTEM_USERNAME
from portal.core.models import Demonstration
from portal.core.refusals import Refused
from portal.core.workflow import Versioned
from portal.demo.contents import FOLDER, rows
from portal.demo.stories import Argument, Step, arguments, read
from portal.demo.verbs import LOOKUPS

ANALYSED_AFTER = frozenset({20, 100, 400, 1200, 2400})
"""Steps after which the planner is told how large the tables have grown; it thinks they are empty before."""
STAYS = frozenset({User, Unit, CatalogueEntry})
"""What no story changes, so that it is looked up once."""


def load() -> int:
    """Load the township, all or nothing, and return how many notices were added; none where there are some.

    Raises:
        Refused: The database holds other units than the demo's, or a step is at fault or was refused.
    """
    steps = read(FOLDER / "stories")
    with transaction.atomic():
        if Unit.objects.exclude(code__in=[row["code"] for row in rows("units.csv")]).exists():
            raise Refused("There are other units here. The demo goes into a database of its own.")
        if Notice.objects.exists():
            return 0
        stories = Stories()
        with stories.history():
            for count, step in enumerate(steps):
                stories.take(step)
                if count in ANALYSED_AFTER:
                    with connection.cursor() as cursor:
                        cursor.execute("ANALYZE")
        # The day after all that its stories tell.
        Demonstration.objects.create(day=timezone.localdate(steps[-1].at) + timedelta(days=1))
        return Notice.objects.count()


class Stories:
    """Takes steps, and keeps what they make under the names of their stories."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, type[Model]], Model] = {}
        self._found: dict[tuple[type, str], Any] = {}
        self._step: Step | None = None

    @contextmanager
    def history(self) -> Iterator[None]:
        """Write in the history who takes each step, and when; otherwise the request says so."""
        pre_create_historical_record.connect(self._note)
        try:
            yield
        finally:
            pre_create_historical_record.disconnect(self._note)

    def _note(self, history_instance: Any, **_signal: Any) -> None:
        if self._step:
            history_instance.history_user = self._look_up(User, self._step.by or SYSTEM_USERNAME, self._step.at)
            history_instance.history_date = self._step.at

    def take(self, step: Step) -> None:
        """Take one step through its action.

        Raises:
            Refused: What it names is not there, or the action refused; the sentence names file and entry.
        """
        self._step = step
        try:
            done = step.verb.action(**self._arguments(step))
        except (Refused, OSError) as fault:
            raise Refused(f"{step.place}: {fault}") from fault
        for row in done if isinstance(done, list) else [done]:
            if isinstance(row, Model):
                self._made[step.story, type(row)] = row

    def _arguments(self, step: Step) -> Mapping[str, Any]:
        """Return what the action is given; a row that the story made has the version that stands now."""
        takes = arguments(step.verb)
        given = {"actor": step.by and self._look_up(User, step.by, step.at), "at": step.at, "seen": None}
        values: dict[str, Any] = {}
        for name, argument in takes.items():
            if name in step.values:
                values[name] = self._value(argument, step.values[name], step.at)
            elif row := self._made.get((step.story, argument.kind)):
                values[name] = row
                if isinstance(row, Versioned):  # another story may have changed it
                    row.version = type(row)._default_manager.values_list("version", flat=True).get(pk=row.pk)
                    given["seen"] = row.version
            elif argument.is_required and name not in given:
                raise Refused(f"“{name}” is missing.")
        return values | {name: value for name, value in given.items() if name in takes}

    def _value(self, argument: Argument, value: Any, at: datetime) -> Any:
        if argument.is_list:
            return [self._value(replace(argument, is_list=False), one, at) for one in value]
        if argument.is_row and (made := self._made.get((value, argument.kind))):
            return made
        if argument.is_row or argument.kind in LOOKUPS:
            return self._look_up(argument.kind, value, at)
        return value

    def _look_up(self, kind: Any, value: str, at: datetime) -> Any:
        try:
            if kind not in STAYS:
                return LOOKUPS[kind](value, at)
            if (kind, value) not in self._found:
                self._found[kind, value] = LOOKUPS[kind](value, at)
        except (LookupError, ObjectDoesNotExist) as fault:
            raise Refused(f"there is no {kind.__name__} “{value}” so far.") from fault
        return self._found[kind, value]
