"""What has to be disclosed, and the chart of accounts money is disclosed by."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.catalogue.enums import MONEY_STATEMENT, REGULAR, Cadence, NoticeUnit, Stream
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, in_language


class CatalogueEntry(models.Model):
    """One item of the catalogue of disclosure (公开目录)."""

    code = models.CharField(_("Code"), max_length=10, unique=True)
    stream = models.CharField(_("Stream"), max_length=12, choices=Stream)
    name_zh = models.CharField(_("Item in Chinese"), max_length=80)
    name_en = models.CharField(_("Item in English"), max_length=120)
    cadence = models.CharField(_("Cadence"), max_length=12, choices=Cadence)
    form = models.CharField(_("Form"), max_length=15)
    notice_days = models.PositiveSmallIntegerField(_("Days on notice"), default=0)
    notice_unit = models.CharField(_("Counted in"), max_length=10, choices=NoticeUnit, blank=True)
    publisher = models.CharField(_("Owed by"), max_length=10, choices=UnitKind)
    publication_day = models.PositiveSmallIntegerField(
        _("Publication day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text=_("Day of the first month after the period. Empty: as set for the portal."),
    )
    working_days = models.PositiveSmallIntegerField(
        _("Working days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(250)],
        help_text=_("Due so many working days after the period, or after what happened, instead of on a day."),
    )
    owed_since = models.DateField(
        _("Owed since"), null=True, blank=True, help_text=_("Periods that ended before this day are not owed.")
    )
    basis_zh = models.CharField(_("Legal basis"), max_length=200, blank=True)
    is_active = models.BooleanField(_("In use"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(stream__in=Stream.values), name="entry_stream_known"),
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="entry_cadence_known"),
            models.CheckConstraint(
                condition=Q(notice_days=0, notice_unit="") | (Q(notice_days__gt=0) & ~Q(notice_unit="")),
                name="entry_notice_days_have_unit",
            ),
            models.CheckConstraint(
                condition=Q(publication_day__isnull=True) | Q(publication_day__range=(1, 28)),
                name="entry_publication_day_in_every_month",
            ),
            models.CheckConstraint(
                condition=Q(publication_day__isnull=True) | Q(working_days__isnull=True),
                name="entry_due_by_day_or_by_working_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The item in the active language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def is_regular(self) -> bool:
        """Whether the item recurs by the calendar."""
        return self.cadence in REGULAR

    @property
    def is_money_of_a_quarter(self) -> bool:
        """Whether it is owed monthly by a unit with many movements (村民委员会组织法 art. 30)."""
        return (self.stream, self.form, self.cadence) == (Stream.FINANCE, MONEY_STATEMENT, Cadence.QUARTERLY)


class Account(models.Model):
    """One account of the 2023 chart for rural collective economic organisations."""

    code = models.CharField(_("Code"), max_length=8, primary_key=True)
    name_zh = models.CharField(_("Name in Chinese"), max_length=60)
    name_en = models.CharField(_("Name in English"), max_length=80)
    account_class = models.CharField(_("Class"), max_length=20)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The account in the active language."""
        return in_language(self.name_zh, self.name_en)


class MonthlyReporting(models.Model):
    """A unit with many movements: it owes its money statements monthly instead of quarterly (domain 2).

    `starts_on` and `ends_on` are the first day of the first month and the last day of the last one.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="monthly_books", verbose_name=_("Unit"))
    starts_on = models.DateField(_("From the month"))
    ends_on = models.DateField(_("Until the month"), null=True, blank=True)
    reason = models.CharField(_("Why"), max_length=200)
    history = HistoricalRecords()

    class Meta:
        ordering = ["unit__code", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="monthly_books_in_order"
            ),
            models.UniqueConstraint(fields=["unit"], condition=Q(ends_on__isnull=True), name="monthly_books_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_on:%Y-%m}"
