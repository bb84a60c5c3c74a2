"""The screen in the hall: pages that turn over by themselves, and the same on paper."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accountability.supervision.documents.screen import print_screen
from accountability.supervision.queries import screen as queries
from accountability.supervision.registry import Slide
from portal.accounts.models import Unit
from portal.accounts.queries import town as first_town
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.core.pages import public_file, public_page


@dataclass(frozen=True, slots=True)
class Turn:
    """One page of the screen; `is_on` is whether it is the one that is shown."""

    slide: Slide
    number: int
    is_on: bool


@public_page("page")
def screen(request: HttpRequest) -> HttpResponse:
    """Show the screen, one page of it; a script turns over, or else the browser goes on to the next by itself."""
    at = timezone.now()
    town = _town()
    slides = queries.slides(town, at=at)
    asked = request.GET.get("page", "")
    on = min(int(asked), len(slides)) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 4 else 1
    on = max(on, 1)
    turned = on % len(slides) + 1 if slides else 1
    context = {
        "town": town,
        "turns": [Turn(one, number, number == on) for number, one in enumerate(slides, 1)],
        "count": len(slides),
        "on": on,
        "next_url": f"{reverse('accountability:screen')}?page={turned}",
        "before_url": f"{reverse('accountability:screen')}?page={(on - 2) % len(slides) + 1 if slides else 1}",
        "seconds": queries.SECONDS,
        "today": today_of_due_days(at),
        "phone": town.supervision_phone,
    }
    return render(request, "accountability/supervision/screen.html", context)


@public_file
@require_safe
def screen_pdf(request: HttpRequest) -> HttpResponseBase:
    """Hand out the pages of the screen on paper."""
    town = _town()
    printed = print_screen(town, at=timezone.now())
    return files.content_response(
        request, printed, name="screen.pdf", content_type="application/pdf", public=True, inline=True
    )


def _town() -> Unit:
    town = first_town()
    if town is None:
        raise Http404
    return town
