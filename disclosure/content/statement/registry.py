"""What others may register with statements: checks against what else is published, and ledgers to try with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.types import Finding, Statement
from portal.accounts.models import Unit
from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class StatementCheck:
    """A check of a statement against what else is published of its unit.

    `findings` is called with the unit, the item, the period and the statement as it is now. What it yields stands
    beside the statement's own findings: errors block, warnings are explained. `disclosure.ledger.sentences` has its
    texts.
    """

    key: str
    findings: Callable[[Unit, CatalogueEntry, Period, Statement], Iterable[Finding]]


STATEMENT_CHECKS: Registry[StatementCheck] = Registry("check of a statement")


@dataclass(frozen=True, slots=True)
class SampleLedgers:
    """Ledgers that are offered to clerks to try with.

    `name_for` returns the file name of the ledger for a unit and a period, `content_for` the file for a name, a person
    and a time; None where there is none, or it is not for them.
    """

    key: str
    name_for: Callable[[Unit, str], str | None]
    content_for: Callable[[str, Any, datetime], bytes | None]


SAMPLE_LEDGERS: Registry[SampleLedgers] = Registry("source of sample ledgers")


def sample_ledger_for(unit: Unit, period: str) -> str | None:
    """Return the file name of the ledger offered for a unit and a period; None where there is none."""
    return next((name for one in SAMPLE_LEDGERS if (name := one.name_for(unit, period))), None)


def sample_ledger(name: str, person: Any, at: datetime) -> bytes | None:
    """Return a sample ledger; None where there is none of that name for this person."""
    found = (one.content_for(name, person, at) for one in SAMPLE_LEDGERS)
    return next((content for content in found if content is not None), None)
