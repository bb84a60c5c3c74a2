"""What this room hands to the rest of the portal."""

from __future__ import annotations

from disclosure.demands.actions import settle
from disclosure.obligations.registry import SETTLEMENTS, Settlement

SETTLEMENTS.register(Settlement("demands", settle))
