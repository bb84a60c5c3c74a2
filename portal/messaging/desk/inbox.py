"""A person's own messages and how they wish to be written to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import keyset
from portal.core.language import localized_path
from portal.desk.views import ActionView, DeskView, see_other
from portal.messaging import queries
from portal.messaging.actions import inbox as actions
from portal.messaging.channels import address_of, open_channels
from portal.messaging.enums import Channel
from portal.messaging.forms import WishForm
from portal.messaging.models import Message, Wish

PAGE_SIZE = 30
MOST_UNREAD = 100
"""Unread messages shown at once; as these are read, older ones come up."""


class Inbox(DeskView):
    """One's own messages: those that are not read on top, then the others, newest first."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        older, newer = request.GET.get("older", ""), request.GET.get("newer", "")
        page = keyset.page(
            queries.inbox(self.actor).filter(read_at__isnull=False),
            field="created_at",
            time_of=_created_at,
            size=PAGE_SIZE,
            newer=newer,
            older=older,
        )
        unread = queries.unread(self.actor)
        context = {
            "unread": [_row(message) for message in unread[:MOST_UNREAD]] if not older and not newer else [],
            "unread_count": unread.count(),
            "read": [_row(message) for message in page.rows],
            "newer_url": f"?{urlencode({'newer': page.newer})}" if page.newer else "",
            "older_url": f"?{urlencode({'older': page.older})}" if page.older else "",
            "crumbs": self.crumbs(),
        }
        return render(request, "messaging/inbox.html", context)


class OwnMessage(DeskView):
    """One of one's own messages, marked as read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mark it as read and lead on."""
        message = get_object_or_404(queries.inbox(self.actor), pk=pk)
        actions.mark_read(actor=self.actor, message=message, at=self.at)
        return see_other(self.next_url(message))

    def next_url(self, message: Message) -> str:
        """Return the list."""
        return reverse("messages_desk:inbox")


class OpenMessage(OwnMessage):
    """Lead to what a message is about. To open it is to have read it."""

    def next_url(self, message: Message) -> str:
        """Return the page it is about, or else the list."""
        return localized_path(message.url, get_language() or "") if message.url else super().next_url(message)


class ReadAll(DeskView):
    """Mark all messages as read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark them and say how many there were."""
        count = actions.mark_all_read(actor=self.actor, at=self.at)
        if count:
            said = ngettext("%(count)s message marked as read.", "%(count)s messages marked as read.", count)
            messages.success(request, said % {"count": count})
        return see_other(reverse("messages_desk:inbox"))


class Wishes(ActionView):
    """By which channels, in which language and when one wants to be written to."""

    template_name, form_class = "messaging/wishes.html", WishForm
    success_url, success_message = reverse_lazy("messages_desk:wishes"), gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with what the person said before."""
        return {**super().get_form_kwargs(), "instance": queries.wish_of(self.actor)}

    def get_form(self, form_class: Any = None) -> Any:
        """Say beside each channel where it leads."""
        form = super().get_form(form_class)
        form.fields["by_email"].help_text = _where(self.actor, Channel.EMAIL)
        form.fields["by_sms"].help_text = _where(self.actor, Channel.SMS)
        return form

    def act(self, form: Any) -> Wish:
        """Keep it."""
        return actions.set_wish(actor=self.actor, fields=form.cleaned_data, at=self.at)

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way through the inbox."""
        return [*super().crumbs(), (pgettext("menu of the desk", "Inbox"), reverse("messages_desk:inbox"))]


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
        return _("To %(address)s. The administrator changes it.") % {"address": address}
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
