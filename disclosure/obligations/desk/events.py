"""Record what happened and has to be published, and begin the notice about it."""

from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.desk.notices import writing_url
from disclosure.notices.forms import NewNoticeForm
from disclosure.notices.models import Edition
from disclosure.obligations.actions import events
from disclosure.obligations.desk.lists import BelowObligations
from disclosure.obligations.enums import Origin
from disclosure.obligations.forms import EventForm
from disclosure.obligations.models import Obligation
from disclosure.obligations.policies import RECORDS_FOR
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import units_of
from portal.core import dates
from portal.core.texts import as_written


class NewEvent(BelowObligations):
    """Record something that happened: it becomes an item with a day to be published by."""

    form_class = EventForm
    title, button = gettext_lazy("Record what happened"), gettext_lazy("Record")
    lead = gettext_lazy(
        "Such as an election, a compensation, a finished stage of a project."
        " It has to be published within the working days the rules give."
    )
    success_message = gettext_lazy("Recorded. It is due on %(day)s.")

    def units(self) -> QuerySet[Unit]:
        """Return the units for which the person records."""
        return RECORDS_FOR.permitted(self.actor, at=self.at).filter(is_active=True).order_by("code")

    def exists_for_actor(self) -> bool:
        return self.units().exists()

    def get_initial(self) -> dict[str, Any]:
        return {"happened_on": timezone.localdate(self.at), "unit": self.request.GET.get("unit", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        units = self.units()
        entries = CatalogueEntry.objects.filter(
            is_active=True, cadence__in=events.AS_IT_HAPPENS, publisher__in=units.order_by().values("kind")
        )
        return {**super().get_form_kwargs(), "units": units, "entries": entries.order_by("code")}

    def act(self, form: Any) -> Obligation:
        return events.record_event(actor=self.actor, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        return {"day": dates.full_date(self.done.due_on)}

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:obligation", args=[str(self.done.pk)])


class BeginNotice(BelowObligations):
    """Begin the notice that meets what is owed for an event or a demand."""

    form_class = NewNoticeForm
    button = gettext_lazy("Begin")

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
        return {"period": self.obligation.period, "title": self.obligation.subject}

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"unit": self.obligation.unit, "entry": self.obligation.entry, "today": timezone.localdate(self.at)}
        return {**super().get_form_kwargs(), **more}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = as_written(self.obligation.entry.name)
        return super().get_context_data(title=title, lead=self.obligation.unit.name, **kwargs)

    def act(self, form: Any) -> Edition:
        mine, station = units_of(self.actor, Role.CLERK, at=self.at), None
        if not mine.filter(pk=self.obligation.unit_id).exists():
            station = mine.filter(parent=self.obligation.unit_id, is_active=True).order_by("code").first()
        return events.begin_notice(
            actor=self.actor, obligation=self.obligation, station=station, at=self.at, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        return writing_url(self.done)
