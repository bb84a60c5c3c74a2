"""Letters, who signed them, and who answers for their duties."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accountability.letters.enums import (
    MAX_EVIDENCE_LENGTH,
    MAX_SHARE_LENGTH,
    REFUSED,
    LetterKind,
    LetterState,
    Means,
    Party,
)
from accountability.letters.models.templates import LetterVersion
from portal.accounts.models import Unit, in_language
from portal.core.workflow import Stateful, Versioned

_LOGGED = (LetterState.PUBLISHED, LetterState.RELEASED)


class Letter(Stateful):
    """A letter of one year: of the town with a unit, or with `cadre_of` of a unit with one of its cadres.

    What is signed is `document`, canonical JSON that never changes; `sha256` is its hash. Where it was refused,
    `refusal_document` is what everybody reads of that.
    """

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    wording = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=10, choices=LetterKind)
    number = models.CharField(_("Number"), max_length=60, unique=True)
    state = models.CharField(max_length=20, choices=LetterState, editable=False)
    cadre_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="cadre_letters")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    party_a = models.CharField(_("Party A"), max_length=80)
    party_b = models.CharField(_("Party B"), max_length=80)
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    principal_name_zh = models.CharField(_("Who signs for party B"), max_length=60)
    principal_name_en = models.CharField(max_length=80, blank=True)
    principal_title_zh = models.CharField(max_length=60, blank=True)
    principal_title_en = models.CharField(max_length=80, blank=True)
    due = models.DateField(_("To be signed by"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    document = models.TextField(help_text="Canonical JSON of what is signed")
    sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=8, unique=True, help_text="The check code on the paper")
    times_reminded = models.PositiveSmallIntegerField(default=0)
    refusal = models.TextField(_("Why it is refused"), blank=True)
    refused_on = models.DateField(null=True, blank=True)
    reply = models.TextField(_("Answer of the party committee"), blank=True)
    replied_on = models.DateField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refusal_document = models.TextField(blank=True, help_text="Canonical JSON of what is published of a refusal")
    scan_name = models.CharField(max_length=150, blank=True)
    stored_as = models.CharField(max_length=100, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    scan_type = models.CharField(max_length=100, blank=True)
    scan_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["document", "refusal_document"])

    class Meta:
        ordering = ["-year", "unit__code", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(kind=LetterKind.CLEAN, cadre_of=None)
                & ~Q(state__in=[LetterState.REPLACED, LetterState.WITHDRAWN]),
                name="letter_one_current_of_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=REFUSED) | (~Q(refusal="") & Q(refused_on__isnull=False)),
                name="letter_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[LetterState.REPLIED, LetterState.RELEASED])
                | (~Q(reply="") & Q(replied_on__isnull=False, replied_by__isnull=False)),
                name="letter_refusal_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_LOGGED) | Q(published_by__isnull=False, published_at__isnull=False),
                name="letter_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(cadre_of=None), name="letter_of_cadre_not_published"
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.ON_PAPER) | (~Q(stored_as="") & Q(scan_by__isnull=False)),
                name="letter_on_paper_has_scan",
            ),
        ]
        indexes = [
            models.Index(fields=["town", "year", "kind"], name="letter_by_year"),
            models.Index(fields=["unit", "year"], name="letter_by_unit"),
            models.Index(
                fields=["-published_at"], condition=Q(published_at__isnull=False), name="letter_by_publication"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of it."""
        return self.number

    @property
    def principal_name(self) -> str:
        """Who signs for party B, in the active language."""
        return in_language(self.principal_name_zh, self.principal_name_en)

    @property
    def principal_title(self) -> str:
        """The title of who signs for party B, in the active language."""
        return in_language(self.principal_title_zh, self.principal_title_en)

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it: published, as a refusal too, and though another took its place since."""
        return self.published_at is not None


class LetterSignature(models.Model):
    """Who signed a letter for which party, when and how, and what: rows are only ever added.

    `sha256` is the hash of the canonical JSON of all of this, with the hash of the document that was shown.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=10, choices=Party)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    title_zh = models.CharField(max_length=60, blank=True)
    title_en = models.CharField(max_length=80, blank=True)
    means = models.CharField(max_length=20, choices=Means)
    at = models.DateTimeField()
    document_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["letter", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "party"], name="letter_signature_once_a_party"),
            models.UniqueConstraint(
                fields=["letter", "person"], condition=Q(person__isnull=False), name="letter_signature_once_a_person"
            ),
            models.CheckConstraint(condition=Q(party__in=Party.values), name="letter_signature_party_known"),
            models.CheckConstraint(condition=Q(means__in=Means.values), name="letter_signature_means_known"),
            models.CheckConstraint(
                condition=Q(means=Means.PAPER) | Q(person__isnull=False), name="letter_signature_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.party}"

    @property
    def name(self) -> str:
        """Who signed, in the active language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def title(self) -> str:
        """As what they signed, in the active language."""
        return in_language(self.title_zh, self.title_en)


class DutyAssignment(Versioned):
    """Who answers for one duty of a letter, until when, and by what it will be seen."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="assignments")
    number = models.PositiveSmallIntegerField(help_text="Number of the duty in the letter")
    responsible = models.CharField(_("Who answers for it"), max_length=MAX_SHARE_LENGTH)
    by_when = models.CharField(_("By when"), max_length=MAX_EVIDENCE_LENGTH, blank=True)
    evidence = models.CharField(_("Evidence"), max_length=MAX_EVIDENCE_LENGTH, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["letter", "number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="letter_duty_assigned_once"),
            models.CheckConstraint(condition=~Q(responsible=""), name="letter_duty_assigned_to_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.number}"
