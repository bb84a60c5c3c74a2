"""Forms of the pages of messages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.messaging.models import MessageText, NotificationPreference
from portal.messaging.registry import Placeholder
from portal.messaging.texts import TEXTS, placeholder_refusal

if TYPE_CHECKING:
    # Only the type checker knows forms by their model.
    _PreferenceForm = forms.ModelForm[NotificationPreference]
    _MessageTextForm = forms.ModelForm[MessageText]
else:
    _PreferenceForm = _MessageTextForm = forms.ModelForm


TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"})


class NotificationPreferenceForm(_PreferenceForm):
    """How somebody wants to be written to."""

    class Meta:
        model = NotificationPreference
        fields = ("by_email", "by_sms", "language", "quiet_from", "quiet_to")
        widgets = {"quiet_from": TIME, "quiet_to": TIME, "language": forms.RadioSelect()}
        help_texts = {
            "quiet_to": _("Nothing is sent in between; it waits until then. Two equal times mean no quiet hours."),
        }


class MessageTextForm(_MessageTextForm):
    """The words of one kind of message."""

    class Meta:
        model = MessageText
        fields = TEXTS
        widgets = {
            "subject_zh": forms.TextInput(attrs={"lang": "zh-Hans"}),
            "body_zh": forms.Textarea(attrs={"rows": 7, "lang": "zh-Hans"}),
            "subject_en": forms.TextInput(attrs={"lang": "en"}),
            "body_en": forms.Textarea(attrs={"rows": 7, "lang": "en"}),
        }

    def __init__(self, *args: Any, placeholders: Sequence[Placeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = placeholders

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in TEXTS:
            if refusal := placeholder_refusal(cleaned.get(name, ""), self._places):
                self.add_error(name, refusal)
        return cleaned
