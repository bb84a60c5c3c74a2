"""Integrity talks (廉政谈话)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.integrity.enums import MAX_WORDS_LENGTH, TalkKind, TalkState
from accountability.integrity.models.kept import OfTown
from portal.accounts.models import Unit
from portal.core.encryption import EncryptedTextField
from portal.core.workflow import Stateful


class Talk(OfTown, Stateful):
    """A talk somebody of the leading group has with a person: planned, and held.

    `name`, `office` and `is_head` are as they were on the day. The record is encrypted and read through
    `actions.talks.read_record` alone.
    """

    state = models.CharField(_("State"), max_length=20, choices=TalkState, editable=False)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("talk", "Led by"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("who is talked to", "With"),
    )
    name = models.CharField(_("Name"), max_length=60)
    office = models.CharField(_("Office"), max_length=60, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    is_head = models.BooleanField(_("First in command of the unit"), default=False)
    day = models.DateField(_("Day"))
    place = models.CharField(pgettext_lazy("of a talk or an activity", "Place"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=12, choices=TalkKind)
    occasion = models.CharField(_("Occasion"), max_length=MAX_WORDS_LENGTH)
    record = EncryptedTextField(pgettext_lazy("of a talk", "Record"), blank=True)
    history = HistoricalRecords(excluded_fields=["record"])

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TalkState.values), name="talk_state_known"),
            models.CheckConstraint(condition=Q(kind__in=TalkKind.values), name="talk_kind_known"),
            models.CheckConstraint(condition=~Q(person=F("led_by")), name="talk_not_with_oneself"),
        ]
        indexes = [
            models.Index(fields=["town", "day"], name="talk_by_day"),
            models.Index(fields=["unit", "day"], name="talk_by_unit"),
        ]
