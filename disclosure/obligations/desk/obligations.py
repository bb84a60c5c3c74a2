"""What is owed, one by one: how it stands, what was said of it, and what the reader can do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations import actions
from disclosure.obligations.desk.awaited import begin_url, open_rows, title_of, words_of
from disclosure.obligations.desk.trail import exemption_context, trail_of
from disclosure.obligations.enums import ExemptionState, Origin, Standing
from disclosure.obligations.forms import CheckForm, ClaimForm, DropForm, EndForm, ExcuseForm
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.policies import (
    CHECKS_CLAIM,
    CLAIMS_FOR,
    ENDS_EXEMPTION,
    EXCUSES_UNIT,
    FOLLOWS_OBLIGATION,
    RECORDS_EVENT,
)
from disclosure.obligations.presenters import matrix as shown
from disclosure.obligations.queries import owed as obligations
from disclosure.obligations.queries.awaited import awaiting, claims_to_check, units_followed
from disclosure.obligations.queries.ground import Owed
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.policies import roles_held
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import calendar, dates
from portal.core.refusals import NotAllowed, Refused
from portal.desk.pages import crumbs

PAGE_SIZE = 100
MOST_KEY_DIGITS = 18
_NUMBER = re.compile(r"(?P<unit>.+)-(?P<entry>[^-]+)-(?P<period>\d{4}(?:[HQ]\d|-\d\d)?)")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the reader can do.

    Attributes:
        name: As it is posted.
        label: What stands on its button.
        form: What is asked.
        done: What is said afterwards.
    """

    name: str
    label: str | Promise
    form: type[forms.Form]
    done: str | Promise


DEEDS = {
    deed.name: deed
    for deed in (
        Deed("check", pgettext_lazy("deed to do", "Decide"), CheckForm, gettext_lazy("The check is recorded.")),
        Deed(
            "claim",
            pgettext_lazy("deed to do", "Nothing of the kind happened"),
            ClaimForm,
            gettext_lazy("The office will check it."),
        ),
        Deed("excuse", pgettext_lazy("deed to do", "Excuse"), ExcuseForm, gettext_lazy("The item is excused.")),
        Deed("end", pgettext_lazy("deed to do", "Owed again"), EndForm, gettext_lazy("The item is owed again.")),
        Deed("drop", pgettext_lazy("deed to do", "Take back"), DropForm, gettext_lazy("It is owed no longer.")),
    )
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One obligation before somebody, with what is in force or said of it."""

    person: User
    row: Owed
    exemption: Exemption | None
    latest: Exemption | None
    """The newest one, also where it is in force no longer: somebody may decide about it a moment too late."""
    at: datetime

    def deeds(self) -> list[str]:
        """Return what this person can do with it now."""
        return [name for name, may in _MAY.items() if may(self)]

    def carry_out(self, name: str, said: Mapping[str, Any]) -> None:
        """Do it.

        Raises:
            Refused: It may not be done, or not any more.
        """
        actor, at, row = self.person, self.at, self.row
        if name in {"claim", "excuse"}:
            write = actions.claim_not_applicable if name == "claim" else actions.excuse
            write(actor=actor, owed=row, reason=said["reason"], is_public=said["is_public"], at=at)
        elif name == "drop":
            stored = Obligation.objects.filter(pk=row.obligation or 0, origin=Origin.EVENT).first()
            if stored is None:
                raise NotAllowed(_("Only what was recorded as having happened can be taken back."))
            actions.drop_event(actor=actor, obligation=stored, reason=said["reason"], at=at)
        elif self.latest is None:
            raise NotAllowed(_("Nothing has been said of it."))
        elif name == "end":
            actions.end_exemption(actor=actor, exemption=self.latest, reason=said["reason"], at=at)
        else:
            actions.check_claim(
                actor=actor,
                exemption=self.latest,
                accept=said["verdict"] == "accept",
                reason=said["reason"],
                is_public=said["is_public"],
                at=at,
            )


def _may_check(one: Shown) -> bool:
    said = one.exemption
    return bool(said and said.state == ExemptionState.SAID and CHECKS_CLAIM.allows(one.person, said, at=one.at))


def _may_claim(one: Shown) -> bool:
    free = one.row.is_open and one.exemption is None
    return free and CLAIMS_FOR.allows(one.person, one.row.unit, at=one.at)


def _may_excuse(one: Shown) -> bool:
    free = one.exemption is None and (one.row.is_open or one.row.standing == Standing.NOT_DUE)
    return free and EXCUSES_UNIT.allows(one.person, one.row.unit, at=one.at)


def _may_end(one: Shown) -> bool:
    said = one.exemption
    return bool(said and said.state == ExemptionState.ACCEPTED and ENDS_EXEMPTION.allows(one.person, said, at=one.at))


def _may_drop(one: Shown) -> bool:
    if one.row.origin != Origin.EVENT or one.row.notice or one.row.obligation is None:
        return False
    return RECORDS_EVENT.permitted(one.person, at=one.at).filter(pk=one.row.obligation).exists()


_MAY: dict[str, Callable[[Shown], bool]] = {
    "check": _may_check,
    "claim": _may_claim,
    "excuse": _may_excuse,
    "end": _may_end,
    "drop": _may_drop,
}


@desk_page
def owed(request: HttpRequest) -> HttpResponse:
    """List what the units a person follows have still to publish, first due first, and what is to be checked."""
    person, at = signed_in(request), timezone.now()
    units = list(units_followed(person, at=at).select_related("parent"))
    if not units:
        raise Http404(_("This page is for those who work on notices."))
    chosen = request.GET.get("unit", "")
    asked = [unit for unit in units if unit.code == chosen] or units
    rows = obligations.open_of(asked, at=at)
    waiting = awaiting(rows[:PAGE_SIZE], person, at=at)
    held = roles_held(person, at=at)
    context = {
        "crumbs": crumbs(),
        "units": units,
        "chosen": chosen if len(asked) == 1 else "",
        "count": len(rows),
        "most": PAGE_SIZE,
        "overdue": sum(row.standing == Standing.MISSING for row in rows),
        "rows": open_rows(rows[:PAGE_SIZE], waiting, today=timezone.localdate(at), working_days=calendar.load()),
        "claims": claim_rows(person, at=at),
        "may_record": bool(held & {Role.CLERK, Role.PUBLISHER}),
        "may_mark": bool(held & {Role.PUBLISHER, Role.ADMINISTRATOR}),
    }
    return render(request, "disclosure/obligations/desk/obligations.html", context)


@desk_page
def obligation(request: HttpRequest, number: str) -> HttpResponse:
    """Show one obligation, and do with it what was sent."""
    person, at = signed_in(request), timezone.now()
    one = _the_one(person, number, at)
    open_deeds = one.deeds()
    filled: dict[str, forms.Form] = {}
    name = request.POST.get("deed", "")
    if request.method == "POST":
        if name not in DEEDS:
            raise Http404(_("There is no such step."))
        form = filled[name] = DEEDS[name].form(request.POST, prefix=name)
        if _is_done(one, name, form):
            messages.success(request, str(DEEDS[name].done))
            return redirect(request.path)
        # What somebody else did a moment before is told beside what was typed.
        open_deeds = list(dict.fromkeys([*open_deeds, name]))
    return render(
        request,
        "disclosure/obligations/desk/obligation.html",
        _context(one, open_deeds, filled),
        status=422 if filled else 200,
    )


def claim_rows(person: User, *, at: datetime) -> list[dict[str, Any]]:
    """Return what units said and this person has to check, for `components/queue.html`; the oldest first."""
    found = []
    for claim in claims_to_check(person, at=at):
        owing = claim.obligation
        number = owing.audit_number() if owing.origin == Origin.CALENDAR else str(owing.pk)
        found.append(
            {
                "pk": claim.pk,
                "title": owing.entry.name,
                "url": reverse("disclosure_desk:obligation", args=[number]),
                "number": owing.audit_number() if owing.origin == Origin.CALENDAR else "",
                "unit": owing.unit.name,
                "step": pgettext_lazy("what is waited for", "Check of “none”"),
                "due": "",
                "due_note": _("since %(day)s") % {"day": dates.day(timezone.localdate(claim.said_at))},
            }
        )
    return found


def _is_done(one: Shown, name: str, form: forms.Form) -> bool:
    """Do what was asked; where it is refused, the form says why.

    Raises:
        NotAllowed: It is not this person's to do; to them it does not exist.
    """
    if not form.is_valid():
        if name not in one.deeds():
            raise NotAllowed(_("There is no such step."))
        return False
    try:
        one.carry_out(name, form.cleaned_data)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _the_one(person: User, number: str, at: datetime) -> Shown:
    """Return an obligation this person follows, by the key of its row or by its number.

    Raises:
        Http404: There is none, it is owed no longer, or it does not exist for this person.
    """
    row = _by_key(person, int(number), at) if _is_key(number) else _by_number(person, number, at)
    if row is None:
        raise Http404(_("There is no such item."))
    rows = Exemption.objects.select_related("said_by", "decided_by", "obligation__unit", "obligation__entry")
    latest = rows.filter(obligation=row.obligation).first() if row.obligation is not None else None
    is_in_force = latest is not None and latest.state in {ExemptionState.SAID, ExemptionState.ACCEPTED}
    return Shown(person, row, exemption=latest if is_in_force else None, latest=latest, at=at)


def _is_key(number: str) -> bool:
    return number.isdecimal() and number.isascii() and len(number) <= MOST_KEY_DIGITS


def _by_key(person: User, key: int, at: datetime) -> Owed | None:
    stored = FOLLOWS_OBLIGATION.permitted(person, at=at).select_related("unit__parent").filter(pk=key).first()
    if stored is None:
        return None
    rows = obligations.owed_for(Period.parse(stored.period), at=at, units=[stored.unit])
    return next((row for row in rows if row.obligation == key), None)


def _by_number(person: User, number: str, at: datetime) -> Owed | None:
    found = _NUMBER.fullmatch(number)
    if not found:
        return None
    unit = units_followed(person, at=at).select_related("parent").filter(code=found["unit"]).first()
    if unit is None:
        return None
    try:
        period = Period.parse(found["period"])
    except ValueError:
        return None
    rows = obligations.owed_for(period, at=at, units=[unit])
    return next((row for row in rows if row.origin == Origin.CALENDAR and row.number == number), None)


def _context(one: Shown, deeds: list[str], filled: Mapping[str, forms.Form]) -> dict[str, Any]:
    row = one.row
    awaited = awaiting([row], one.person, at=one.at).of(row)
    facts = [
        (_("Unit"), row.unit.name),
        (_("Period"), name_of(row.period)),
        (_("Due"), dates.full_date(row.due_on)),
        (_("Arises from"), str(Origin(row.origin).label)),
    ]
    if row.published_on:
        facts.append((_("Published"), dates.full_date(row.published_on)))
    return {
        "crumbs": crumbs((_("Owed"), reverse("disclosure_desk:obligations"))),
        "title": title_of(row),
        "tags": [{"text": shown.standing_words(row), "kind": _tag(row)}],
        "meta": facts,
        "provisional": row.provisional,
        "waits": words_of(awaited),
        "begin_url": begin_url(row, awaited),
        "public_url": shown.notice_url(row),
        "exemption": exemption_context(one.exemption),
        "deeds": [_offered(one, DEEDS[name], filled) for name in deeds],
        "trail": trail_of(row),
        "matrix_url": reverse("disclosure_desk:matrix", args=[str(row.period)]),
    }


def _offered(one: Shown, deed: Deed, filled: Mapping[str, forms.Form]) -> dict[str, Any]:
    initial = {"is_public": one.exemption.is_public} if deed.name == "check" and one.exemption else {}
    form = filled.get(deed.name) or deed.form(prefix=deed.name, initial=initial)
    return {"name": deed.name, "label": deed.label, "form": form, "is_open": deed.name == "check" or form.is_bound}


def _tag(row: Owed) -> str:
    return {Standing.MISSING: "owed", Standing.LATE: "warn", Standing.ON_TIME: "done"}.get(Standing(row.standing), "")
