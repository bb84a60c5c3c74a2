"""What follows from a step in other packages, within its transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.models import AuditLine
from portal.core.registry import Registry
from portal.core.workflow.tables import Row, Workflow


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step that was just taken: `subject` as it is saved, and `line`, what the audit keeps of it."""

    actor: Any
    subject: Any
    workflow: Workflow
    row: Row
    reason: str
    line: AuditLine
    at: datetime


@dataclass(frozen=True, slots=True)
class StepFollower:
    """What follows from any step, in the transaction that takes it; what `run` raises stops the step."""

    key: str
    run: Callable[[StepTaken], None]


STEP_FOLLOWERS: Registry[StepFollower] = Registry("follower of steps")
