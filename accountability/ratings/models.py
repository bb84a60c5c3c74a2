"""The tables of ratings. Nothing joins a rating to who gave it: no slip, no network, no name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.ratings.enums import RatingState, Score
from portal.accounts.models import Unit, in_language
from portal.core.encryption import EncryptedTextField
from portal.core.workflow import Stateful, Versioned


class Window(Versioned):
    """A counter of a unit at which people are served; its code stands on the counter's paper."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    code = models.CharField(_("Code"), max_length=8, unique=True, editable=False)
    name_zh = models.CharField(_("Name in Chinese"), max_length=40)
    name_en = models.CharField(_("Name in English"), max_length=60, blank=True)
    place_zh = models.CharField(_("Where it is, in Chinese"), max_length=80, blank=True)
    place_en = models.CharField(_("Where it is, in English"), max_length=100, blank=True)
    needs_slip = models.BooleanField(_("Only slips count"), default=False)
    is_active = models.BooleanField(_("In use"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["unit__code", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "name_zh"], name="window_name_once_a_unit")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def place(self) -> str:
        """Where it is, in the active language."""
        return in_language(self.place_zh, self.place_en)

    def audit_number(self) -> str:
        """Return the code under which audit lines speak of this window."""
        return self.code


class Slip(models.Model):
    """A one-time slip that was printed for a window. Only a digest of its code is kept, and not when it was used."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="slips")
    digest = models.CharField(max_length=64, unique=True)
    printed_on = models.DateField()
    is_used = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.window_id} {self.printed_on}"


class SpentPage(models.Model):
    """A page without a slip that was sent once, so that it does not count again; forgotten after two days."""

    digest = models.CharField(max_length=64, unique=True)
    day = models.DateField(db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.day)


class Rating(Stateful):
    """One rating of a window; its state moves by `ratings.workflow.RATING` only."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="ratings")
    state = models.CharField(_("State"), max_length=20, choices=RatingState, editable=False)
    day = models.DateField(_("Day"))
    score = models.PositiveSmallIntegerField(pgettext_lazy("of a rating", "Rating"), choices=Score)
    by_slip = models.BooleanField()
    has_words = models.BooleanField()
    words = EncryptedTextField(blank=True, help_text="As they came, for the discipline office alone")
    passed_words = EncryptedTextField(blank=True, help_text="As the unit reads them")
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RatingState.values), name="rating_state_known"),
            models.CheckConstraint(condition=Q(score__in=Score.values), name="rating_score_known"),
            models.CheckConstraint(
                condition=Q(state=RatingState.COUNTED, has_words=False)
                | (~Q(state=RatingState.COUNTED) & Q(has_words=True)),
                name="rating_with_words_is_looked_at",
            ),
        ]
        indexes = [models.Index(fields=["window", "day"], name="rating_by_day")]

    def __str__(self) -> str:
        return f"{self.window_id} {self.day}"


WINDOW_FIELDS = ("name_zh", "name_en", "place_zh", "place_en", "needs_slip", "is_active")
"""What of a window can be changed; whose it is, and its code, stay."""
