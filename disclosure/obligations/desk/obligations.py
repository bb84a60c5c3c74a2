"""What is owed, one by one: how it stands, what was said of it, and what the reader can do."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from disclosure.catalogue.presenters import name_of
from disclosure.obligations import actions
from disclosure.obligations.desk.finding import the_obligation
from disclosure.obligations.desk.trail import trail_of
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
from disclosure.obligations.presenters import matrix as shown
from disclosure.obligations.presenters.awaited import begin_url, title_of, url_of, words_of
from disclosure.obligations.presenters.exemptions import exemption_shown
from disclosure.obligations.queries.awaited import awaiting
from disclosure.obligations.queries.reading import ObligationStatus
from disclosure.obligations.workflow import EXEMPTION
from portal.accounts.models import Unit
from portal.core import dates
from portal.core.policy import Policy
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.views import ActionView, DeskView

_TAGS = {Status.MISSING: "owed", Status.LATE: "warn", Status.ON_TIME: "done"}


class ObligationPage(DeskView):
    """The page of one obligation."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show it."""
        return obligation_page(request, the_obligation(self.actor, number, at=self.at), at=self.at)


def obligation_page(
    request: HttpRequest, row: ObligationStatus, *, at: Any, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show one obligation, what is said of it and the steps open to the reader.

    Args:
        request: Who reads.
        row: An obligation they follow.
        at: Now.
        refused: The form of a step that was refused.
        verb: Which step that was.
        status: The HTTP status.
    """
    person: Any = request.user
    said = _latest(row)
    in_force = said if said and said.is_in_force else None
    awaited = awaiting([row], person, at=at).of(row)
    steps = offered_steps(request, said, EXEMPTION, STEPS, at=at, refused=refused, verb=verb) if said else []
    context = {
        "crumbs": crumbs((_("Owed"), reverse("disclosure_desk:obligations"))),
        "title": title_of(row),
        "tags": [{"text": shown.status_words(row), "kind": _TAGS.get(row.status, "")}],
        "meta": _facts(row),
        "provisional": row.provisional,
        "waits": words_of(awaited),
        "begin_url": begin_url(row, awaited),
        "public_url": shown.notice_url(row),
        "exemption": exemption_shown(in_force) if in_force else None,
        "steps": steps,
        "links": [view.link(row) for view in (Claim, Excuse, Drop) if view.is_offered(person, row, in_force, at)],
        "trail": trail_of(row),
        "matrix_url": reverse("disclosure_desk:matrix", args=[str(row.period)]),
    }
    return render(request, "disclosure/obligations/desk/obligation.html", context, status=status)


def _latest(row: ObligationStatus) -> Exemption | None:
    """Return what was said last, also where it is in force no longer: somebody may decide a moment too late."""
    rows = Exemption.objects.select_related("said_by", "decided_by", "obligation__unit", "obligation__entry")
    return rows.filter(obligation=row.obligation).first() if row.obligation is not None else None


def _facts(row: ObligationStatus) -> list[tuple[str, str]]:
    facts = [
        (_("Unit"), row.unit.name),
        (_("Period"), name_of(row.period)),
        (_("Due"), dates.full_date(row.due_on)),
        (_("Arises from"), str(Origin(row.origin).label)),
    ]
    if row.published_on:
        facts.append((_("Published"), dates.full_date(row.published_on)))
    return facts


def _exemption_page(request: HttpRequest, subject: Exemption, /, *, at: Any, **refused: Any) -> HttpResponse:
    """Show the obligation of an exemption again, with a refused step."""
    return obligation_page(request, the_obligation(request.user, str(subject.obligation_id), at=at), at=at, **refused)  # type: ignore[arg-type]


class ExemptionStep(StepView):
    """What the steps of an exemption have in common: they stand on the page of its obligation."""

    workflow, policy, policies = EXEMPTION, FOLLOWS_EXEMPTION, STEPS
    page = _exemption_page

    def subject_title(self) -> str:
        """Name the item."""
        return str(self.subject.obligation.entry.name)

    def get_success_url(self) -> str:
        """Lead back to the obligation, or to all of them where it is out of sight."""
        if self.subject is None:
            return reverse("disclosure_desk:obligations")
        return reverse("disclosure_desk:obligation", args=[str(self.subject.obligation_id)])


class Accept(ExemptionStep):
    """Confirm that nothing of the kind happened."""

    verb, form_class, is_main = "accept", AcceptForm, True

    def get_initial(self) -> dict[str, Any]:
        """Begin with what the unit wished."""
        return {"is_public": self.subject.is_public}

    def act(self, form: Any) -> Exemption:
        """Accept it."""
        return actions.check_claim(
            actor=self.actor, exemption=self.subject, accept=True, seen=self.seen, at=self.at, **form.cleaned_data
        )


class Refuse(ExemptionStep):
    """Say that it is not so."""

    verb, form_class = "refuse", RefuseForm

    def act(self, form: Any) -> Exemption:
        """Refuse it with the reason."""
        return actions.check_claim(
            actor=self.actor, exemption=self.subject, accept=False, seen=self.seen, at=self.at, **form.cleaned_data
        )


class End(ExemptionStep):
    """End an exemption."""

    verb, form_class = "end", EndForm

    def act(self, form: Any) -> Exemption:
        """End it with the reason."""
        return actions.end_exemption(
            actor=self.actor, exemption=self.subject, seen=self.seen, at=self.at, **form.cleaned_data
        )


class OnObligation(ActionView):
    """Something that is done about an obligation, on a page of its own.

    Attributes:
        url_name: Name of its address.
    """

    url_name: ClassVar[str]

    @classmethod
    def is_offered(cls, person: Any, row: ObligationStatus, said: Exemption | None, at: Any) -> bool:
        """Return whether a person finds it on the page of an obligation."""
        raise NotImplementedError

    @classmethod
    def link(cls, row: ObligationStatus) -> tuple[str, Words]:
        """Return its address and what stands on the link to it."""
        return reverse(f"disclosure_desk:{cls.url_name}", args=[row.obligation or row.number]), cls.button

    @cached_property
    def owed(self) -> ObligationStatus:
        """The obligation.

        Raises:
            Http404: There is none that the person follows.
        """
        return the_obligation(self.actor, self.kwargs["number"], at=self.at)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, where it is offered.

        Raises:
            Http404: It is not.
        """
        said = _latest(self.owed)
        if not self.is_offered(self.actor, self.owed, said if said and said.is_in_force else None, self.at):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the obligation."""
        return super().get_context_data(lead=title_of(self.owed), **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        """Lead through the obligation."""
        return [
            *super().crumbs(),
            (_("Owed"), reverse("disclosure_desk:obligations")),
            (title_of(self.owed), url_of(self.owed)),
        ]

    def get_success_url(self) -> str:
        """Lead back to it."""
        return url_of(self.owed)


class Exempt(OnObligation):
    """What makes an exemption.

    Attributes:
        policy: For which units somebody does it, also where what is owed is not stored yet.
        statuses: How the obligation must stand.
    """

    policy: ClassVar[Policy[Unit]]
    statuses: ClassVar[tuple[Status, ...]]

    @classmethod
    def is_offered(cls, person: Any, row: ObligationStatus, said: Exemption | None, at: Any) -> bool:
        """Offer it for what is open and of which nothing is said."""
        is_free = said is None and row.status in cls.statuses
        return is_free and cls.policy.allows(person, row.unit, at=at)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it; whether it is still possible the action says.

        Raises:
            Http404: It is not this person's to do.
        """
        if not self.policy.allows(self.actor, self.owed.unit, at=self.at):
            raise Http404
        return super().post(request, *args, **kwargs)


class Claim(Exempt):
    """Say that nothing of the kind happened."""

    url_name, policy, form_class = "claim_obligation", CLAIMS_FOR, ClaimForm
    statuses = (Status.DUE, Status.MISSING)
    title = button = EXEMPTION.verb("claim").label
    success_message = EXEMPTION.verb("claim").success_message

    def act(self, form: Any) -> Exemption:
        """Say so."""
        return actions.claim_not_applicable(actor=self.actor, owed=self.owed, at=self.at, **form.cleaned_data)


class Excuse(Exempt):
    """Excuse the unit from it."""

    url_name, policy, form_class = "excuse_obligation", EXCUSES_UNIT, ExcuseForm
    statuses = (Status.DUE, Status.MISSING, Status.NOT_DUE)
    title = button = EXEMPTION.verb("excuse").label
    success_message = EXEMPTION.verb("excuse").success_message

    def act(self, form: Any) -> Exemption:
        """Excuse it."""
        return actions.excuse(actor=self.actor, owed=self.owed, at=self.at, **form.cleaned_data)


class Drop(OnObligation):
    """Take back what was recorded in error."""

    url_name, form_class = "drop_obligation", DropForm
    title = button = pgettext_lazy("action to do", "Take back")
    success_message = gettext_lazy("It is owed no longer.")

    @classmethod
    def is_offered(cls, person: Any, row: ObligationStatus, _said: Exemption | None, at: Any) -> bool:
        """Offer it for what happened and is not published."""
        return DROPS_EVENT.permitted(person, at=at).filter(pk=row.obligation or 0).exists()

    @cached_property
    def stored(self) -> Obligation:
        """The stored row.

        Raises:
            Http404: It is of the calendar, or not this person's to take back.
        """
        rows = RECORDS_EVENT.permitted(self.actor, at=self.at).exclude(origin=Origin.CALENDAR)
        found: Obligation = get_object_or_404(rows, pk=self.owed.obligation or 0)
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back, or say why not.

        Raises:
            Http404: It is not this person's to take back.
        """
        self.stored  # noqa: B018 - asks whether there is one
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> Obligation:
        """Take it back."""
        return actions.drop_event(actor=self.actor, obligation=self.stored, at=self.at, **form.cleaned_data)

    def get_success_url(self) -> str:
        """Lead to the list: this one is there no longer."""
        return reverse("disclosure_desk:obligations")
