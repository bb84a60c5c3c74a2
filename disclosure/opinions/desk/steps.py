"""The steps of an opinion, and entering what came by telephone, in the box or in person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from disclosure.notices.models import Edition
from disclosure.notices.queries.titles import title_of
from disclosure.opinions.actions import steps as deeds
from disclosure.opinions.actions.starting import start_correction_because_of
from disclosure.opinions.desk.opinions import answer_day, editions_to_enter_for, opinion_page, step_form, the_opinion
from disclosure.opinions.desk.rows import SAID_DONE
from disclosure.opinions.forms import desk as forms
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries import opinions as reads
from disclosure.opinions.workflow import OPINION
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.accounts.signed_in import desk_page, signed_in
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.desk.pages import crumbs

NOTICES_OFFERED = 20
MIDDAY = time(12)
"""When something came of which only the day is known."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Somebody taking one step with one opinion."""

    person: User
    opinion: Opinion
    verb: str
    form: forms.StepForm
    at: datetime

    def carry_out(self) -> Opinion:
        """Take the step.

        Raises:
            Conflict: Somebody else took one after this person opened the page.
            Refused: As the action says.
        """
        said, actor, opinion, at = self.form.cleaned_data, self.person, self.opinion, self.at
        if said["seen"] and said["seen"] != opinion.state_since.isoformat():
            raise Conflict(str(OPINION.refusals[opinion.state]))
        steps: dict[str, Callable[[], Opinion]] = {
            "route": self._route,
            "refuse": lambda: deeds.refuse(actor=actor, opinion=opinion, reason=said["reason"], at=at),
            "merge": lambda: deeds.merge(
                actor=actor, opinion=opinion, into=reads.joinable(opinion).get(pk=said["into"]), at=at
            ),
            "reroute": lambda: deeds.reroute(
                actor=actor, opinion=opinion, unit=self._unit(), reason=said["reason"], due=said["due"], at=at
            ),
            "answer": lambda: deeds.answer(actor=actor, opinion=opinion, text=said["text"], at=at),
            "send_back": lambda: deeds.send_back(actor=actor, opinion=opinion, reason=said["reason"], at=at),
            "close": lambda: deeds.close(actor=actor, opinion=opinion, at=at),
        }
        return steps[self.verb]()

    def _route(self) -> Opinion:
        said = self.form.cleaned_data
        # The day that was proposed is left to the action, which also knows whether it is provisional.
        due: date | None = said["due"]
        return deeds.route(
            actor=self.person,
            opinion=self.opinion,
            unit=self._unit(),
            showing=said["showing"],
            shown_text=said["shown_text"],
            shown_name=said["shown_name"],
            due=None if due == answer_day(self.opinion).date else due,
            at=self.at,
        )

    def _unit(self) -> Unit:
        return reads.answering_units(self.opinion.notice).get(code=self.form.cleaned_data["unit"])


@desk_page
@require_POST
def take_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take one step with one opinion. A refusal stands on its page, with what was typed."""
    if verb not in SAID_DONE:
        raise Http404(_("There is no such step."))
    person, at = signed_in(request), timezone.now()
    opinion = reads.working_on(person, at).filter(pk=pk).first()
    if opinion is None:
        return _too_late(request, person, pk, at)
    form = step_form(verb, opinion, request.POST)
    if not form.is_valid():
        return opinion_page(request, opinion, at=at, refused=form, verb=verb, status=422)
    attempt = _Attempt(person, opinion, verb, form, at)
    try:
        done = attempt.carry_out()
    except NotAllowed:
        raise
    except Refused as refusal:
        return _refused(request, attempt, refusal)
    messages.success(request, str(SAID_DONE[verb]) % {"number": done.number})
    return redirect("disclosure_desk:opinions")


@desk_page
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the edition that corrects an opinion's notice and names the opinion; go on to write it."""
    person, at = signed_in(request), timezone.now()
    opinion = the_opinion(person, pk, at=at)
    try:
        draft = start_correction_because_of(actor=person, opinion=opinion, at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("disclosure_desk:opinion", opinion.pk)
    messages.success(request, _("The correction names opinion %(number)s.") % {"number": opinion.number})
    return redirect("disclosure_desk:edit", draft.pk)


@desk_page
def new_opinion(request: HttpRequest) -> HttpResponse:
    """Enter what came by telephone, in the box or in person, about a live notice."""
    person, at = signed_in(request), timezone.now()
    offered = editions_to_enter_for(person, at=at)
    if not offered.exists():
        raise Http404(_("There is no notice you enter opinions about."))
    number = request.GET.get("notice", "").replace("\x00", "").strip()[:40]
    edition = offered.filter(notice__number=number).first() if number else None
    if edition is None:
        return _choose_notice(request, list(offered[:NOTICES_OFFERED]), number)
    today = timezone.localdate(at)
    form = forms.EnterOpinionForm(
        request.POST or None, today=today, first=_first_published(edition), initial={"received_on": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            opinion = _received(person, edition, form, at)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            said = _("Entered: %(number)s. With the code %(code)s whoever asked can follow it on the website.")
            messages.success(request, said % {"number": opinion.number, "code": opinion.code})
            return redirect("disclosure_desk:opinions")
    context = {
        "form": form,
        "edition": edition,
        "title": title_of(edition),
        "crumbs": crumbs((_("Opinions"), reverse("disclosure_desk:opinions"))),
    }
    return render(request, "disclosure/opinions/desk/new_opinion.html", context, status=422 if form.errors else 200)


def _received(person: User, edition: Edition, form: forms.EnterOpinionForm, at: datetime) -> Opinion:
    said = form.cleaned_data
    day: date = said["received_on"]
    came = at if day == timezone.localdate(at) else timezone.make_aware(datetime.combine(day, MIDDAY))
    return deeds.receive(
        actor=person,
        edition=edition,
        kind=said["kind"],
        text=said["text"],
        name=said["name"],
        phone=said["phone"],
        email=said["email"],
        channel=said["channel"],
        at=at,
        received_at=came,
    )


def _first_published(edition: Edition) -> date:
    """Return the day on which the notice was first published."""
    first = edition.notice.editions.exclude(published_at=None).order_by("published_at").first() or edition
    return timezone.localdate(first.published_at)


def _choose_notice(request: HttpRequest, editions: list[Edition], number: str) -> HttpResponse:
    """Ask which notice it is about: by its number, or one of the newest."""
    here = reverse("disclosure_desk:new_opinion")
    context = {
        "number": number,
        "notices": [
            {
                "url": f"{here}?notice={one.notice.number}",
                "title": title_of(one),
                "date": timezone.localdate(one.published_at),
                "unit": one.notice.unit.name,
            }
            for one in editions
        ],
        "crumbs": crumbs((_("Opinions"), reverse("disclosure_desk:opinions"))),
    }
    return render(request, "disclosure/opinions/desk/new_opinion_about.html", context)


def _refused(request: HttpRequest, attempt: _Attempt, refusal: Refused) -> HttpResponse:
    """Show a refusal on the opinion's page, or in the list where it is not theirs any more."""
    now = reads.working_on(attempt.person, attempt.at).filter(pk=attempt.opinion.pk).first()
    if now is None:
        messages.error(request, str(refusal))
        return redirect("disclosure_desk:opinions")
    attempt.form.add_error(None, str(refusal))
    status = 409 if isinstance(refusal, Conflict | WrongState) else 422
    return opinion_page(request, now, at=attempt.at, refused=attempt.form, verb=attempt.verb, status=status)


def _too_late(request: HttpRequest, person: User, pk: int, at: datetime) -> HttpResponse:
    """Tell a clerk that the opinion was given to another unit while they wrote.

    To them it does not exist any more, but it was with their unit before; whoever never worked on it is
    answered with 404.
    """
    mine = units_of(person, Role.CLERK, at=at)
    opinion = Opinion.objects.filter(pk=pk).first()
    if opinion is None or not opinion.history.filter(unit__in=mine.values("pk")).exists():
        raise Http404(_("There is no such opinion."))
    messages.error(request, _("This opinion has been given to another unit meanwhile. Nothing was saved."))
    return redirect("disclosure_desk:opinions")
