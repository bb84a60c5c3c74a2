"""Texts with their wordings, who was appointed to what, places residents go to, and the leading group's money."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from disclosure.organisation.enums import PUBLIC, Office, PlaceKind, TextKind, WordingState
from portal.accounts.models import Unit, in_language
from portal.core.workflow import Stateful, Versioned


class Text(Versioned):
    """A text the office keeps: a rule (制度), a bulletin (简报) or the guide to disclosure (公开指南).

    `number` counts the texts of one kind and makes their address. What it says stands in its wordings.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    kind = models.CharField(_("Kind"), max_length=10, choices=TextKind)
    number = models.PositiveIntegerField(editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TextKind.values), name="text_kind_known"),
            models.UniqueConstraint(fields=["kind", "number"], name="text_number_once"),
            models.UniqueConstraint(fields=["unit"], condition=Q(kind=TextKind.GUIDE), name="text_one_guide_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


class Wording(Stateful):
    """One wording of a text, from its draft to its end.

    The state moves by `disclosure.organisation.workflow.WORDING` only. What was published is never changed; the
    database sees to it.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField(_("Wording"))
    state = models.CharField(_("State"), max_length=20, choices=WordingState, editable=False)
    title = models.CharField(_("Title"), max_length=120, blank=True)
    reference = models.CharField(_("Document number"), max_length=60, blank=True)
    adopted_by = models.CharField(_("Adopted by"), max_length=80, blank=True)
    adopted_on = models.DateField(_("Adopted on"), null=True, blank=True)
    in_force_from = models.DateField(_("In force from"), null=True, blank=True)
    body = models.TextField(pgettext_lazy("body of a text", "Text"), blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    log_sequence = models.BigIntegerField(null=True, blank=True)
    ended_on = models.DateField(_("No longer in force from"), null=True, blank=True)
    ended_by = models.CharField(_("Abolished by"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="wording_number_once"),
            models.UniqueConstraint(fields=["text"], condition=Q(state=WordingState.DRAFT), name="wording_one_draft"),
            models.UniqueConstraint(
                fields=["text"], condition=Q(state=WordingState.IN_FORCE), name="wording_one_in_force"
            ),
            models.CheckConstraint(condition=Q(state__in=WordingState.values), name="wording_state_known"),
            models.CheckConstraint(
                condition=Q(state=WordingState.DRAFT)
                | (
                    Q(
                        published_by__isnull=False,
                        published_at__isnull=False,
                        log_sequence__isnull=False,
                        adopted_on__isnull=False,
                        in_force_from__gte=F("adopted_on"),
                        content_sha256__regex=r"^[0-9a-f]{64}$",
                    )
                    & ~Q(title="")
                    & ~Q(adopted_by="")
                ),
                name="wording_published_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=WordingState.ABOLISHED) | (Q(ended_on__isnull=False) & ~Q(ended_by="")),
                name="wording_abolished_by_something",
            ),
        ]
        indexes = [models.Index(F("published_at").desc(), name="wording_by_publication")]

    def __str__(self) -> str:
        return self.title or f"{self.text} / {self.number}"

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        return self.state in PUBLIC

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this wording."""
        return f"{self.text}/{self.number}"


class WordingFile(models.Model):
    """A file that belongs to a wording; its bytes are stored under their SHA-256."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("File name"), max_length=150)
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["wording", "name"], name="wording_file_name_once")]

    def __str__(self) -> str:
        return self.name


class Appointment(Versioned):
    """Somebody who sits in the leading group or its office, supervises, runs errands or keeps books, for a term.

    Whoever has an account is named by it, others by `name_zh` and `name_en`. A term that has ended stays as past.
    """

    office = models.CharField(_("Appointed to"), max_length=12, choices=Office)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Who has an account"),
    )
    name_zh = models.CharField(pgettext_lazy("of a person", "Name in Chinese"), max_length=60, blank=True)
    name_en = models.CharField(_("Name in Latin letters"), max_length=80, blank=True)
    post_zh = models.CharField(_("As what, in Chinese"), max_length=60, blank=True)
    post_en = models.CharField(_("As what, in English"), max_length=80, blank=True)
    origin_zh = models.CharField(_("Otherwise is, in Chinese"), max_length=80, blank=True)
    origin_en = models.CharField(_("Otherwise is, in English"), max_length=100, blank=True)
    duties_zh = models.CharField(_("Duties, in Chinese"), max_length=300, blank=True)
    duties_en = models.CharField(_("Duties, in English"), max_length=400, blank=True)
    phone = models.CharField(_("Office telephone"), max_length=30, blank=True)
    trained_on = models.DateField(_("Last trained on"), null=True, blank=True)
    pay = models.DecimalField(_("Paid a month, yuan"), max_digits=8, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(pgettext_lazy("term", "Since"))
    ends_on = models.DateField(pgettext_lazy("term", "Last day"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["office", "unit__code", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(office__in=Office.values), name="appointment_office_known"),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(name_zh=""), name="appointment_of_somebody"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="appointment_in_order"
            ),
            models.CheckConstraint(condition=Q(pay__isnull=True) | Q(pay__gte=0), name="appointment_pay_not_negative"),
        ]
        indexes = [models.Index(fields=["office", "starts_on"], name="appointment_by_office")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name of the person, in the active language."""
        return self.person.name if self.person else in_language(self.name_zh, self.name_en)

    @property
    def post(self) -> str:
        """As what somebody was appointed, in the active language."""
        return in_language(self.post_zh, self.post_en)

    @property
    def origin(self) -> str:
        """What somebody is otherwise, or whose deputy, in the active language."""
        return in_language(self.origin_zh, self.origin_en)

    @property
    def duties(self) -> str:
        """What somebody does, in the active language."""
        return in_language(self.duties_zh, self.duties_en)

    def is_past(self, day: date) -> bool:
        """Return whether the term has ended before a day."""
        return self.ends_on is not None and self.ends_on < day

    def audit_number(self) -> str:
        """The number of this appointment in audit lines."""
        return f"{self.unit.code} {self.office} #{self.pk}"


class Place(Versioned):
    """Where residents have errands done, or where the books of villages are kept."""

    kind = models.CharField(_("Kind"), max_length=10, choices=PlaceKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    name_zh = models.CharField(_("Name in Chinese"), max_length=60)
    name_en = models.CharField(_("Name in English"), max_length=80, blank=True)
    address_zh = models.CharField(_("Where it is, in Chinese"), max_length=120)
    address_en = models.CharField(_("Where it is, in English"), max_length=160, blank=True)
    hours_zh = models.CharField(_("Open, in Chinese"), max_length=120)
    hours_en = models.CharField(_("Open, in English"), max_length=160, blank=True)
    phone = models.CharField(_("Telephone"), max_length=30, blank=True)
    offers_zh = models.TextField(_("What can be done there, in Chinese"), blank=True)
    offers_en = models.TextField(_("What can be done there, in English"), blank=True)
    is_active = models.BooleanField(_("In use"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "unit__code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_known"),
            models.UniqueConstraint(fields=["unit", "kind"], name="place_once_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def address(self) -> str:
        """Where it is, in the active language."""
        return in_language(self.address_zh, self.address_en)

    @property
    def hours(self) -> str:
        """When it is open, in the active language."""
        return in_language(self.hours_zh, self.hours_en)

    @property
    def offers(self) -> list[str]:
        """What can be done there, one thing a line, in the active language."""
        return [line.strip() for line in in_language(self.offers_zh, self.offers_en).splitlines() if line.strip()]

    def audit_number(self) -> str:
        """The number of this place in audit lines."""
        return f"{self.unit.code} {self.kind}"


class GroupBudget(Versioned):
    """What the leading group has for a year, and what it spent; in yuan."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    planned = models.DecimalField(_("Budget, yuan"), max_digits=14, decimal_places=2)
    spent = models.DecimalField(
        pgettext_lazy("sum", "Spent, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    purpose_zh = models.CharField(_("For what, in Chinese"), max_length=300, blank=True)
    purpose_en = models.CharField(_("For what, in English"), max_length=400, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["unit__code", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="group_budget_once_a_year"),
            models.CheckConstraint(
                condition=Q(planned__gte=0) & (Q(spent__isnull=True) | Q(spent__gte=0)),
                name="group_budget_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def purpose(self) -> str:
        """What it is for, in the active language."""
        return in_language(self.purpose_zh, self.purpose_en)

    def audit_number(self) -> str:
        """The number of this budget in audit lines."""
        return f"{self.unit.code} {self.year}"


Entry = Appointment | Place | GroupBudget
"""A row of the organisation that the office keeps."""
EDITABLE: dict[type[Any], tuple[str, ...]] = {
    model: tuple(one.name for one in model._meta.fields if one.editable and one.name not in ("id", "unit", *fixed))
    for model, fixed in ((Appointment, ("office",)), (Place, ("kind",)), (GroupBudget, ()))
}
"""What can be changed of each; whose it is, and what it is, stays."""
