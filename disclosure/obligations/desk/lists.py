"""What the units somebody follows have still to publish, as a list and as a matrix, and events that are recorded."""

import re
from datetime import datetime
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.desk.notices import writing_url
from disclosure.notices.forms import NewNoticeForm
from disclosure.notices.models import Edition
from disclosure.obligations.actions import events
from disclosure.obligations.enums import Origin
from disclosure.obligations.forms import EventForm
from disclosure.obligations.models import Obligation
from disclosure.obligations.policies import FOLLOWS_OBLIGATION, RECORDS_FOR
from disclosure.obligations.presenters.awaited import claim_rows, open_rows, url_of, words_of
from disclosure.obligations.presenters.matrix import known_period, matrix_of, notice_url
from disclosure.obligations.queries.awaited import awaiting, claims_to_check, units_followed, unmet
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import ObligationStatus, as_stored, owed_for, owed_for_each
from portal.accounts.desk.access import ForUnits
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import roles_held, units_of
from portal.core import calendar, dates
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written, sentences
from portal.desk.views import ActionView, DeskListView, DeskView

MAX_KEY_DIGITS = 18
_NUMBER = re.compile(r"(?P<unit>.+)-[^-]+-(?P<period>\d{4}(?:[HQ]\d|-\d\d)?)")


def _units_of_the_reader(request: HttpRequest) -> QuerySet[Unit]:
    return units_followed(request.user, at=timezone.now())


class ObligationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow by unit."""

    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=_units_of_the_reader,
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )


class Obligations(DeskListView):
    """What is open as it is stored, first due first, and what is to be checked. It is counted every hour."""

    template_name, filterset_class = "disclosure/obligations/desk/obligations.html", ObligationFilter

    @cached_property
    def units(self) -> list[Unit]:
        """The units the reader follows."""
        return list(units_followed(self.actor, at=self.at))

    def exists_for_actor(self) -> bool:
        return bool(self.units)

    def get_queryset(self) -> QuerySet[Obligation]:
        rows = unmet(at=self.at).filter(unit__in=self.units).select_related("unit__parent", "entry")
        return rows.order_by("due_on", "unit__code", "entry__code", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today = today_of_due_days(self.at)
        rows = [as_stored(row, today=today) for row in context["object_list"]]
        waiting = awaiting(rows, self.actor, at=self.at)
        return context | {
            "is_choice": len(self.units) > 1,
            "count": context["paginator"].count,
            "overdue": context["filter"].qs.filter(due_on__lt=today).count(),
            "rows": open_rows(rows, waiting, today=today, working_days=calendar.load()),
            "claims": claim_rows(claims_to_check(self.actor, at=self.at)),
            "may_record": RECORDS_FOR.permitted(self.actor, at=self.at).exists(),
            "may_mark": bool(roles_held(self.actor, at=self.at) & {Role.PUBLISHER, Role.ADMINISTRATOR}),
        }


class BelowObligations(ActionView):
    """A page with a form that the list leads to."""

    below = ((gettext_lazy("Owed"), "disclosure_desk:obligations"),)


class MatrixPage(DeskView):
    """The matrix as everybody sees it, with what each open item waits for; without a period, of the current quarter."""

    def get(self, request: HttpRequest, period: str = "") -> HttpResponse:
        basis = read_basis(at=self.at)
        asked = known_period(period, basis) if period else basis.current_quarter()
        rows = owed_for_each([asked], basis=basis)[asked]
        followed = set(units_followed(self.actor, at=self.at))
        waiting = awaiting(rows, self.actor, at=self.at)

        def leads(row: ObligationStatus) -> str:
            return url_of(row) if row.unit in followed and not row.notice else notice_url(row)

        def waits(row: ObligationStatus) -> str:
            return words_of(waiting.get(row.number)).short

        matrix = matrix_of(asked, rows, basis, url_name="disclosure_desk:matrix", leads=leads, waits=waits)
        still_open = sorted((row for row in rows if row.number in waiting), key=lambda row: (row.due_on, row.unit.code))
        hint = _("Open items show what they wait for; residents see only their status.") if followed else ""
        context = {
            "crumbs": self.crumbs(),
            "matrix": matrix,
            "lede": sentences(matrix.due_days, hint),
            "open_rows": open_rows(still_open, waiting, today=basis.today, working_days=basis.working),
        }
        return render(request, "disclosure/obligations/desk/matrix.html", context)


def the_obligation(person: User, slug: str, *, at: datetime) -> ObligationStatus:
    """Return an obligation this person follows, by its number or by the key of its row.

    Raises:
        Http404: There is none, it is owed no longer, or it does not exist for this person.
    """
    if slug.isdecimal() and slug.isascii() and len(slug) <= MAX_KEY_DIGITS:
        stored = get_object_or_404(
            FOLLOWS_OBLIGATION.permitted(person, at=at).select_related("unit__parent"), pk=int(slug)
        )
        unit, period = stored.unit, stored.period
    else:
        found = _NUMBER.fullmatch(slug)
        code, period = (found["unit"], found["period"]) if found else ("", "")
        unit = get_object_or_404(units_followed(person, at=at).select_related("parent"), code=code)
    try:
        rows = owed_for(Period.parse(period), at=at, units=[unit])
    except ValueError as fault:
        raise Http404 from fault
    row = next((row for row in rows if slug in {row.slug, str(row.obligation_id)}), None)
    if row is None:
        raise Http404(_("There is no such item."))
    return row


class NewEvent(ForUnits, BelowObligations):
    """Record something that happened: it becomes an item with a day to be published by."""

    units_policy, form_class = RECORDS_FOR, EventForm
    title, button = gettext_lazy("Record what happened"), gettext_lazy("Record")
    lead = gettext_lazy(
        "Such as an election, a compensation, a finished stage of a project."
        " It has to be published within the working days the rules give."
    )
    success_message = gettext_lazy("Recorded. It is due on %(day)s.")

    def get_initial(self) -> dict[str, Any]:
        return {"happened_on": timezone.localdate(self.at), "unit": self.request.GET.get("unit", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        entries = CatalogueEntry.objects.filter(
            is_active=True, cadence__in=events.AS_IT_HAPPENS, publisher__in={unit.kind for unit in self.units}
        )
        return super().get_form_kwargs() | {"offered": {"unit": self.units, "entry": entries.order_by("code")}}

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
        """What is owed: something this person prepares, which has no notice."""
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
