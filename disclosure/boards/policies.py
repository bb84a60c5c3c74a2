"""Who keeps boards and records what hangs on them."""

from __future__ import annotations

from disclosure.boards.models import Board, Posting
from portal.accounts.enums import Role
from portal.accounts.policies import holds
from portal.core.policy import Policy

KEEPS_BOARD = Policy(Board, holds(Role.PUBLISHER))
"""Who keeps the register of boards."""

POSTS_ON = Policy(Board, holds(Role.PUBLISHER, Role.CLERK))
"""Who records what hangs on a board: the office, and the unit's clerks."""

KEEPS_POSTING = Policy(Posting, holds(Role.PUBLISHER, Role.CLERK, path="board__unit"))
"""Who sees photographs of a board, takes a poster down or renews it."""
