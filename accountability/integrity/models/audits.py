"""Economic audits on leaving office (离任经济责任审计)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.integrity.enums import AuditState
from accountability.integrity.models.kept import KeptFile, OfTown
from accountability.rectification.enums import MAX_KIND_LENGTH
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit
from portal.core.workflow import Stateful


class LeavingAudit(OfTown, Stateful):
    """The audit of what somebody answered for economically, when they leave their office."""

    state = models.CharField(_("State"), max_length=20, choices=AuditState, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Account of the person"),
    )
    name = models.CharField(_("Name"), max_length=60)
    office = models.CharField(_("Office"), max_length=60)
    audited_from = models.DateField(_("Audited from"))
    audited_until = models.DateField(_("Audited until"))
    auditor = models.CharField(_("Auditor"), max_length=80, help_text=_("Who audits: an office or a firm."))
    planned_for = models.DateField(_("To be reported by"))
    reported_on = models.DateField(null=True, blank=True)
    summary = models.TextField(_("Conclusion"), blank=True)
    closed_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-planned_for", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AuditState.values), name="leaving_audit_state_known"),
            models.CheckConstraint(
                condition=Q(audited_until__gte=F("audited_from")), name="leaving_audit_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AuditState.PLANNED, AuditState.UNDER_WAY], reported_on=None)
                | Q(state__in=[AuditState.REPORTED, AuditState.CLOSED], reported_on__isnull=False),
                name="leaving_audit_reported_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=AuditState.CLOSED, closed_on__isnull=False)
                | (~Q(state=AuditState.CLOSED) & Q(closed_on=None)),
                name="leaving_audit_closed_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["town", "planned_for"], name="leaving_audit_by_day")]


class AuditFinding(models.Model):
    """What an audit found; with its report it becomes a rectification."""

    audit = models.ForeignKey(LeavingAudit, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("Kind"), max_length=MAX_KIND_LENGTH)
    text = models.TextField(pgettext_lazy("of an audit", "What was found"))
    amount = models.DecimalField(_("Amount, yuan"), max_digits=14, decimal_places=2, null=True, blank=True)
    requirement = models.TextField(_("What is to be done"))
    due = models.DateField(_("By when"))
    rectification = models.OneToOneField(
        Rectification, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="audit_finding_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="audit_finding_amount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit_id}-{self.number}"


class AuditFile(KeptFile):
    """The report of an audit, or what belongs to it."""

    audit = models.ForeignKey(LeavingAudit, on_delete=models.PROTECT, related_name="files")
