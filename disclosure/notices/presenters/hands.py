"""Who prepared, countersigned, reviewed, approved and published an edition."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import pgettext

from disclosure.notices.models import Edition
from portal.accounts.enums import Role
from portal.accounts.models import Post


def hands(edition: Edition) -> list[dict[str, Any]]:
    """Return the signatures under an edition for `components/hands.html`, with the posts they were given in."""
    signed = (
        (pgettext("signature", "Prepared"), edition.prepared_by, edition.prepared_at, Role.CLERK),
        (pgettext("signature", "Countersigned"), edition.countersigned_by, edition.countersigned_at, Role.SUPERVISOR),
        (pgettext("signature", "Reviewed"), edition.reviewed_by, edition.reviewed_at, Role.REVIEWER),
        (pgettext("signature", "Approved"), edition.approved_by, edition.approved_at, Role.APPROVER),
        (pgettext("signature", "Published"), edition.published_by, edition.published_at, Role.PUBLISHER),
    )
    posts = {(post.person_id, post.role): post for post in _posts(edition)}
    shown = []
    for label, person, at, role in signed:
        if person and at:
            post = posts.get((person.pk, role))
            shown.append(
                {
                    "label": label,
                    "name": person.name,
                    "post": post.title if post else "",
                    "at": at,
                }
            )
    return shown


def _posts(edition: Edition) -> QuerySet[Post]:
    """Return the posts of those who signed, in the units that count for this notice; the latest come last."""
    people = [
        edition.prepared_by_id,
        edition.countersigned_by_id,
        edition.reviewed_by_id,
        edition.approved_by_id,
        edition.published_by_id,
    ]
    notice = edition.notice
    places = [notice.unit_id, notice.unit.parent_id, notice.station_id]
    return Post.objects.filter(
        person__in=[one for one in people if one], unit__in=[one for one in places if one]
    ).order_by("starts_on")
