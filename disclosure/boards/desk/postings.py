"""What is recorded of one poster on a board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from disclosure.boards.actions import postings as actions
from disclosure.boards.forms.postings import PhotoForm, RenewForm
from disclosure.boards.models import Posting
from disclosure.boards.policies import KEEPS_POSTING
from portal.accounts.models import User
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import files
from portal.core.refusals import NotAllowed, Refused

_Deed = Callable[[HttpRequest, User, Posting, datetime], str]


@desk_page
@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take a poster down, replace or renew it, or add a photograph; back to its board with what came of it."""
    person, at = signed_in(request), timezone.now()
    posting = the_posting(person, pk, at=at)
    deed = _DEEDS.get(verb)
    if deed is None:
        raise Http404(_("There is no such step."))
    try:
        messages.success(request, deed(request, person, posting, at))
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("disclosure_desk:board", posting.board_id)


@desk_page
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the photograph of a poster to those who record what hangs on its board."""
    posting = the_posting(signed_in(request), pk, at=timezone.now())
    if not posting.photo_sha256:
        raise Http404(_("There is no photograph."))
    is_png = posting.photo_stored_as.endswith(".png")
    return files.file_response(
        request,
        store="private",
        stored=posting.photo_stored_as,
        sha256=posting.photo_sha256,
        name=f"{posting.edition.notice.number}-{posting.photographed_on}{'.png' if is_png else '.jpg'}",
        content_type="image/png" if is_png else "image/jpeg",
        inline=True,
    )


def the_posting(person: User, pk: int, *, at: datetime) -> Posting:
    """Return a posting this person keeps.

    Raises:
        Http404: There is none, or it is on another unit's board.
    """
    found = KEEPS_POSTING.permitted(person, at=at).select_related("board__unit", "edition__notice").filter(pk=pk)
    posting = found.first()
    if posting is None:
        raise Http404(_("There is no such poster."))
    return posting


def _take_down(request: HttpRequest, person: User, posting: Posting, at: datetime) -> str:
    actions.take_down(actor=person, posting=posting, taken_down_at=at, at=at)
    return _("Recorded as taken down: %(number)s") % {"number": posting.edition.notice.number}


def _replace(request: HttpRequest, person: User, posting: Posting, at: datetime) -> str:
    made = actions.replace(actor=person, posting=posting, at=at)
    shown = {"number": made.edition.notice.number, "edition": made.edition.number}
    return _("Recorded: edition %(edition)d of %(number)s hangs in its place.") % shown


def _renew(request: HttpRequest, person: User, posting: Posting, at: datetime) -> str:
    form = RenewForm(request.POST)
    _or_refuse(form)
    actions.renew(actor=person, posting=posting, until=form.cleaned_data["until"], at=at)
    return _("Renewed: %(number)s") % {"number": posting.edition.notice.number}


def _photograph(request: HttpRequest, person: User, posting: Posting, at: datetime) -> str:
    form = PhotoForm(request.POST, request.FILES)
    _or_refuse(form)
    given = form.given
    if given is None:
        raise Refused(_("Take or choose a photograph."))
    actions.add_photo(actor=person, posting=posting, photo=given, at=at)
    return _("The photograph is kept: %(number)s") % {"number": posting.edition.notice.number}


def _or_refuse(form: forms.Form) -> None:
    """Raise the first fault of a form as a refusal: these forms stand within a list, beside what they speak of."""
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))


_DEEDS: dict[str, _Deed] = {"down": _take_down, "replace": _replace, "renew": _renew, "photograph": _photograph}
