"""Joint demands, who joined them, and how many may."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands.enums import Capacity, DemandState
from disclosure.obligations.models import Obligation
from portal.accounts.models import Unit
from portal.cases.enums import Channel
from portal.core.workflow import Stateful


class Electorate(models.Model):
    """How many villagers and representatives a village has; joint demands are measured by it."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    villagers = models.PositiveIntegerField(_("Villagers with a vote"))
    representatives = models.PositiveIntegerField(_("Villagers’ representatives"))
    counted_on = models.DateField(_("As of"))
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(villagers__gt=0, representatives__gt=0), name="electorate_is_not_empty")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.villagers}/{self.representatives}"

    @property
    def needed_villagers(self) -> int:
        """The smallest number of villagers that makes a demand an obligation."""
        return -(-self.villagers // settings.DEMAND_ONE_IN_VILLAGERS)

    @property
    def needed_representatives(self) -> int:
        """The smallest number of representatives that does."""
        return -(-self.representatives // settings.DEMAND_ONE_IN_REPRESENTATIVES)


class Demand(Stateful):
    """The same thing that residents ask a village to publish.

    One tenth of the villagers or one fifth of the representatives make it an obligation (practice). The state
    moves by `disclosure.demands.workflow.DEMAND` only.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Village"))
    entry = models.ForeignKey(
        CatalogueEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Item")
    )
    subject = models.CharField(_("What is to be published"), max_length=120)
    state = models.CharField(max_length=20, choices=DemandState, editable=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reached_at = models.DateTimeField(null=True, blank=True)
    obligation = models.OneToOneField(Obligation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[DemandState.REACHED, DemandState.MET]) | Q(obligation__isnull=False),
                name="demand_reached_has_obligation",
            ),
            models.CheckConstraint(
                condition=~Q(state=DemandState.ENDED) | ~Q(end_reason=""), name="demand_ended_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this demand."""
        return f"{self.unit.code}#{self.pk}"


class DemandSupport(models.Model):
    """Who joins in a demand: one person by name, or a sheet of signatures counted by staff. Never public.

    `residence` is the villagers’ group or house number that tells two people of one name apart.
    """

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="supports")
    capacity = models.CharField(_("As"), max_length=15, choices=Capacity)
    name = models.CharField(_("Name"), max_length=60, blank=True)
    residence = models.CharField(_("Villagers’ group or house number"), max_length=40, blank=True)
    people = models.PositiveIntegerField(_("How many people"), default=1)
    channel = models.CharField(_("Came in"), max_length=10, choices=Channel)
    received_at = models.DateTimeField()
    is_counted = models.BooleanField(_("Confirmed"), default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gt=0), name="support_of_somebody"),
            models.CheckConstraint(condition=Q(name="") | Q(people=1), name="support_by_name_is_of_one"),
            models.CheckConstraint(condition=Q(residence="") | ~Q(name=""), name="support_residence_is_of_somebody"),
            models.CheckConstraint(
                condition=Q(is_counted=False) | Q(confirmed_by__isnull=False), name="support_confirmed_by_somebody"
            ),
            models.UniqueConstraint(
                fields=["demand", "capacity", "name", "residence"],
                condition=~Q(name=""),
                name="support_by_name_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.capacity} {self.people}"
