"""The steps of an edition, one by one and several at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from disclosure.notices.actions import publishing, steps
from disclosure.notices.desk.base import the_edition
from disclosure.notices.desk.editions import edition_page, step_form
from disclosure.notices.desk.words import SAID_DONE
from disclosure.notices.forms.steps import FORMS, DecisionForm
from disclosure.notices.models import Edition
from disclosure.notices.policies import STEPS
from disclosure.notices.queries.editions import visible
from disclosure.notices.queries.titles import title_of
from disclosure.notices.workflow import EDITION
from portal.accounts.models import User
from portal.accounts.signed_in import desk_page, signed_in
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState

AT_ONCE = ("review", "approve")
"""Steps that can be taken with several editions at once."""

MOST_AT_ONCE = 100
_CHOSEN = re.compile(r"(?P<key>[0-9]{1,18})(-(?P<seen>[0-9a-f]{64}))?")


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Somebody taking one step with one edition."""

    person: User
    edition: Edition
    verb: str
    form: DecisionForm
    at: datetime

    def carry_out(self) -> Edition:
        """Take the step, in a transaction of its own."""
        actor, edition, at, said = self.person, self.edition, self.at, self.form.cleaned_data
        seen = said["seen"]
        deeds: dict[str, Callable[[], Edition]] = {
            "submit": lambda: steps.submit(actor=actor, edition=edition, at=at),
            "countersign": lambda: steps.countersign(
                actor=actor,
                edition=edition,
                at=at,
                seen=seen,
                remark=said["remark"],
                publish_remark=said["publish_remark"],
            ),
            "review": lambda: steps.review(actor=actor, edition=edition, at=at, seen=seen),
            "approve": lambda: steps.approve(actor=actor, edition=edition, at=at, seen=seen),
            "publish": lambda: publishing.publish(actor=actor, edition=edition, at=at, seen=seen),
            "schedule": lambda: publishing.schedule(actor=actor, edition=edition, due=said["due"], at=at, seen=seen),
            "unschedule": lambda: publishing.unschedule(actor=actor, edition=edition, at=at),
            "send_back": lambda: steps.send_back(actor=actor, edition=edition, reason=said["reason"], at=at, seen=seen),
            "withdraw": lambda: publishing.withdraw(actor=actor, edition=edition, reason=said["reason"], at=at),
            "correct": lambda: publishing.start_correction(actor=actor, edition=edition, at=at),
        }
        return deeds[self.verb]()

    def refused(self, request: HttpRequest, refusal: Refused) -> HttpResponse:
        """Show a refusal on the edition's page, or on the desk where it is not theirs to read any more."""
        now = visible(self.person, at=self.at).filter(pk=self.edition.pk).first()
        if now is None:
            messages.error(request, str(refusal))
            return redirect("desk:home")
        self.form.add_error(None, str(refusal))
        status = 409 if isinstance(refusal, Conflict | WrongState) else 422
        return edition_page(request, now, at=self.at, refused=self.form, verb=self.verb, status=status)


@desk_page
@require_POST
def take_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take one step with one edition. A refusal stands on its page, with what was typed."""
    if verb not in SAID_DONE:
        raise Http404(_("There is no such step."))
    person, at = signed_in(request), timezone.now()
    edition = visible(person, at=at).filter(pk=pk).first()
    if edition is None:
        return _too_late(request, person, pk, verb, at)
    form = step_form(verb, edition, request.POST)
    if not form.is_valid():
        return edition_page(request, edition, at=at, refused=form, verb=verb, status=422)
    attempt = _Attempt(person, edition, verb, form, at)
    try:
        attempt.carry_out()
    except NotAllowed:
        raise
    except Refused as refusal:
        return attempt.refused(request, refusal)
    messages.success(request, str(SAID_DONE[verb]) % {"title": title_of(edition)})
    return redirect("desk:home")


@desk_page
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the edition that corrects this one, and go on to write it."""
    person, at = signed_in(request), timezone.now()
    edition = the_edition(person, pk, at=at)
    form = step_form("correct", edition, request.POST)
    if not form.is_valid():
        return edition_page(request, edition, at=at, refused=form, verb="correct", status=422)
    attempt = _Attempt(person, edition, "correct", form, at)
    try:
        draft = attempt.carry_out()
    except NotAllowed:
        raise
    except Refused as refusal:
        return attempt.refused(request, refusal)
    return redirect("disclosure_desk:edit", draft.pk)


@desk_page
@require_POST
def take_step_at_once(request: HttpRequest) -> HttpResponse:
    """Take one step with each chosen edition; one that is refused does not hold up the others."""
    person, at = signed_in(request), timezone.now()
    verb = request.POST.get("verb") or request.POST.get("step", "")
    if verb not in AT_ONCE:
        raise Http404(_("There is no such step."))
    chosen = _chosen(request.POST.getlist("chosen"))
    if not chosen:
        messages.warning(request, _("Nothing was chosen. Tick the items first."))
        return redirect("desk:home")
    done: list[str] = []
    for edition in visible(person, at=at).filter(pk__in=list(chosen)).order_by("state_since", "pk"):
        form = FORMS[verb]({"seen": chosen[edition.pk]})
        form.is_valid()
        title = title_of(edition)
        try:
            _Attempt(person, edition, verb, form, at).carry_out()
        except NotAllowed:
            messages.error(request, _("%(title)s: you may not take this step.") % {"title": title})
        except Refused as refusal:
            messages.error(request, _("%(title)s: %(reason)s") % {"title": title, "reason": refusal})
        else:
            done.append(title)
    if done:
        messages.success(request, _done_at_once(verb, done))
    return redirect("desk:home")


def _chosen(values: list[str]) -> dict[int, str]:
    """Return the keys of the chosen editions, each with the hash of the document that was in the list."""
    found = (_CHOSEN.fullmatch(value) for value in values[:MOST_AT_ONCE])
    return {int(each["key"]): each["seen"] or "" for each in found if each}


def _done_at_once(verb: str, titles: list[str]) -> str:
    count = len(titles)
    if verb == "review":
        said = ngettext("%(count)d item reviewed: %(titles)s", "%(count)d items reviewed: %(titles)s", count)
    else:
        said = ngettext("%(count)d item approved: %(titles)s", "%(count)d items approved: %(titles)s", count)
    return said % {"count": count, "titles": _("; ").join(titles)}


def _too_late(request: HttpRequest, person: User, pk: int, verb: str, at: datetime) -> HttpResponse:
    """Tell somebody who decided about an edition that was sent back a moment before.

    To them it does not exist any more, but they had it before them: they know the hash of its document
    and hold the post for the step. Whoever does not is answered as ever, with 404.
    """
    edition = Edition.objects.select_related("notice").filter(pk=pk).first()
    seen = request.POST.get("seen", "")
    held = {row.who for row in EDITION.rows if row.verb == verb}
    if (
        edition is None
        or not seen
        or seen != edition.content_sha256
        or not any(STEPS[who].allows(person, edition, at=at) for who in held)
    ):
        raise Http404(_("There is no such edition."))
    messages.error(request, str(EDITION.refusals[edition.state]))
    return redirect("desk:home")
