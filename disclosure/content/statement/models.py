"""A statement of receipts and payments, and the ledger it is made from."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.catalogue.models import Account
from disclosure.content.statement.enums import ImportState
from disclosure.notices.models import Edition
from portal.accounts.models import Unit
from portal.core.models import Job


class Statement(models.Model):
    """Opening balance, receipts, payments and closing balance of one edition, in yuan.

    `document` is the statement as it was read or typed, in the form of `disclosure.ledger.canonical`;
    the columns and lines beside it are the same figures for queries, written together with it.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="statement")
    opening = models.DecimalField(_("Opening balance"), max_digits=16, decimal_places=2)
    receipts = models.DecimalField(_("Receipts"), max_digits=16, decimal_places=2)
    payments = models.DecimalField(_("Payments"), max_digits=16, decimal_places=2)
    closing = models.DecimalField(_("Closing balance"), max_digits=16, decimal_places=2)
    document = models.JSONField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closing=F("opening") + F("receipts") - F("payments")), name="statement_i1"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.closing}"


class StatementLine(models.Model):
    """One movement."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("No."))
    date = models.DateField(_("Date"), null=True, blank=True)
    voucher = models.CharField(_("Voucher"), max_length=60, blank=True)
    summary = models.TextField(_("Summary"), blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account_text = models.CharField(_("Account as written"), max_length=120, blank=True)
    receipt = models.DecimalField(_("Receipt"), max_digits=16, decimal_places=2, null=True, blank=True)
    payment = models.DecimalField(_("Payment"), max_digits=16, decimal_places=2, null=True, blank=True)
    balance = models.DecimalField(_("Balance"), max_digits=16, decimal_places=2)
    handler = models.CharField(_("Handled by"), max_length=60, blank=True)
    witness = models.CharField(_("Witness"), max_length=60, blank=True)
    approver = models.CharField(_("Approved by"), max_length=60, blank=True)
    note = models.TextField(_("Note"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="line_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.summary}"


LINE_FIELDS = tuple(
    field.attname for field in StatementLine._meta.concrete_fields if field.name not in ("id", "statement", "number")
)
"""The columns of an entry that come from the ledger."""


class Answer(models.Model):
    """The unit's answer to a warning about its statement; published with it."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    rule = models.CharField(max_length=30)
    line = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(_("Explanation"))
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["line", "rule", "pk"]
        constraints = [models.UniqueConstraint(fields=["statement", "key"], name="answer_once")]

    def __str__(self) -> str:
        return self.text


class LedgerImport(models.Model):
    """One uploaded ledger on its way to a draft. Nothing of it is public, ever.

    `document` is the statement as read and mended so far, `answers` the explanations written so
    far by the key of their finding, so that a second upload keeps them.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("Period"), max_length=7)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    file_name = models.CharField(_("File name"), max_length=150)
    stored_as = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    refusal = models.TextField(blank=True)
    document = models.JSONField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    checks = models.PositiveIntegerField(default=0)
    first_errors = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports")

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"{self.unit.code} {self.period} {self.file_name}"
