"""Visit days: their rules, the roster, bookings, receptions, and what was promised."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from petitions.handling.models import Petition
from petitions.visit_days.enums import (
    ACTIVE,
    HOLDS_PLACE,
    MAX_PARTY,
    BookingState,
    Change,
    DayState,
    OnHoliday,
    PromiseState,
    RuleKind,
)
from petitions.visit_days.rules import Pattern, Slot, slots
from portal.accounts.models import Unit, in_language
from portal.cases.models import OfCase
from portal.core.encryption import Digest, EncryptedTextField
from portal.core.encryption.digests import normal_telephone
from portal.core.workflow import Stateful, Versioned

TELEPHONE = Digest("telephone of a booking", normal_telephone)


class HoursAndPlace(models.Model):
    """When and where people are received: what a rule says, and the visit day that is made of it."""

    begins = models.TimeField(_("Begins at"))
    ends = models.TimeField(_("Ends at"))
    minutes = models.PositiveSmallIntegerField(_("Minutes for each person"), default=20)
    places = models.PositiveSmallIntegerField(_("Places that can be booked"))
    place_zh = models.CharField(_("Place in Chinese"), max_length=80)
    place_en = models.CharField(_("Place in English"), max_length=120, blank=True)
    host = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Village that is visited"),
    )

    class Meta:
        abstract = True

    @property
    def where(self) -> str:
        """The place, in the active language."""
        return in_language(self.place_zh, self.place_en)

    @property
    def slots(self) -> list[Slot]:
        """The places that can be booked, with their times."""
        return slots(self.begins, self.ends, minutes=self.minutes, places=self.places)


def _has_places(name: str) -> list[models.BaseConstraint]:
    """Return what must hold of `HoursAndPlace`."""
    return [
        models.CheckConstraint(condition=Q(ends__gt=F("begins")), name=f"{name}_ends_after_it_begins"),
        models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=240, places__gte=1), name=f"{name}_has_places"),
    ]


class VisitRule(Versioned, HoursAndPlace):
    """A rule by which visit days are planned, such as every Tuesday."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("On which days"), max_length=10, choices=RuleKind)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    month_day = models.PositiveSmallIntegerField(_("Day of the month"), null=True, blank=True)
    day = models.DateField(_("Day"), null=True, blank=True)
    on_holiday = models.CharField(_("If it falls on a day off"), max_length=10, choices=OnHoliday)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-valid_from", "pk"]
        constraints = [
            *_has_places("visit_rule"),
            models.CheckConstraint(condition=Q(on_holiday__in=OnHoliday.values), name="visit_rule_policy_known"),
            models.CheckConstraint(
                condition=Q(kind=RuleKind.DAILY)
                | Q(kind=RuleKind.WEEKLY, weekdays__len__gte=1)
                | Q(kind=RuleKind.MONTHLY, month_day__gte=1, month_day__lte=31)
                | Q(kind=RuleKind.ONCE, day__isnull=False),
                name="visit_rule_names_its_days",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="visit_rule_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.town_id} {self.kind}"

    @property
    def pattern(self) -> Pattern:
        """On which days it has visits."""
        return Pattern(
            kind=self.kind,
            first=self.valid_from,
            last=self.valid_until,
            weekdays=frozenset(self.weekdays),
            month_day=self.month_day,
            day=self.day,
            on_holiday=self.on_holiday,
        )


class Turn(models.Model):
    """Who receives when it is this turn of a rule: one leader or two. A rule with one turn has the same each time."""

    rule = models.ForeignKey(VisitRule, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "position"], name="turn_once_at_a_position"),
            models.CheckConstraint(condition=Q(partner=None) | ~Q(partner=F("leader")), name="turn_of_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.position}"


class VisitDay(Stateful, HoursAndPlace):
    """One visit day of a township; its state moves by `petitions.visit_days.workflow.VISIT_DAY` only.

    One that is moved stays as it was announced, and names the day it was moved to.
    """

    number = models.CharField(_("Number"), max_length=40, unique=True)
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(VisitRule, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_on = models.DateField(help_text="The day the rule names")
    day = models.DateField(_("Day"))
    turn = models.PositiveIntegerField(default=0, help_text="Which one of its rule it is")
    change = models.CharField(max_length=10, choices=Change, blank=True)
    is_provisional = models.BooleanField(default=False, help_text="The calendar of its year was not known")
    is_by_hand = models.BooleanField(default=False, help_text="Changed by hand, so that its rule changes it no more")
    state = models.CharField(max_length=20, choices=DayState, editable=False)
    moved_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to", editable=False
    )
    reason = models.CharField(
        _("Reason"), max_length=200, blank=True, help_text="Why it was changed; everybody reads it"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["day", "begins", "pk"]
        constraints = [
            *_has_places("visit_day"),
            models.CheckConstraint(condition=Q(state__in=DayState.values), name="visit_day_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[DayState.MOVED, DayState.CANCELLED]) | ~Q(reason="") | ~Q(change=""),
                name="visit_day_changed_with_reason",
            ),
            models.UniqueConstraint(
                fields=["rule", "planned_on"], condition=Q(moved_from=None), name="visit_day_once_by_its_rule"
            ),
        ]
        indexes = [models.Index(fields=["town", "day"], name="visit_day_by_day")]

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this day."""
        return self.number

    @property
    def opens_at(self) -> datetime:
        """When it begins."""
        return timezone.make_aware(datetime.combine(self.day, self.begins))


class Receiver(models.Model):
    """Who receives on a visit day, with the title they had when it was planned, and for whom they stand in."""

    day = models.ForeignKey(VisitDay, on_delete=models.CASCADE, related_name="receivers")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title_zh = models.CharField(max_length=60, blank=True)
    title_en = models.CharField(max_length=80, blank=True)
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["day", "position"], name="receiver_once_at_a_position"),
            models.UniqueConstraint(fields=["day", "person"], name="receiver_once_a_day"),
            models.CheckConstraint(
                condition=Q(stands_in_for=None) | ~Q(stands_in_for=F("person")), name="receiver_stands_in_for_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day_id} {self.position}"

    @property
    def title(self) -> str:
        """Their title, in the active language."""
        return in_language(self.title_zh, self.title_en)


class DayEdition(models.Model):
    """A visit day as it was announced, or as an announcement was changed: the document the publication log names."""

    day = models.ForeignKey(VisitDay, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    document = models.TextField(help_text="Canonical JSON (RFC 8785)")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="day_edition_once")]

    def __str__(self) -> str:
        return f"{self.day_id} {self.number}"


class Booking(OfCase):
    """Somebody who comes on a visit day, with a booking or without.

    Sender and words stand apart in `portal.cases`. What is encrypted here is masked, and has no history.
    """

    day = models.ForeignKey(VisitDay, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=20, choices=BookingState, editable=False)
    slot = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The place that is booked, from 1")
    ticket = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of who came without a place")
    is_first = models.BooleanField(default=False, help_text="Was not reached the last time, and comes first now")
    left_over_from = models.ForeignKey(
        VisitDay, on_delete=models.PROTECT, null=True, blank=True, related_name="left_over", editable=False
    )
    who = EncryptedTextField(blank=True, help_text="The name, masked")
    matter = EncryptedTextField(blank=True, help_text="What it is about, masked")
    party = models.PositiveSmallIntegerField(_("How many people come"), default=1)
    concerned_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Unit it complains about"),
    )
    concerned_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Person it complains about"),
    )
    telephone_digest = models.CharField(max_length=64, blank=True, editable=False)
    untold = models.CharField(
        max_length=40, blank=True, editable=False, help_text="What they must be told by telephone"
    )
    arrived_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BookingState.values), name="booking_state_known"),
            models.UniqueConstraint(
                fields=["day", "slot"], condition=Q(state__in=HOLDS_PLACE), name="booking_one_for_a_place"
            ),
            models.UniqueConstraint(
                fields=["day", "telephone_digest"],
                condition=Q(state__in=ACTIVE) & ~Q(telephone_digest=""),
                name="booking_one_for_a_telephone",
            ),
            models.UniqueConstraint(fields=["day", "ticket"], name="booking_ticket_once"),
            models.CheckConstraint(
                condition=~Q(state=BookingState.BOOKED) | Q(slot__isnull=False) | Q(is_first=True),
                name="booking_has_a_place",
            ),
            models.CheckConstraint(condition=Q(party__gte=1, party__lte=MAX_PARTY), name="booking_party_limited"),
        ]
        indexes = [models.Index(fields=["day", "state"], name="booking_by_state")]

    @property
    def place(self) -> Slot | None:
        """The place that is booked, with its time; None for who has none."""
        return next((one for one in self.day.slots if one.number == self.slot), None)


class Reception(Versioned):
    """The record of a reception: who received, what was said, and what was made of it."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="reception")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said = EncryptedTextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    petition = models.OneToOneField(
        Petition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="What was made of it"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.booking_id)


class Promise(Stateful):
    """What a leader promised at a reception, who does it, and by when. It is followed until it is done."""

    reception = models.ForeignKey(Reception, on_delete=models.PROTECT, related_name="promises")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=PromiseState, editable=False)
    text = EncryptedTextField(_("What was promised"), blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Who does it"))
    due = models.DateField(_("By when"))
    done_with = EncryptedTextField(blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["text", "done_with"])

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PromiseState.values), name="promise_state_known"),
            models.UniqueConstraint(fields=["reception", "number"], name="promise_once"),
            models.CheckConstraint(
                condition=Q(state=PromiseState.OPEN) | Q(reported_by__isnull=False), name="promise_reported_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state=PromiseState.KEPT) | Q(done_on__isnull=False), name="promise_kept_on_a_day"
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="promise_by_due")]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this promise."""
        return f"{self.reception.booking.number}-{self.number}"
