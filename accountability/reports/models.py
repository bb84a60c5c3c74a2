"""A yearly report with its editions, its paragraphs, and the figures it names."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accountability.reports.enums import (
    FIGURE_PLACES,
    MAX_REASON_LENGTH,
    PUBLIC,
    UNFINISHED,
    ParagraphKind,
    ReportState,
)
from portal.accounts.models import Unit
from portal.core.workflow import Stateful

SHA256 = r"^[0-9a-f]{64}$"


class Report(Stateful):
    """One edition of the report of a township on a year. A correction is a new edition; the old one stays readable.

    Attributes:
        reason: Why there is another edition; everybody reads it.
        counted_at: As of when its figures stand.
        document: The canonical JSON (RFC 8785) that everybody reads; empty until it is published.
    """

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Township"))
    year = models.PositiveSmallIntegerField(_("Year"))
    edition = models.PositiveSmallIntegerField(_("Edition"), default=1, editable=False)
    state = models.CharField(_("State"), max_length=20, choices=ReportState, editable=False)
    reason = models.CharField(_("Why it is corrected"), max_length=MAX_REASON_LENGTH, blank=True)
    counted_at = models.DateTimeField(editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    document = models.TextField(blank=True, editable=False)
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    log_sequence = models.BigIntegerField(null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["document"])

    class Meta:
        ordering = ["-year", "-edition"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="yearly_report_state_known"),
            models.UniqueConstraint(fields=["town", "year", "edition"], name="yearly_report_edition_once"),
            models.UniqueConstraint(
                fields=["town", "year"], condition=Q(state__in=UNFINISHED), name="yearly_report_one_on_its_way"
            ),
            models.UniqueConstraint(
                fields=["town", "year"], condition=Q(state=ReportState.PUBLISHED), name="yearly_report_one_in_force"
            ),
            models.CheckConstraint(condition=Q(edition=1) | ~Q(reason=""), name="yearly_report_corrected_for_a_reason"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")), name="yearly_report_not_by_one_alone"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC)
                | (
                    Q(
                        approved_by__isnull=False,
                        approved_at__isnull=False,
                        published_by__isnull=False,
                        published_at__isnull=False,
                        log_sequence__isnull=False,
                        content_sha256__regex=SHA256,
                    )
                    & ~Q(document="")
                ),
                name="yearly_report_published_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number on the paper and in the publication log, the same for all editions of a year."""
        return f"{self.town.code}-ZB-{self.year}"

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this edition."""
        return f"{self.number}/{self.edition}"


class Paragraph(models.Model):
    """One paragraph of an edition.

    Attributes:
        row: What it tells of, as `rules.chapters` has it; empty for what people add.
        drawn: What the system drafted; empty for what people add.
        text: What it says. Figures stand in it with the number of their source; empty where it was taken out.
        explanation: What people add to a gap, which itself they cannot change.
        written_by: Who wrote or changed it last; None while it is the system's.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="paragraphs")
    chapter = models.CharField(max_length=20)
    row = models.CharField(max_length=30, blank=True)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ParagraphKind)
    drawn = models.TextField(blank=True)
    text = models.TextField(_("Text"), blank=True)
    explanation = models.CharField(_("Explanation"), max_length=MAX_REASON_LENGTH, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ParagraphKind.values), name="paragraph_kind_known"),
            models.UniqueConstraint(fields=["report", "row"], condition=~Q(row=""), name="paragraph_row_once"),
            models.CheckConstraint(
                condition=~Q(kind=ParagraphKind.GAP) | (Q(text=F("drawn")) & ~Q(drawn="")), name="paragraph_gap_stands"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ParagraphKind.WRITTEN) | (Q(written_by__isnull=False) & ~Q(text="")),
                name="paragraph_written_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind=ParagraphKind.GAP) | Q(explanation=""), name="paragraph_only_gaps_explained"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ReportFigure(models.Model):
    """A figure of an edition, by the key of its record in `registry.FIGURES`.

    Attributes:
        number: Of its source in the text, from 1 on; it stays while the edition is written.
        value: What was counted when the report was last drawn, checked or submitted; None where it is not published.
        before: The same for the year before.
        kept: What the text says instead, where somebody decided that; `kept_against` is what the source said then.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=16, decimal_places=FIGURE_PLACES, null=True)
    before = models.DecimalField(max_digits=16, decimal_places=FIGURE_PLACES, null=True)
    kept = models.CharField(max_length=30, blank=True)
    kept_against = models.CharField(max_length=30, blank=True)
    reason = models.CharField(_("Why the figure in the text stays"), max_length=MAX_REASON_LENGTH, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kept_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_figure_number_once"),
            models.UniqueConstraint(fields=["report", "key"], name="report_figure_key_once"),
            models.CheckConstraint(
                condition=Q(kept="", reason="", kept_by=None)
                | (~Q(kept="") & ~Q(kept_against="") & ~Q(reason="") & Q(kept_by__isnull=False)),
                name="report_figure_kept_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key
