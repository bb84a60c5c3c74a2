"""Forms of talks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from accountability.integrity.actions.talks import Circumstances, With
from accountability.integrity.enums import MAX_TEXT_LENGTH, MAX_WORDS_LENGTH, TalkKind
from accountability.integrity.forms.fields import PersonField, PostField, UnitField, offer
from portal.accounts.models import Post, Unit, User
from portal.core.demonstration import today_of_due_days
from portal.desk.fields import DayField, LongTextField
from portal.desk.views import SeenForm


def _place() -> forms.CharField:
    return forms.CharField(
        label=pgettext_lazy("of a talk or an activity", "Place"),
        max_length=80,
        error_messages={"required": _("Write the place.")},
    )


def _record() -> LongTextField:
    return LongTextField(
        pgettext_lazy("of a talk", "Record"),
        pgettext_lazy("at a talk", "Write what was said."),
        rows=10,
        max_length=MAX_TEXT_LENGTH,
        help_text=_(
            "Stored encrypted. The secretary, who led it and the leaders of the town read it; each reading is noted."
        ),
    )


class CircumstancesForm(forms.Form):
    """When, where and why a talk is."""

    day = DayField(label=_("Day"))
    place = _place()
    kind = forms.ChoiceField(label=_("Kind"), choices=TalkKind.choices)
    occasion = LongTextField(
        _("Occasion"),
        _("Write the occasion."),
        rows=2,
        max_length=MAX_WORDS_LENGTH,
        help_text=_("In a sentence, such as: taken office, before the festival. Lists show it."),
    )

    @property
    def circumstances(self) -> Circumstances:
        """What was typed, once the form is valid."""
        said = self.cleaned_data
        return Circumstances(said["day"], said["place"], TalkKind(said["kind"]), said["occasion"])


class PlanTalkForm(CircumstancesForm):
    """With whom a talk is, and who leads it."""

    led_by = PersonField(pgettext_lazy("talk", "Led by"), missing=_("Choose who leads the talk."), empty_label=None)
    post = PostField(
        pgettext_lazy("who is talked to", "With"),
        required=False,
        help_text=_("Somebody without an account is entered below by name."),
    )
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    office = forms.CharField(label=_("Office"), max_length=60, required=False)
    unit = UnitField(_("Unit"), required=False, empty_label=_("Choose"))
    is_head = forms.BooleanField(
        label=_("First in command of the unit"),
        required=False,
        help_text=_("Only where the name is written; of accounts the portal knows it."),
    )
    field_order = ("led_by", "post", "name", "office", "unit", "is_head", "kind", "day", "place", "occasion")

    def __init__(
        self, *args: Any, leaders: QuerySet[User], posts: Iterable[Post], units: QuerySet[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, led_by=leaders, unit=units)
        self.fields["post"].offer(posts, empty=gettext("by name, below"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("post") and not (said.get("name") and said.get("unit")):
            self.add_error("post", gettext("Choose the person, or write name and unit below."))
        return said

    @property
    def with_whom(self) -> With:
        """With whom it is, once the form is valid."""
        said = self.cleaned_data
        if post := said["post"]:
            return With(post.unit, post.person)
        return With(said["unit"], None, said["name"], said["office"], said["is_head"])


class EnterTalkForm(PlanTalkForm):
    """A talk that was held, with its record."""

    record = _record()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].latest = lambda: today_of_due_days(timezone.now())  # type: ignore[attr-defined]


class HoldForm(forms.Form):
    """When and where a planned talk was held, and what was said."""

    day = DayField(label=_("Day"))
    place = _place()
    record = _record()


class ChangeTalkForm(SeenForm, CircumstancesForm):
    """Change when, where and why a talk is."""


class DropForm(forms.Form):
    """Why a talk is not held."""

    reason = LongTextField(_("Reason"), _("Write why it is not held."))
