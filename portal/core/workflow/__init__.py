"""The workflow engine: one reader for every table of steps.

A workflow is a table of rows: from which state, by which verb, to which state, who, and on what legal
basis. `step` carries one of them out: lock the row, check that it is the version the person saw, check
the state, check the policy, change, write the audit line. `create` does the same for a row that leads out
of nothing. Whatever is to happen outside the database is put on commit by the action that steps.
"""

from portal.core.workflow.engine import Stateful, Versioned, count_change, create, lock, lock_seen, open_steps, step
from portal.core.workflow.tables import WORKFLOWS, Row, Verb, Words, Workflow

__all__ = [
    "WORKFLOWS",
    "Row",
    "Stateful",
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
