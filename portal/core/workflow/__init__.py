"""The workflow engine: one reader for every table of steps."""

from portal.core.workflow.engine import Stateful, Versioned, count_change, create, lock, lock_seen, open_steps, step
from portal.core.workflow.followers import STEP_FOLLOWERS, StepFollower, StepTaken
from portal.core.workflow.tables import WORKFLOWS, Row, Verb, Words, Workflow

__all__ = [
    "STEP_FOLLOWERS",
    "WORKFLOWS",
    "Row",
    "Stateful",
    "StepFollower",
    "StepTaken",
    "Verb",
    "Versioned",
    "Words",
    "Workflow",
    "count_change",
    "create",
    "lock",
    "lock_seen",
    "open_steps",
    "step",
]
