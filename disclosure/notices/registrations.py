"""What this room hands to the rest of the portal."""

from __future__ import annotations

from typing import Any

from disclosure.notices.registry import FOLLOWERS, Follower, Phase
from portal.core import pages


def renew_pages(**_publication: Any) -> None:
    """Make every public page stale once the publication is committed."""
    pages.bump()


FOLLOWERS.register(Follower(key="pages", phase=Phase.RENEW, published=renew_pages, withdrawn=renew_pages))
