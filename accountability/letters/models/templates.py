"""The signing of a year, and the templates of letters with their versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accountability.letters.enums import (
    MAX_EVIDENCE_LENGTH,
    MAX_HEADING_LENGTH,
    MAX_NAME_LENGTH,
    LetterKind,
    MeasureKey,
    WordingState,
    YearState,
)
from portal.accounts.models import Unit, in_language
from portal.core.workflow import Stateful


class SigningYear(Stateful):
    """The letters of one year of a township: by when they are signed, and the conference at which they are."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("Year"))
    state = models.CharField(max_length=20, choices=YearState, editable=False)
    meets_on = models.DateField(_("Day of the conference"))
    place = models.CharField(_("Place"), max_length=MAX_NAME_LENGTH)
    agenda = models.TextField(_("What is on the agenda"), blank=True)
    attended = models.PositiveSmallIntegerField(_("How many came"), null=True, blank=True)
    notes = models.TextField(_("Notes of the conference"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "town"]
        constraints = [
            models.UniqueConstraint(fields=["town", "year"], name="signing_year_once"),
            models.CheckConstraint(condition=Q(state__in=YearState.values), name="signing_year_state_known"),
            models.CheckConstraint(
                condition=Q(state=YearState.PLANNED) | (Q(attended__isnull=False) & ~Q(notes="")),
                name="signing_year_held_with_notes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.town_id} {self.year}"


class LetterTemplate(models.Model):
    """One form of letter of a township, such as the responsibility letter; what it says are its versions."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=10, choices=LetterKind)
    prefix = models.CharField(_("Letters its numbers begin with"), max_length=4)
    name_zh = models.CharField(_("Name in Chinese"), max_length=MAX_NAME_LENGTH)
    name_en = models.CharField(_("Name in English"), max_length=MAX_NAME_LENGTH, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["town", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["town", "prefix"], name="letter_template_prefix_once"),
            models.UniqueConstraint(
                fields=["town"], condition=Q(kind=LetterKind.CLEAN), name="letter_template_clean_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_template_kind_known"),
            models.CheckConstraint(condition=Q(prefix__regex=r"^[A-Z]{2,4}$"), name="letter_template_prefix_letters"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called, in the active language."""
        return in_language(self.name_zh, self.name_en)


class LetterVersion(Stateful):
    """What letters of a form say. A version in use stands as it is; whoever wants another wording writes the next.

    In its texts `{year}` stands for the year of the letter.
    """

    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=WordingState, editable=False)
    basis = models.TextField(_("Basis"), blank=True)
    goals = models.TextField(_("Goals"), blank=True)
    assessment = models.TextField(_("Assessment and reward"), blank=True)
    accountability = models.TextField(_("Accountability"), blank=True)
    term = models.TextField(_("Term"), blank=True)
    copies = models.TextField(_("Copies"), blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="letter_version_number_once"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state=WordingState.DRAFT), name="letter_version_one_draft"
            ),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state=WordingState.PUBLISHED), name="letter_version_one_in_use"
            ),
            models.CheckConstraint(condition=Q(state__in=WordingState.values), name="letter_version_state_known"),
            models.CheckConstraint(
                condition=Q(state=WordingState.DRAFT) | Q(published_by__isnull=False, published_at__isnull=False),
                name="letter_version_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id}/{self.number}"


class LetterDuty(models.Model):
    """A duty of party B. What `measure` names is counted by the portal, and `required` is the percentage asked."""

    version = models.ForeignKey(LetterVersion, on_delete=models.CASCADE, related_name="duties")
    number = models.PositiveSmallIntegerField()
    heading = models.CharField(_("Duty"), max_length=MAX_HEADING_LENGTH)
    text = models.TextField(_("What is to be done"))
    by_when = models.CharField(_("By when"), max_length=MAX_EVIDENCE_LENGTH, blank=True)
    evidence = models.CharField(_("Evidence"), max_length=MAX_EVIDENCE_LENGTH, blank=True)
    measure = models.CharField(_("Counted by the portal"), max_length=20, choices=MeasureKey, blank=True)
    required = models.DecimalField(_("Percentage asked"), max_digits=4, decimal_places=1, null=True, blank=True)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="letter_duty_number_once"),
            models.CheckConstraint(
                condition=Q(measure="", required=None) | (~Q(measure="") & Q(required__gte=0, required__lte=100)),
                name="letter_duty_measured_with_percentage",
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class LetterScoreItem(models.Model):
    """A line of the scoring table: what is scored, by which standard, with how many points."""

    version = models.ForeignKey(LetterVersion, on_delete=models.CASCADE, related_name="score_items")
    number = models.PositiveSmallIntegerField()
    item = models.CharField(_("Item"), max_length=MAX_HEADING_LENGTH)
    standard = models.CharField(_("What is deducted"), max_length=200)
    points = models.DecimalField(_("Points"), max_digits=4, decimal_places=1)
    measure = models.CharField(_("Counted by the portal"), max_length=20, choices=MeasureKey, blank=True)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="letter_score_item_number_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="letter_score_item_has_points"),
        ]

    def __str__(self) -> str:
        return self.item
