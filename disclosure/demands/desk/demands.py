"""Joint demands on the desk: the list, the page of one, and who joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as plain_forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands import actions as deeds
from disclosure.demands import forms
from disclosure.demands import queries as reads
from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.models import Demand, DemandSupport
from disclosure.demands.queries import Count
from disclosure.notices.models import Notice
from disclosure.notices.queries.editions import live
from disclosure.notices.queries.titles import neutral_title
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.accounts.signed_in import desk_page, signed_in
from portal.cases.enums import Channel
from portal.core import audit, dates
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import as_written
from portal.desk.pages import crumbs

NOTICES_OFFERED = 60
DEED_LABELS: dict[str, str | Promise] = {
    "open": pgettext_lazy("deed with a demand", "Opened"),
    "reword": pgettext_lazy("deed with a demand", "Reworded"),
    "join": pgettext_lazy("deed with a demand", "Support entered"),
    "confirm": pgettext_lazy("deed with a demand", "Support confirmed"),
    "unconfirm": pgettext_lazy("deed with a demand", "Confirmation taken back"),
    "reach": pgettext_lazy("deed with a demand", "Enough have joined"),
    "end": pgettext_lazy("deed with a demand", "Ended"),
    "name notice": pgettext_lazy("deed with a demand", "Notice named that gives it"),
    "settle": pgettext_lazy("deed with a demand", "Its notice was published or withdrawn"),
}
"""What a deed is called in the list of deeds."""

SAID_DONE: dict[str, str | Promise] = {
    "support": gettext_lazy("Entered."),
    "confirm": gettext_lazy("Confirmed."),
    "unconfirm": gettext_lazy("The confirmation was taken back."),
    "reword": gettext_lazy("Saved."),
    "end": gettext_lazy("Ended: %(subject)s"),
    "notice": gettext_lazy("The notice is named."),
}
"""What the person is told when a step is done."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Somebody taking one step with one demand."""

    person: User
    demand: Demand
    verb: str
    said: dict[str, Any]
    at: datetime

    def carry_out(self) -> None:
        """Take the step.

        Raises:
            ObjectDoesNotExist: What was chosen is not there.
            Refused: As the action says.
        """
        steps: dict[str, Callable[[], object]] = {
            "support": self._support,
            "confirm": lambda: deeds.confirm_support(actor=self.person, support=self._chosen(), at=self.at),
            "unconfirm": lambda: deeds.unconfirm_support(actor=self.person, support=self._chosen(), at=self.at),
            "reword": lambda: deeds.reword(
                actor=self.person,
                demand=self.demand,
                subject=self.said["subject"],
                entry=entry_of(self.said["entry"]),
                at=self.at,
            ),
            "end": lambda: deeds.end(actor=self.person, demand=self.demand, reason=self.said["reason"], at=self.at),
            "notice": lambda: deeds.name_notice(
                actor=self.person,
                demand=self.demand,
                notice=Notice.objects.get(number=self.said["notice"]),
                at=self.at,
            ),
        }
        steps[self.verb]()

    def _chosen(self) -> DemandSupport:
        return self.demand.supports.select_related("demand").get(pk=self.said["support"])

    def _support(self) -> None:
        support = deeds.add_support(
            actor=self.person,
            demand=self.demand,
            capacity=Capacity(self.said["capacity"]),
            channel=Channel(self.said["channel"]),
            name=self.said["name"],
            people=self.said["people"],
            at=self.at,
        )
        if self.said["is_checked"]:
            deeds.confirm_support(actor=self.person, support=support, at=self.at)


class _ChosenForm(plain_forms.Form):
    """One entry of support."""

    support = plain_forms.IntegerField()


@desk_page
def demands(request: HttpRequest) -> HttpResponse:
    """List the demands a person keeps, what waits to be confirmed first."""
    person, at = signed_in(request), timezone.now()
    villages_of(person, at=at)
    rows = list(reads.kept_by(person, at=at))
    counts = reads.counts_of(rows)
    order = {DemandState.COLLECTING: 0, DemandState.REACHED: 1, DemandState.MET: 2, DemandState.ENDED: 3}
    rows.sort(key=lambda one: (not counts[one.pk].waiting, order[DemandState(one.state)]))
    context = {
        "rows": [_row(one, counts[one.pk]) for one in rows],
        "uncounted": [unit.name for unit in reads.villages_counted_by(person, at=at).filter(electorate=None)],
        "crumbs": crumbs(),
    }
    return render(request, "disclosure/demands/desk/demands.html", context)


@desk_page
def new_demand(request: HttpRequest) -> HttpResponse:
    """Open a demand of a village."""
    person, at = signed_in(request), timezone.now()
    villages = villages_of(person, at=at)
    form = forms.NewDemandForm(request.POST or None, units=villages, entries=list(reads.entries_for_demands()))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        unit = next(one for one in villages if one.code == said["unit"])
        try:
            demand = deeds.open_demand(
                actor=person, unit=unit, subject=said["subject"], entry=entry_of(said["entry"]), at=at
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("disclosure_desk:demand", demand.pk)
    context = {"form": form, "crumbs": crumbs((_("Joint demands"), reverse("disclosure_desk:demands")))}
    return render(request, "disclosure/demands/desk/new_demand.html", context, status=422 if form.errors else 200)


@desk_page
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one demand: how many joined, who, and what can be done with it."""
    person, at = signed_in(request), timezone.now()
    return _demand_page(request, the_demand(person, pk, at=at))


@desk_page
@require_POST
def take_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take one step with one demand. A refusal stands on its page, with what was typed."""
    person, at = signed_in(request), timezone.now()
    row = the_demand(person, pk, at=at)
    if verb not in SAID_DONE:
        raise Http404(_("There is no such step."))
    form = _ChosenForm(request.POST) if verb in ("confirm", "unconfirm") else _form(verb, row, request.POST)
    if not form.is_valid():
        return _demand_page(request, row, refused=form, verb=verb, status=422)
    try:
        _Attempt(person, row, verb, form.cleaned_data, at).carry_out()
    except ObjectDoesNotExist as missing:
        raise Http404(_("There is nothing of the kind here.")) from missing
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _demand_page(request, the_demand(person, pk, at=at), refused=form, verb=verb, status=422)
    messages.success(request, str(SAID_DONE[verb]) % {"subject": row.subject})
    now = the_demand(person, pk, at=at)
    if verb in ("support", "confirm") and now.state == DemandState.REACHED and now.obligation:
        said = _("Enough have joined. The village must publish it by %(day)s.")
        messages.success(request, said % {"day": dates.full_date(now.obligation.due_on)})
    return redirect("disclosure_desk:demand", row.pk)


def villages_of(person: User, *, at: datetime) -> list[Unit]:
    """Return the villages whose demands a person keeps.

    Raises:
        Http404: There is none: these pages do not exist for this person.
    """
    rows = units_of(person, Role.PUBLISHER, at=at).filter(is_active=True, kind=UnitKind.VILLAGE)
    found = list(rows.select_related("parent").order_by("code"))
    if not found:
        raise Http404(_("This page is for the office."))
    return found


def the_demand(person: User, pk: int, *, at: datetime) -> Demand:
    """Return a demand this person keeps.

    Raises:
        Http404: There is none, or it does not exist for this person.
    """
    found = reads.kept_by(person, at=at).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such demand."))
    return found


def entry_of(code: str) -> CatalogueEntry | None:
    """Return the item of the catalogue with a code that was offered; None where none fits."""
    return reads.entries_for_demands().get(code=code) if code else None


def _demand_page(
    request: HttpRequest,
    row: Demand,
    *,
    refused: plain_forms.Form | None = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    count = reads.counts_of([row])[row.pk]
    offered = {
        DemandState.COLLECTING: ("support", "reword", "end"),
        DemandState.REACHED: ("notice",),
        DemandState.MET: ("notice",),
    }.get(DemandState(row.state), ())
    step_forms = {name: refused if refused and name == verb else _form(name, row) for name in offered}
    context = {
        "demand": row,
        "subject": as_written(row.subject),
        "tags": [state_tag(row)],
        "meta": _meta(row, count),
        "count": count,
        "obligation": row.obligation,
        "supports": reads.supports_of(row),
        "is_collecting": row.state == DemandState.COLLECTING,
        "forms": step_forms,
        "refused": refused,
        "refused_verb": verb,
        "deeds": [
            {
                "at": line.at,
                "what": str(DEED_LABELS.get(line.verb, line.verb)),
                "who": _("the website") if line.actor.is_system else line.actor.name,
                "reason": line.reason,
            }
            for line in audit.lines_of(row)
        ],
        "crumbs": crumbs((_("Joint demands"), reverse("disclosure_desk:demands"))),
    }
    return render(request, "disclosure/demands/desk/demand.html", context, status=status)


def _form(verb: str, row: Demand, data: Any = None) -> plain_forms.Form:
    given: dict[str, Any] = {"data": data, "auto_id": f"{verb}_%s"}
    made: dict[str, Callable[[], plain_forms.Form]] = {
        "support": lambda: forms.SupportForm(**given),
        "reword": lambda: forms.SubjectForm(
            **given,
            initial={"subject": row.subject, "entry": row.entry.code if row.entry else ""},
            entries=list(reads.entries_for_demands()),
        ),
        "end": lambda: forms.EndDemandForm(**given),
        "notice": lambda: forms.MeetingNoticeForm(
            **given, notices=[(one, neutral_title(one)) for one in reads.notices_to_meet(row)[:NOTICES_OFFERED]]
        ),
    }
    return made[verb]()


def _row(row: Demand, count: Count) -> dict[str, Any]:
    waiting = _("%(count)d to confirm") % {"count": count.waiting} if count.waiting else ""
    collecting = row.state == DemandState.COLLECTING
    return {
        "pk": row.pk,
        "title": as_written(row.subject),
        "url": reverse("disclosure_desk:demand", args=[row.pk]),
        "unit": row.unit.name,
        "step": str(DemandState(row.state).label),
        "due": waiting if collecting else _due_text(row),
        "due_kind": "soon" if collecting and count.waiting else "owed" if row.state == DemandState.REACHED else "",
        "due_note": count_text(count),
    }


def count_text(count: Count) -> str:
    """Return how many joined, of how many needed, in a line."""
    if not count.is_measured:
        return _("%(villagers)d villagers, %(representatives)d representatives; the voters are not counted yet") % {
            "villagers": count.villagers,
            "representatives": count.representatives,
        }
    return _("villagers %(villagers)d of %(needed)d, representatives %(representatives)d of %(few)d") % {
        "villagers": count.villagers,
        "needed": count.needed_villagers,
        "representatives": count.representatives,
        "few": count.needed_representatives,
    }


def state_tag(row: Demand) -> dict[str, str]:
    """Return the tag that says where a demand stands."""
    kinds = {DemandState.COLLECTING: "live", DemandState.REACHED: "owed", DemandState.MET: "done"}
    state = DemandState(row.state)
    return {"text": str(state.label), "kind": kinds.get(state, "warn")}


def _due_text(row: Demand) -> str:
    if row.state != DemandState.REACHED or row.obligation is None:
        return ""
    return _("due %(day)s") % {"day": dates.day(row.obligation.due_on)}


def _meta(row: Demand, count: Count) -> list[tuple[str, str]]:
    items = [
        (_("Village"), row.unit.name),
        (_("Item of the catalogue"), f"{row.entry.code} {row.entry.name}" if row.entry else _("None fits")),
        (_("Opened"), dates.full_date(timezone.localdate(row.opened_at))),
        (_("Joined"), count_text(count)),
    ]
    if row.obligation:
        items.append((_("To be published by"), dates.full_date(row.obligation.due_on)))
        # A notice that is still being prepared is its clerks' matter.
        if row.obligation.notice and live().filter(notice=row.obligation.notice).exists():
            items.append((_("Notice that gives it"), row.obligation.notice.number))
    if row.end_reason:
        items.append((_("Why it ended"), row.end_reason))
    return items
