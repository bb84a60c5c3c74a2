"""Who prepared, countersigned, reviewed, approved and published an edition."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext

from disclosure.notices.models import Edition
from disclosure.notices.queries.reading import posts_of
from portal.accounts.enums import Role


def hands(edition: Edition) -> list[dict[str, Any]]:
    """Return the signatures under an edition for `components/hands.html`, with the posts they were given in."""
    signed = (
        (pgettext("signature", "Prepared"), edition.prepared_by, edition.prepared_at, Role.CLERK),
        (pgettext("signature", "Countersigned"), edition.countersigned_by, edition.countersigned_at, Role.SUPERVISOR),
        (pgettext("signature", "Reviewed"), edition.reviewed_by, edition.reviewed_at, Role.REVIEWER),
        (pgettext("signature", "Approved"), edition.approved_by, edition.approved_at, Role.APPROVER),
        (pgettext("signature", "Published"), edition.published_by, edition.published_at, Role.PUBLISHER),
    )
    posts = posts_of(edition)
    shown = []
    for label, person, at, role in signed:
        if person and at:
            shown.append(
                {
                    "label": label,
                    "name": person.name,
                    "post": posts.get((person.pk, role), ""),
                    "at": at,
                }
            )
    return shown
