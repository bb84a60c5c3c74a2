"""What this room hands to the rest of the portal."""

from __future__ import annotations

from datetime import datetime

from disclosure.demands.actions import settle
from disclosure.notices.models import Edition
from disclosure.notices.registry.followers import FOLLOWERS, Follower, Phase
from portal.accounts.models import User


def settle_notice(*, actor: User, edition: Edition, at: datetime) -> None:
    """Settle what is demanded with the notice of an edition."""
    settle(actor=actor, notice=edition.notice, at=at)


FOLLOWERS.register(Follower(key="demands", phase=Phase.SETTLE, published=settle_notice, withdrawn=settle_notice))
