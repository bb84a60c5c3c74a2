"""What the units somebody follows have still to publish."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.obligations.models import Obligation
from disclosure.obligations.policies import RECORDS_FOR
from disclosure.obligations.presenters.awaited import claim_rows, open_rows
from disclosure.obligations.queries.awaited import awaiting, claims_to_check, units_followed
from disclosure.obligations.queries.owed import unmet
from disclosure.obligations.queries.reading import as_stored
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import roles_held
from portal.core import calendar
from portal.desk.lists import DeskListView


def _units_of_the_reader(request: HttpRequest) -> QuerySet[Unit]:
    return units_followed(request.user, at=timezone.now())


class ObligationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow by unit."""

    unit = django_filters.ModelChoiceFilter(queryset=_units_of_the_reader, to_field_name="code")


class Obligations(DeskListView):
    """What is open as it is stored, first due first, and what is to be checked. It is counted every hour."""

    template_name, filterset_class = "disclosure/obligations/desk/obligations.html", ObligationFilter

    @cached_property
    def units(self) -> list[Unit]:
        """The units the reader follows.

        Raises:
            Http404: There is none.
        """
        found = list(units_followed(self.actor, at=self.at))
        if not found:
            raise Http404(_("This page is for those who work on notices."))
        return found

    def get_queryset(self) -> QuerySet[Obligation]:
        """Return what is open of their units."""
        rows = unmet(at=self.at).filter(unit__in=self.units).select_related("unit__parent", "entry")
        return rows.order_by("due_on", "unit__code", "entry__code", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows with what they wait for, and what the reader has to check."""
        context = super().get_context_data(**kwargs)
        working = calendar.load()
        today = timezone.localdate(self.at)
        rows = [as_stored(row, today=today) for row in context["object_list"]]
        waiting = awaiting(rows, self.actor, at=self.at)
        held = roles_held(self.actor, at=self.at)
        return context | {
            "units": self.units,
            "chosen": self.request.GET.get("unit", ""),
            "count": context["paginator"].count,
            "overdue": context["filter"].qs.filter(due_on__lt=today).count(),
            "rows": open_rows(rows, waiting, today=today, working_days=working),
            "claims": claim_rows(claims_to_check(self.actor, at=self.at)),
            "may_record": RECORDS_FOR.permitted(self.actor, at=self.at).exists(),
            "may_mark": bool(held & {Role.PUBLISHER, Role.ADMINISTRATOR}),
        }
