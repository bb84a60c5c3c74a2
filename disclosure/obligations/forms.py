"""Forms to excuse an item, to claim that nothing of the kind happened, to check that, and to record what did."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.models import CatalogueEntry
from portal.accounts.models import Unit
from portal.desk.fields import ChoosingForm, DayField, LongTextField

_reason = partial(LongTextField, max_length=500)


class _ReasonForm(forms.Form):
    """A reason, and whether residents read it."""

    is_public = forms.BooleanField(
        label=_("Publish the reason"),
        help_text=_("Residents always see the status of the item. Write no names and nothing of anybody’s health."),
        required=False,
    )
    field_order = ("reason", "is_public")


class ExcuseForm(_ReasonForm):
    """Excuse a unit from an item."""

    reason = _reason(_("Why it is excused"), _("Write why it is excused."))


class ClaimForm(_ReasonForm):
    """Claim that nothing of the kind happened."""

    reason = _reason(
        _("What you looked at"),
        _("Write how you know that nothing of the kind happened."),
        help_text=_("Such as: no application was handed in this quarter."),
    )


class AcceptForm(forms.Form):
    """Confirm what a unit claimed."""

    reason = _reason(_("Note"), rows=2, required=False)
    is_public = forms.BooleanField(label=_("Publish the unit’s reason"), required=False)


class RefuseForm(forms.Form):
    """Refuse what a unit claimed."""

    reason = _reason(
        _("Why it is not so"), _("Write why it is not so. The clerk reads it."), help_text=_("The clerk reads it.")
    )


class EndForm(forms.Form):
    """End an exemption: the item is owed again."""

    reason = _reason(_("Why it is owed again"), _("Write why it is owed again."))


class DropForm(forms.Form):
    """Take back what was recorded in error."""

    reason = _reason(_("Why it is taken back"), _("Write why it is taken back."))


class EventForm(ChoosingForm):
    """Record something that happened and has to be published."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        to_field_name="code",
        empty_label=None,
        error_messages={"required": _("Choose the unit.")},
    )
    entry = forms.ModelChoiceField(
        CatalogueEntry.objects.none(),
        label=_("Item"),
        to_field_name="code",
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the item.")},
    )
    subject = forms.CharField(
        label=_("What it is about"),
        help_text=_("Short, such as: by-election of a committee member. No names."),
        max_length=120,
        error_messages={"required": _("Write in a few words what happened.")},
    )
    happened_on = DayField(label=_("Day it happened"), help_text=_("The days to publish it are counted from here."))
