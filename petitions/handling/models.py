"""Petitions: what is said, who is kept out, what was done, decided and rated."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from petitions.handling.enums import (
    ENDED,
    IN_HAND,
    MAX_REPRESENTATIVES,
    AnswerBy,
    Barring,
    Category,
    Finding,
    Ground,
    Kind,
    Matter,
    Paper,
    PetitionState,
    Result,
    ReviewResult,
    Satisfaction,
    SealedFor,
    Service,
    Stage,
)
from portal.accounts.models import Unit
from portal.cases.models import Clock, OfCase
from portal.core.encryption import EncryptedTextField
from portal.core.grants import Grant
from portal.core.workflow import Versioned

PERSON = settings.AUTH_USER_MODEL


class Petition(OfCase):
    """A petition. Text and sender stand apart in `portal.cases`; what is encrypted has no history.

    The state moves by `petitions.handling.workflow.PETITION` only. Its number is that of the township with -XF- or,
    of what is sealed as it comes in, -JJ-, the year and a count.
    """

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="The township it is sent to")
    category = models.CharField(pgettext_lazy("of a petition", "Class"), max_length=12, choices=Category)
    matter = models.CharField(_("Matter"), max_length=12, choices=Matter)
    place = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Where it happened"),
    )
    is_anonymous = models.BooleanField(_("Without a name"), default=False)
    people = models.PositiveSmallIntegerField(_("How many people"), default=1)
    answer_by = models.CharField(_("Wants to hear"), max_length=10, choices=AnswerBy, default=AnswerBy.HERE)
    sealed_for = models.CharField(max_length=10, choices=SealedFor, blank=True, editable=False)
    state = models.CharField(max_length=20, choices=PetitionState, editable=False)
    subject = EncryptedTextField(_("What it is about"), blank=True)
    wish = EncryptedTextField(_("What is wished for"), blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sponsor = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_supervised = models.BooleanField(_("Supervised"), default=False)
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Which one it repeats"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ground = models.CharField(_("Ground"), max_length=12, choices=Ground, blank=True)
    directed_to = EncryptedTextField(_("Which body"), blank=True)
    clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="What it waits for by law"
    )
    step_clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="A shorter one within it"
    )
    extension_days = models.PositiveSmallIntegerField(default=0, help_text="Asked for, not decided yet")
    accepted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When the opinion was signed, or it was settled")
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was first decided or turned away; figures count it there, once"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["subject", "wish", "directed_to"])

    class Meta:
        ordering = ["-pk"]
        permissions = [("handle", "May handle this petition")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PetitionState.values), name="petition_state_known"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="petition_category_known"),
            models.CheckConstraint(condition=Q(matter__in=Matter.values), name="petition_matter_known"),
            models.CheckConstraint(condition=Q(answer_by__in=AnswerBy.values), name="petition_answer_by_known"),
            models.CheckConstraint(condition=Q(sealed_for__in=SealedFor.values), name="petition_keeper_known"),
            models.CheckConstraint(condition=Q(people__gte=1), name="petition_has_people"),
            models.CheckConstraint(
                condition=~Q(category=Category.ACCUSATION) | ~Q(sealed_for=""), name="petition_accusation_is_sealed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IN_HAND) | Q(unit__isnull=False, accepted_at__isnull=False),
                name="petition_in_hand_is_with_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(state=PetitionState.MERGED, merged_into__isnull=False)
                | ~Q(state=PetitionState.MERGED) & Q(merged_into=None),
                name="petition_merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | ~Q(state__in=ENDED) & Q(ended_at=None),
                name="petition_ended_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(decided_at=None, ended_at=None),
                name="petition_closed_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PetitionState.DECIDED, PetitionState.SERVED]) | Q(decided_at__isnull=False),
                name="petition_decided_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["town", "state", "state_since"], name="petition_by_state"),
            models.Index(fields=["town", "accepted_at"], name="petition_by_acceptance"),
            models.Index(fields=["town", "closed_at"], name="petition_by_closing"),
            models.Index(fields=["town", "place", "matter"], name="petition_by_place"),
            models.Index(fields=["-ended_at", "-id"], condition=Q(ended_at__isnull=False), name="petition_by_end"),
            models.Index(
                fields=["-closed_at", "-id"], condition=Q(closed_at__isnull=False), name="petition_newest_closed"
            ),
        ]

    @property
    def current_clock(self) -> Clock | None:
        """The time limit of what is waited for now; None where nothing runs."""
        return self.step_clock or self.clock


class PetitionGrant(Grant):
    """One petition given to one person to handle."""

    content_object = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="grants")


class Representative(models.Model):
    """One of at most five people who speak for a group. Encrypted, so it has no history."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="representatives")
    order = models.PositiveSmallIntegerField()
    name = EncryptedTextField()
    telephone = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "order"], name="representative_order_once"),
            models.CheckConstraint(
                condition=Q(order__gte=1, order__lte=MAX_REPRESENTATIVES), name="representatives_at_most_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.order}"


class Bar(models.Model):
    """Who is kept from a petition: a unit, with everybody who holds a post in it, or a person.

    It counts while it is not lifted. The township itself is never barred as a unit: what is said against it is sealed.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="bars")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=20, choices=Barring)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    lifted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, person__isnull=False) | Q(unit__isnull=False, person__isnull=True),
                name="bar_of_unit_or_person",
            ),
            models.CheckConstraint(condition=Q(why__in=Barring.values), name="bar_reason_known"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="bar_lifted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | Q(person=None) | ~Q(lifted_by=F("person")), name="bar_not_lifted_by_them"
            ),
            models.UniqueConstraint(
                fields=["petition", "unit"], condition=Q(lifted_at=None, unit__isnull=False), name="bar_of_unit_once"
            ),
            models.UniqueConstraint(
                fields=["petition", "person"],
                condition=Q(lifted_at=None, person__isnull=False),
                name="bar_of_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.why}"


class Proceeding(models.Model):
    """Something that was done while a petition was handled. Encrypted, so it has no history."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="proceedings")
    kind = models.CharField(_("What was done"), max_length=10, choices=Kind)
    held_on = models.DateField(_("On"))
    text = EncryptedTextField()
    is_agreed = models.BooleanField(null=True, blank=True, help_text="Of a mediation: whether both sides agreed")
    is_shown = models.BooleanField(default=False, help_text="Whether the petitioner reads it")
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="proceeding_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.MEDIATION, is_agreed__isnull=False) | ~Q(kind=Kind.MEDIATION) & Q(is_agreed=None),
                name="proceeding_mediation_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.kind} {self.held_on}"


class Opinion(models.Model):
    """What is decided on a petition; taken up again, it has several. Nobody checks or signs what they drafted."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="opinions")
    result = models.CharField(_("Result"), max_length=15, choices=Result, blank=True)
    finding = models.CharField(_("Facts"), max_length=16, choices=Finding)
    is_mediated = models.BooleanField(_("Settled by mediation"), default=False)
    facts = EncryptedTextField(_("What was found"))
    text = EncryptedTextField(_("Opinion and what it rests on"), blank=True)
    number = models.CharField(max_length=40, blank=True)
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    checked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    service = models.CharField(_("How it was served"), max_length=10, choices=Service, blank=True)
    served_on = models.DateField(_("Served on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=[*Result.values, ""]), name="opinion_result_is_known"),
            models.CheckConstraint(condition=Q(finding__in=Finding.values), name="opinion_finding_known"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("drafted_by")), name="opinion_checker_did_not_draft"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")) | Q(result=""),
                name="opinion_signer_did_not_draft",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None) | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="opinion_signed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["petition"], condition=Q(signed_at=None), name="opinion_one_draft_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.number}"


class Review(models.Model):
    """A review or re-review of an opinion by the body above, as the office enters it."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="reviews")
    stage = models.CharField(max_length=10, choices=Stage)
    asked_at = models.DateTimeField()
    reason = EncryptedTextField(blank=True)
    body = models.CharField(_("Who decides"), max_length=80)
    result = models.CharField(_("Decision"), max_length=10, choices=ReviewResult, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    text = EncryptedTextField(_("What it says"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[Stage.REVIEW, Stage.RE_REVIEW]), name="review_stage_known"),
            models.CheckConstraint(
                condition=Q(result="", decided_on=None) | Q(result__in=ReviewResult.values, decided_on__isnull=False),
                name="review_decided_on_a_day",
            ),
            models.UniqueConstraint(fields=["petition"], condition=Q(decided_on=None), name="review_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.stage}"


class Rating(models.Model):
    """What the petitioner says of an opinion, and of those who worked on it."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="ratings")
    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="rating")
    result = models.CharField(_("With the result"), max_length=12, choices=Satisfaction)
    service = models.CharField(_("With the service"), max_length=12, choices=Satisfaction)
    words = EncryptedTextField(blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=Satisfaction.values, service__in=Satisfaction.values), name="rating_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.result}"


class Supervision(models.Model):
    """That a petition is supervised: by whom, and by when they want to hear."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="supervisions")
    words = EncryptedTextField()
    due = models.DateField()
    ordered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.due}"


class IssuedPaper(models.Model):
    """An official paper of a petition with its number, such as 青信受〔2026〕31号.

    It keeps what it says of unit, day, ground and body, so that it reads the same whatever is done later.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="papers")
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    paper = models.CharField(max_length=15, choices=Paper)
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    is_sealed = models.BooleanField(default=False, help_text="Counted apart from those that are not")
    number = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=12, choices=Ground, blank=True)
    body = EncryptedTextField(blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(paper__in=Paper.values), name="issued_paper_known"),
            models.UniqueConstraint(
                fields=["town", "paper", "year", "is_sealed", "count"], name="issued_paper_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Route(models.Model):
    """Which unit of a township usually handles petitions of a matter. It is proposed; a person decides."""

    town = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    matter = models.CharField(max_length=12, choices=Matter)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(matter__in=Matter.values), name="route_matter_known"),
            models.UniqueConstraint(fields=["town", "matter"], name="route_one_for_a_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.town_id} {self.matter}"


class AnswerText(Versioned):
    """Words of a township's office that an opinion can begin with. They name nobody."""

    town = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("Title"), max_length=60)
    facts = models.TextField(_("What was found"), blank=True)
    text = models.TextField(_("Opinion and what it rests on"))
    history = HistoricalRecords()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["town", "title"], name="answer_text_title_once")]

    def __str__(self) -> str:
        return self.title
