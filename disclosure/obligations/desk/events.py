"""Record what happened and has to be published, and begin the notice about it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.desk.notices import writing_url
from disclosure.notices.forms import NewNoticeForm
from disclosure.notices.models import Edition
from disclosure.obligations import actions
from disclosure.obligations.actions.events import AS_IT_HAPPENS
from disclosure.obligations.enums import Origin
from disclosure.obligations.forms import EventForm
from disclosure.obligations.models import Obligation
from disclosure.obligations.policies import RECORDS_FOR
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import units_of
from portal.core import dates
from portal.core.texts import as_written
from portal.desk.views import ActionView


class NewEvent(ActionView):
    """Record something that happened: it becomes an item with a day to be published by."""

    form_class = EventForm
    title, button = gettext_lazy("Record what happened"), gettext_lazy("Record")
    lead = gettext_lazy(
        "Such as an election, a compensation, a finished stage of a project."
        " It has to be published within the working days the rules give."
    )
    success_message = gettext_lazy("Recorded. It is due on %(day)s.")

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The units for which the person records, by code.

        Raises:
            Http404: There is none.
        """
        rows = RECORDS_FOR.permitted(self.actor, at=self.at).filter(is_active=True).order_by("code")
        found = {unit.code: unit for unit in rows}
        if not found:
            raise Http404(_("This page is for others."))
        return found

    @cached_property
    def entries(self) -> dict[str, CatalogueEntry]:
        """The items that come as it happens, by code."""
        kinds = {unit.kind for unit in self.units.values()}
        rows = CatalogueEntry.objects.filter(is_active=True, cadence__in=AS_IT_HAPPENS, publisher__in=kinds)
        return {entry.code: entry for entry in rows.order_by("code")}

    def get_initial(self) -> dict[str, Any]:
        """Begin with today, and the unit the address names."""
        return {"happened_on": timezone.localdate(self.at), "unit": self.request.GET.get("unit", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what can be chosen."""
        return {**super().get_form_kwargs(), "units": self.units.values(), "entries": self.entries.values()}

    def crumbs(self) -> list[tuple[str, str]]:
        """Lead through what is owed."""
        return [*super().crumbs(), (_("Owed"), reverse("disclosure_desk:obligations"))]

    def act(self, form: Any) -> Obligation:
        """Record it."""
        cleaned = form.cleaned_data
        return actions.record_event(
            actor=self.actor,
            unit=self.units[cleaned["unit"]],
            entry=self.entries[cleaned["entry"]],
            subject=cleaned["subject"],
            happened_on=cleaned["happened_on"],
            at=self.at,
        )

    def words(self) -> dict[str, str]:
        """Say by when it is due."""
        return {"day": dates.full_date(self.done.due_on)}

    def get_success_url(self) -> str:
        """Lead to it."""
        return reverse("disclosure_desk:obligation", args=[str(self.done.pk)])


class BeginNotice(ActionView):
    """Begin the notice that meets what an event or a demand made owed."""

    form_class = NewNoticeForm
    button = gettext_lazy("Begin")

    @cached_property
    def station(self) -> Unit | None:
        """The station of the person that prepares it for the town; None for a clerk of the unit itself."""
        mine = units_of(self.actor, Role.CLERK, at=self.at)
        if mine.filter(pk=self.obligation.unit_id).exists():
            return None
        return mine.filter(parent=self.obligation.unit_id, is_active=True).order_by("code").first()

    @cached_property
    def obligation(self) -> Obligation:
        """What is owed.

        Raises:
            Http404: There is none that this person prepares and that has no notice.
        """
        mine = units_of(self.actor, Role.CLERK, at=self.at)
        rows = Obligation.objects.filter(voided_at__isnull=True, notice__isnull=True).exclude(origin=Origin.CALENDAR)
        found: Obligation = get_object_or_404(
            rows.select_related("unit", "entry"),
            Q(unit__in=mine) | Q(unit__in=mine.values("parent")),
            pk=self.kwargs["pk"],
        )
        return found

    def get_initial(self) -> dict[str, Any]:
        """Begin with its year and what it is about."""
        return {"period": self.obligation.period, "title": self.obligation.subject}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say what is begun."""
        more = {"unit": self.obligation.unit, "entry": self.obligation.entry, "today": timezone.localdate(self.at)}
        return {**super().get_form_kwargs(), **more}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the item and the unit."""
        title = as_written(self.obligation.entry.name)
        return super().get_context_data(title=title, lead=self.obligation.unit.name, **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        """Lead through what is owed."""
        return [*super().crumbs(), (_("Owed"), reverse("disclosure_desk:obligations"))]

    def act(self, form: Any) -> Edition:
        """Begin it and say what it is to meet."""
        return actions.begin_notice(
            actor=self.actor, obligation=self.obligation, station=self.station, at=self.at, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        """Lead to where it is written."""
        return writing_url(self.done)
