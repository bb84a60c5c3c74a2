"""The page of one obligation: its status, its exemptions, what was done, and what the reader can do."""

from datetime import date, datetime
from functools import cached_property, partial
from itertools import chain
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from disclosure.catalogue.presenters import name_of
from disclosure.obligations.actions import events, exemptions
from disclosure.obligations.desk.lists import BelowObligations, the_obligation
from disclosure.obligations.enums import Origin, Status
from disclosure.obligations.forms import AcceptForm, ClaimForm, DropForm, EndForm, ExcuseForm, RefuseForm
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.policies import (
    CLAIMS_FOR,
    DROPS_EVENT,
    EXCUSES_UNIT,
    FOLLOWS_EXEMPTION,
    RECORDS_EVENT,
    STEPS,
)
from disclosure.obligations.presenters import consequences
from disclosure.obligations.presenters.awaited import begin_url, exemption_call, title_of, url_of, words_of
from disclosure.obligations.presenters.matrix import TAGS, notice_url, status_words
from disclosure.obligations.queries.awaited import awaiting
from disclosure.obligations.queries.owed import ObligationStatus
from disclosure.obligations.workflow import EXEMPTION, OTHER_AUDIT_LABELS
from portal.accounts.models import Unit
from portal.core import audit, dates
from portal.core.models import AuditLine
from portal.core.policy import Policy
from portal.core.texts import as_written
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import Change, TrailLine, name_of as person_name, trail
from portal.desk.views import DeskView

_SHOWS_DAYS = ("move", "revive", "record event")


class ObligationPage(DeskView):
    """The page of one obligation."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return obligation_page(request, the_obligation(self.actor, number, at=self.at), at=self.at)


def obligation_page(
    request: HttpRequest, row: ObligationStatus, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show one obligation, its exemption and the steps open to the reader, one of which may have been refused."""
    person: Any = request.user
    latest = _latest_exemption(row)
    in_force = latest if latest and latest.is_in_force else None
    awaited = awaiting([row], person, at=at).get(row.number)
    steps = offered_steps(request, latest, EXEMPTION, STEPS, at=at, refused=refused, verb=verb) if latest else []
    facts = [
        (_("Unit"), row.unit.name),
        (_("Period"), name_of(row.period)),
        (_("Due"), dates.full_date(row.due_on)),
        (_("Arises from"), str(row.origin.label)),
    ]
    if row.published_on:
        facts.append((_("Published on"), dates.full_date(row.published_on)))
    context = {
        "crumbs": crumbs((_("Owed"), reverse("disclosure_desk:obligations"))),
        "title": title_of(row),
        "tags": [{"text": status_words(row), "kind": TAGS.get(row.status, "")}],
        "meta": facts,
        "row": row,
        "waits": words_of(awaited),
        "begin_url": begin_url(row, awaited),
        "public_url": notice_url(row),
        "exemption": in_force,
        "call": exemption_call(in_force) if in_force else None,
        "steps": steps,
        "links": [view.link(row) for view in (Claim, Excuse, Drop) if view.is_offered(person, row, latest, at)],
        "trail": _trail_of(row),
    }
    return render(request, "disclosure/obligations/desk/obligation.html", context, status=status)


def _latest_exemption(row: ObligationStatus) -> Exemption | None:
    """Return the latest one, also where it is in force no longer: somebody may decide a moment too late."""
    rows = Exemption.objects.select_related("claimed_by", "decided_by", "obligation__unit", "obligation__entry")
    return rows.filter(obligation=row.obligation_id or 0).first()


def _trail_of(row: ObligationStatus) -> list[TrailLine]:
    """Return what was done with an obligation and its exemptions, oldest first."""
    stored = Obligation.objects.filter(pk=row.obligation_id or 0).first()
    if stored is None:
        return []
    # A notice that is not public is not named to those who may not read it.
    own = [_line(line) for line in audit.lines_of(stored) if row.notice or line.verb != "link"]
    decided = chain.from_iterable(trail(one, EXEMPTION) for one in stored.exemptions.all())
    return sorted([*own, *decided], key=lambda line: line.at)


def _line(line: AuditLine) -> TrailLine:
    return TrailLine(
        at=line.at,
        what=OTHER_AUDIT_LABELS.get(line.verb, line.verb),
        who=person_name(line.actor),
        reason=as_written(line.reason),
        changes=(Change(_("Due"), _day(line.source), _day(line.target)),) if line.verb in _SHOWS_DAYS else (),
    )


def _day(text: str) -> str:
    """Write a day of an audit line; a provisional one ends in a question mark there."""
    if not text:
        return ""
    shown = dates.full_date(date.fromisoformat(text.rstrip("?")))
    return _("%(day)s (provisional)") % {"day": shown} if text.endswith("?") else shown


def _exemption_page(request: HttpRequest, subject: Exemption, /, *, at: datetime, **refused: Any) -> HttpResponse:
    """Show the obligation of an exemption again, with a refused step."""
    person: Any = request.user
    return obligation_page(request, the_obligation(person, str(subject.obligation_id), at=at), at=at, **refused)


class ExemptionStep(StepView):
    """What the steps of an exemption have in common: they stand on the page of its obligation."""

    workflow, policy, policies = EXEMPTION, FOLLOWS_EXEMPTION, STEPS
    page = _exemption_page

    def subject_title(self) -> str:
        return str(self.subject.obligation.entry.name)

    def get_success_url(self) -> str:
        if self.subject is None:
            return reverse("disclosure_desk:obligations")
        return reverse("disclosure_desk:obligation", args=[str(self.subject.obligation_id)])


class TakeBackClaim(ExemptionStep):
    """Take back what the unit claimed."""

    verb, action = "take_back", exemptions.take_back_claim

    def consequences(self) -> list[Words]:
        return [consequences.owed_again(self.subject.obligation, self.at)]


class Accept(ExemptionStep):
    """Confirm that nothing of the kind happened."""

    verb, form_class, is_main = "accept", AcceptForm, True
    action = partial(exemptions.check_claim, accept=True)

    def get_initial(self) -> dict[str, Any]:
        return {"is_public": self.subject.is_public}

    def consequences(self) -> list[Words]:
        return consequences.of_accepting()


class Refuse(ExemptionStep):
    """Decide that it is not so."""

    verb, form_class = "refuse", RefuseForm
    action = partial(exemptions.check_claim, accept=False)

    def consequences(self) -> list[Words]:
        return consequences.of_ending(self.subject, self.at)


class End(ExemptionStep):
    """End an exemption."""

    verb, action, form_class = "end", exemptions.end_exemption, EndForm

    def consequences(self) -> list[Words]:
        return consequences.of_ending(self.subject, self.at)


class OnObligation(BelowObligations):
    """Something that is done about an obligation, on a page of its own."""

    url_name: ClassVar[str]

    @classmethod
    def is_offered(cls, person: Any, row: ObligationStatus, latest: Exemption | None, at: datetime) -> bool:
        """Return whether a person may do it now, by the latest exemption."""
        raise NotImplementedError

    @classmethod
    def link(cls, row: ObligationStatus) -> tuple[str, Words]:
        """Return its address and what stands on the link to it."""
        return reverse(f"disclosure_desk:{cls.url_name}", args=[row.slug]), cls.button

    @cached_property
    def row(self) -> ObligationStatus:
        """The obligation."""
        return the_obligation(self.actor, self.kwargs["number"], at=self.at)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_offered(self.actor, self.row, _latest_exemption(self.row), self.at):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=title_of(self.row), **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), (title_of(self.row), url_of(self.row))]

    def get_success_url(self) -> str:
        return url_of(self.row)


class Exempt(OnObligation):
    """What makes an exemption; `statuses` are those in which it is offered."""

    policy: ClassVar[Policy[Unit]]
    statuses: ClassVar[tuple[Status, ...]]

    @classmethod
    def is_offered(cls, person: Any, row: ObligationStatus, latest: Exemption | None, at: datetime) -> bool:
        is_free = not (latest and latest.is_in_force) and row.status in cls.statuses
        return is_free and cls.policy.allows(person, row.unit, at=at)

    def exists_for_actor(self) -> bool:
        return self.policy.allows(self.actor, self.row.unit, at=self.at)


class Claim(Exempt):
    """Claim that nothing of the kind happened."""

    url_name, policy, form_class = "claim_obligation", CLAIMS_FOR, ClaimForm
    statuses = (Status.DUE, Status.MISSING)
    title = button = EXEMPTION.verb("claim").label
    success_message = EXEMPTION.verb("claim").success_message

    def consequences(self) -> list[Words]:
        return [_("The office checks it. As long as it has not, your unit can take the claim back.")]

    def act(self, form: Any) -> Exemption:
        return exemptions.claim_not_applicable(actor=self.actor, obligation=self.row, at=self.at, **form.cleaned_data)


class Excuse(Exempt):
    """Excuse the unit from it."""

    url_name, policy, form_class = "excuse_obligation", EXCUSES_UNIT, ExcuseForm
    statuses = (Status.DUE, Status.MISSING, Status.NOT_DUE)
    title = button = EXEMPTION.verb("excuse").label
    success_message = EXEMPTION.verb("excuse").success_message

    def consequences(self) -> list[Words]:
        return [
            _("Residents read “excused” for this item at once, and the reason if it is published."),
            _("It can be ended later; that it was excused, and why, stays on record."),
        ]

    def act(self, form: Any) -> Exemption:
        return exemptions.excuse(actor=self.actor, obligation=self.row, at=self.at, **form.cleaned_data)


class Drop(OnObligation):
    """Take back what was recorded in error."""

    url_name, form_class = "drop_obligation", DropForm
    title = button = pgettext_lazy("action to do", "Take back")
    success_message = gettext_lazy("It is owed no longer.")

    def consequences(self) -> list[Words]:
        return [_("It is taken off what is owed, for residents too. It cannot be undone, only recorded again.")]

    @classmethod
    def is_offered(cls, person: Any, row: ObligationStatus, _latest: Exemption | None, at: datetime) -> bool:
        return DROPS_EVENT.permitted(person, at=at).filter(pk=row.obligation_id or 0).exists()

    def exists_for_actor(self) -> bool:
        return self._stored().exists()

    def act(self, form: Any) -> Obligation:
        return events.drop_event(actor=self.actor, obligation=self._stored().get(), at=self.at, **form.cleaned_data)

    def _stored(self) -> QuerySet[Obligation]:
        rows = RECORDS_EVENT.permitted(self.actor, at=self.at).exclude(origin=Origin.CALENDAR)
        return rows.filter(pk=self.row.obligation_id or 0)

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:obligations")
