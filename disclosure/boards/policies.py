"""Who keeps boards and records what hangs on them."""

from __future__ import annotations

from typing import Any

from disclosure.boards.models import Board, Posting
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import Policy

RECORDERS = (Role.PUBLISHER, Role.CLERK)
"""Who records what hangs on a board: the office, and the unit's clerks."""

WORKS_FOR = Policy(Unit, holds(*RECORDERS, path="pk"))
"""For which units somebody hangs posters and has them printed."""

KEEPS_REGISTER_OF = Policy(Unit, holds(Role.PUBLISHER, path="pk"))
"""Whose boards somebody puts on the register."""

KEEPS_BOARD = Policy(Board, holds(Role.PUBLISHER))
"""Who changes what the register says of a board."""

RECORDS_ON = Policy(Board, holds(*RECORDERS))
"""Who sees a board in the desk, and records what hangs on it."""

KEEPS_POSTING = Policy(Posting, holds(*RECORDERS, path="board__unit"))
"""Who sees photographs of a poster, takes it down, replaces or renews it."""

STEPS: dict[str, Policy[Any]] = {"records_on": RECORDS_ON, "keeps": KEEPS_POSTING}
"""The policies that `disclosure.boards.workflow` names."""
