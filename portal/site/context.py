"""What the frame of every page knows: the portal's name, its town, the end of the publication log."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.accounts import queries
from portal.accounts.models import Unit, in_language
from portal.core import pages, publication_log
from portal.core.models import Demonstration, LogEntry

ELDER = "elder"


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context. What needs the database is asked for only where a template uses it."""
    frame = _Frame()
    return {
        "portal_name": SimpleLazyObject(lambda: queries.portal_name(frame.town)),
        "site_url": settings.SITE_URL,
        "office_hours": in_language(settings.OFFICE_HOURS_ZH, settings.OFFICE_HOURS_EN),
        "town": SimpleLazyObject(lambda: frame.town),
        "log_head": SimpleLazyObject(lambda: frame.log_head),
        "page_query": pages.page_query(request),
        "demonstration_day": SimpleLazyObject(lambda: frame.demonstration_day),
        "elder": request.GET.get("view") == ELDER,
    }


class _Frame:
    """The township, the end of the log and what a demonstration says, read together, and only if a template asks."""

    @cached_property
    def town(self) -> Unit | None:
        """The township whose name the portal bears."""
        last = LogEntry.objects.order_by("-sequence").values(
            last=JSONObject(sequence="sequence", at="at", hash="hash")
        )[:1]
        day = Demonstration.objects.values("day")[:1]
        return queries.towns().annotate(last=Subquery(last), demonstration_day=Subquery(day)).first()

    @property
    def demonstration_day(self) -> date | None:
        """The day on which a demonstration stands still; None in service."""
        return getattr(self.town, "demonstration_day", None)

    @cached_property
    def log_head(self) -> dict[str, Any] | None:
        """The last entry of the publication log: sequence, time and hash."""
        if self.town is None:
            head = publication_log.head()
            return {"sequence": head.sequence, "at": head.at, "hash": head.hash} if head else None
        last: dict[str, Any] | None = getattr(self.town, "last", None)
        return last and {**last, "at": datetime.fromisoformat(last["at"])}
