"""A person's own messages and how they wish to be written to."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
from django.views.generic import ListView

from portal.accounts.models import User
from portal.core.language import localized_path
from portal.desk.views import ActionView, ButtonView, DeskView
from portal.messaging import queries
from portal.messaging.actions import settings as actions
from portal.messaging.channels import address_of, open_channels
from portal.messaging.enums import Channel
from portal.messaging.forms import NotificationPreferenceForm
from portal.messaging.models import Message, NotificationPreference

PAGE_SIZE = 30
MOST_UNREAD = 100
"""Unread messages shown at once; as these are read, older ones come up."""


class Inbox(DeskView, ListView):  # type: ignore[type-arg]
    """One's own messages: those that are not read on top of the first page, then the others, newest first."""

    template_name, paginate_by = "messaging/inbox.html", PAGE_SIZE

    def get_queryset(self) -> QuerySet[Message]:
        return queries.inbox(self.actor).filter(read_at__isnull=False)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        unread = queries.unread(self.actor)
        new = [] if context["page_obj"].has_previous() else unread[:MOST_UNREAD]
        return context | {
            "unread": queries.with_settled(new),
            "read": queries.with_settled(context["object_list"]),
            "unread_count": unread.count(),
            "crumbs": self.crumbs(),
        }


class ReadMessage(ButtonView):
    """Mark one message as read."""

    success_url = reverse_lazy("messages_desk:inbox")

    def act(self, form: Any) -> Message:
        message = get_object_or_404(queries.inbox(self.actor), pk=self.kwargs["pk"])
        actions.mark_read(actor=self.actor, message=message, at=self.at)
        return message


class OpenMessage(ReadMessage):
    """Lead to what a message is about. To open it is to have read it."""

    def get_success_url(self) -> str:
        url = self.done.url
        return localized_path(url) if url else super().get_success_url()


class ReadAll(ButtonView):
    """Mark all messages as read."""

    success_url = reverse_lazy("messages_desk:inbox")

    def act(self, form: Any) -> None:
        count = actions.mark_all_read(actor=self.actor, at=self.at)
        if count:
            text = ngettext("%(count)s message marked as read.", "%(count)s messages marked as read.", count)
            messages.success(self.request, text % {"count": count})


class Preferences(ActionView):
    """By which channels, in which language and when one wants to be written to."""

    form_class, title, button = NotificationPreferenceForm, gettext_lazy("How messages reach me"), gettext_lazy("Save")
    lead = gettext_lazy(
        "Every message is in the inbox. By each channel you get at most one message a day, with all that is new."
    )
    below = ((pgettext_lazy("menu of the desk", "Inbox"), "messages_desk:inbox"),)
    success_url, success_message = reverse_lazy("messages_desk:preferences"), gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": queries.preference_of(self.actor)}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["by_email"].help_text = _where(self.actor, Channel.EMAIL)
        form.fields["by_sms"].help_text = _where(self.actor, Channel.SMS)
        return form

    def act(self, form: Any) -> NotificationPreference:
        return actions.set_preference(actor=self.actor, fields=form.cleaned_data, at=self.at)


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
