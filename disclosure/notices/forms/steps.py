"""What is asked before a step: a reason, a remark, or a time. Most steps ask nothing."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.notices.actions.steps import MAX_REMARK_LENGTH


class SendBackForm(forms.Form):
    """Send back to the clerk."""

    reason = forms.CharField(
        label=_("What is to be mended"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is to be mended. The clerk reads it.")},
    )


class CountersignForm(forms.Form):
    """Countersign for the supervision committee, with a remark or without."""

    remark = forms.CharField(
        label=_("Remark of the supervision committee"),
        help_text=_("May be left empty. Whoever works on the notice reads it."),
        required=False,
        max_length=MAX_REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    publish_remark = forms.BooleanField(
        label=_("Publish the remark"),
        help_text=_("It then stands on the notice’s page, on its poster and in the publication log."),
        required=False,
    )


class WithdrawForm(forms.Form):
    """Withdraw what is public."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        help_text=_("Residents read it in the notice's place."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it is withdrawn. Residents read it.")},
    )


class ScheduleForm(forms.Form):
    """Have an edition published later."""

    due = forms.DateTimeField(
        label=_("Publish at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("Choose the day and the time."),
            "invalid": _("Write the day and the time like 2026-10-20 09:00."),
        },
    )

    def clean_due(self) -> datetime:
        """Return the time in the portal's zone."""
        due: datetime = self.cleaned_data["due"]
        return due if timezone.is_aware(due) else timezone.make_aware(due)
