"""What the frame of every page knows: the portal's name, its town, the end of the publication log."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.accounts import queries
from portal.accounts.models import in_language
from portal.core import pages, publication_log

ELDER = "elder"


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context. What needs the database is asked for only where a template uses it."""
    town: Any = SimpleLazyObject(queries.town)
    return {
        "portal_name": SimpleLazyObject(lambda: queries.portal_name(town)),
        "office_hours": in_language(settings.OFFICE_HOURS_ZH, settings.OFFICE_HOURS_EN),
        "town": town,
        "log_head": SimpleLazyObject(publication_log.head),
        "page_query": pages.page_query(request),
        "elder": request.GET.get("view") == ELDER,
    }
