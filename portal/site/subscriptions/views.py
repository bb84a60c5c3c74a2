"""Asking to be told by e-mail, confirming it, and leaving.

The pages are kept by no cache. Asking answers alike for every address, so that nobody learns who is told. Opening a
link of a letter never changes anything, since programs that look for viruses open all of them.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.cases.views import TOO_MANY, WITHIN
from portal.core import rate
from portal.core.language import is_chinese
from portal.core.pages import links_keep, no_store
from portal.core.search import NARROWED_BY
from portal.messaging.channels import open_channels
from portal.messaging.enums import Channel, Language
from portal.site.registry import FACETS
from portal.site.subscriptions import actions, presenters, queries
from portal.site.subscriptions.documents import title_of
from portal.site.subscriptions.forms import SubscribeForm
from portal.site.subscriptions.one_click import one_click
from portal.site.subscriptions.queries import Wish
from portal.site.subscriptions.rules import LEAVE, key_in
from portal.site.views.search import typed_in

ASKED_AT_MOST, UNCOUNTED_AT_MOST = 10, 30
"""What is taken from one network within ten minutes; and from everywhere, while nobody can count by network."""
LONGEST_VALUE = 40


@links_keep("q", *NARROWED_BY)
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show the form for what the address names, or ask the address that was typed in."""
    wish = _wish_in(request)
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and _is_open():
        status = _received(request, form, wish)
        if status == 302:
            return redirect("site:subscription_asked")
    context = {
        "crumbs": _home(),
        "form": form,
        "is_open": _is_open(),
        "subject": presenters.subject(wish),
    }
    return render(request, "site/subscriptions/subscribe.html", context, status=status)


@no_store
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a letter may be on its way; the same whatever was typed."""
    return render(request, "site/subscriptions/asked.html", {"crumbs": _home()})


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to begin, or begin."""
    found = queries.to_confirm(token)
    if found is None:
        return render(request, "site/subscriptions/gone.html", {"crumbs": _home()}, status=404)
    if request.method == "POST":
        actions.confirm(subscription=found, language=_language(), at=timezone.now())
        return redirect(presenters.leaving_page(found.subscriber_id, begun=True))
    context = {"crumbs": _home(), "wish": title_of(Wish.of(found))}
    return render(request, "site/subscriptions/confirm.html", context)


def _leave(token: str) -> bool:
    """Leave; return whether the token is ours, though nothing may be left to end."""
    if subscriber := queries.leaving(token):
        actions.leave(subscriber=subscriber)
    return key_in(LEAVE, token) is not None


@one_click(_leave)
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Show what somebody is told of, and end one of it or all."""
    if key_in(LEAVE, token) is None:
        raise Http404
    subscriber = queries.leaving(token)
    if subscriber is None:
        return redirect("site:subscription_left")
    if request.method == "POST":
        one = request.POST.get("stop", "")
        if not one:
            actions.leave(subscriber=subscriber)
            return redirect("site:subscription_left")
        if one.isascii() and one.isdigit() and len(one) < LONGEST_VALUE:
            actions.stop(subscriber=subscriber, subscription=int(one))
        return redirect("site:leave", token)
    context = {"crumbs": _home(), "followed": presenters.followed(subscriber), "begun": "begun" in request.GET}
    return render(request, "site/subscriptions/leave.html", context)


@no_store
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Say that nothing more is sent, and nothing kept."""
    return render(request, "site/subscriptions/left.html", {"crumbs": _home()})


def _wish_in(request: HttpRequest) -> Wish:
    """Return what an address names.

    Raises:
        Http404: It names nothing, or what nobody knows.
    """
    narrowed = {one.key: value for one in FACETS if (value := request.GET.get(one.key, ""))}
    wish = queries.wish_in(typed_in(request), narrowed)
    if wish is None:
        raise Http404
    return wish


def _received(request: HttpRequest, form: SubscribeForm, wish: Wish) -> int:
    """Take in a form that is sent, and return the status of the answer."""
    if not form.is_valid():
        return 422
    if not _may_ask(request):
        form.add_error(None, TOO_MANY)
        return 429
    actions.subscribe(address=form.cleaned_data["email"], wish=wish, language=_language(), at=timezone.now())
    return 302


def _may_ask(request: HttpRequest) -> bool:
    within = rate.is_within(request, scope="subscribe", limit=ASKED_AT_MOST, seconds=int(WITHIN.total_seconds()))
    if within is None:
        return queries.asked_since(timezone.now() - WITHIN) < UNCOUNTED_AT_MOST
    return within


def _is_open() -> bool:
    return Channel.EMAIL in open_channels()


def _language() -> Language:
    return Language.CHINESE if is_chinese() else Language.ENGLISH


def _home() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home"))]
