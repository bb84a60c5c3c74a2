"""A person's own messages and how they wish to be written to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.accounts.models import User
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import keyset
from portal.core.language import localized_path
from portal.messaging import queries
from portal.messaging.actions import inbox as actions
from portal.messaging.channels import address_of, open_channels
from portal.messaging.enums import Channel
from portal.messaging.forms import WishForm
from portal.messaging.models import Message

PAGE_SIZE = 30
MOST_UNREAD = 100
"""Unread messages shown at once; as these are read, older ones come up."""


@desk_page
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """List one's own messages: those that are not read on top, then the others, newest first."""
    person = signed_in(request)
    older, newer = request.GET.get("older", ""), request.GET.get("newer", "")
    page = keyset.page(
        queries.inbox(person).filter(read_at__isnull=False),
        field="created_at",
        time_of=_created_at,
        size=PAGE_SIZE,
        newer=newer,
        older=older,
    )
    unread = queries.unread(person)
    context = {
        "unread": [_row(message) for message in unread[:MOST_UNREAD]] if not older and not newer else [],
        "unread_count": unread.count(),
        "read": [_row(message) for message in page.rows],
        "newer_url": f"?{urlencode({'newer': page.newer})}" if page.newer else "",
        "older_url": f"?{urlencode({'older': page.older})}" if page.older else "",
        "crumbs": [(_("My desk"), reverse("desk:home"))],
    }
    return render(request, "messaging/inbox.html", context)


@desk_page
@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a message is about. To open it is to have read it."""
    person, at = signed_in(request), timezone.now()
    message = get_object_or_404(queries.inbox(person), pk=pk)
    actions.mark_read(actor=person, message=message, at=at)
    if not message.url:
        return redirect("messages_desk:inbox")
    return redirect(localized_path(message.url, get_language() or ""))


@desk_page
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one message as read."""
    person = signed_in(request)
    message = get_object_or_404(queries.inbox(person), pk=pk)
    actions.mark_read(actor=person, message=message, at=timezone.now())
    return redirect("messages_desk:inbox")


@desk_page
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all messages as read."""
    count = actions.mark_all_read(actor=signed_in(request), at=timezone.now())
    if count:
        said = ngettext("%(count)s message marked as read.", "%(count)s messages marked as read.", count)
        messages.success(request, said % {"count": count})
    return redirect("messages_desk:inbox")


@desk_page
def wishes(request: HttpRequest) -> HttpResponse:
    """Say by which channels, in which language and when one wants to be written to."""
    person = signed_in(request)
    form = WishForm(request.POST or None, instance=queries.wish_of(person))
    if request.method == "POST" and form.is_valid():
        actions.set_wish(actor=person, fields=form.cleaned_data, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("messages_desk:wishes")
    form.fields["by_email"].help_text = _where(person, Channel.EMAIL)
    form.fields["by_sms"].help_text = _where(person, Channel.SMS)
    crumbs = [
        (_("My desk"), reverse("desk:home")),
        (pgettext("menu of the desk", "Inbox"), reverse("messages_desk:inbox")),
    ]
    return render(
        request,
        "messaging/wishes.html",
        {"form": form, "crumbs": crumbs},
        status=422 if request.method == "POST" else 200,
    )


def _where(person: User, channel: Channel) -> str:
    """Say where a channel leads for a person, or why it leads nowhere."""
    if channel not in open_channels():
        return (
            _("This portal sends no SMS; nothing will come.")
            if channel == Channel.SMS
            else _("This portal sends no e-mail; nothing will come.")
        )
    address = address_of(person, channel)
    if address:
        return _("Goes to %(address)s. The administrator changes it.") % {"address": address}
    return (
        _("No mobile telephone is entered for you; ask the administrator.")
        if channel == Channel.SMS
        else _("No e-mail address is entered for you; ask the administrator.")
    )


def _row(message: Message) -> dict[str, Any]:
    """Return a message as the list shows it. Its title leads to its page, so addresses on lines of their own go."""
    lines = [line for line in message.body.splitlines() if not line.startswith(("http://", "https://"))]
    return {
        "pk": message.pk,
        "subject": message.subject,
        "text": "\n".join(lines).strip(),
        "language": message.language,
        "escalates": message.escalates,
        "at": message.created_at,
        "read_at": message.read_at,
        "url": message.url,
    }


def _created_at(message: Message) -> datetime:
    return message.created_at
