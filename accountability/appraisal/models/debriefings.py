"""Debriefing meetings: who reports on a year, what was asked and suggested."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.appraisal.enums import HELD, MAX_LINE, DebriefingState, SuggestionState
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit
from portal.core.workflow import Stateful, Versioned


class Debriefing(Stateful):
    """A meeting at which the leaders of a unit report on a year. The township's own has the town as its unit."""

    number = models.CharField(_("Number"), max_length=40, unique=True)
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year reported on"))
    state = models.CharField(max_length=20, choices=DebriefingState, editable=False)
    day = models.DateField(_("Day"))
    begins = models.TimeField(_("Begins at"))
    place = models.CharField(pgettext_lazy("of a meeting", "Place"), max_length=MAX_LINE)
    chair = models.CharField(_("Chaired by"), max_length=MAX_LINE)
    agenda = models.TextField(_("Agenda"), blank=True, help_text=_("One item a line"))
    attended = models.PositiveSmallIntegerField(_("Present"), null=True, blank=True)
    minutes = models.TextField(_("What was decided"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-day", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DebriefingState.values), name="debriefing_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=HELD) | Q(attended__gte=1), name="debriefing_held_before_people"
            ),
            models.CheckConstraint(condition=Q(day__year__gte=F("year")), name="debriefing_not_before_its_year"),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=~Q(state=DebriefingState.CANCELLED),
                name="debriefing_once_a_year",
                violation_error_message=_("There is a debriefing of this unit for this year."),
            ),
        ]
        indexes = [models.Index(fields=["town", "year"], name="debriefing_by_year")]

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of it."""
        return self.number

    @property
    def agenda_items(self) -> list[str]:
        """The agenda, item by item."""
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]


class Entry(Versioned):
    """Something that belongs to a debriefing, in its place."""

    position = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Statement(Entry):
    """What one person reports on their year, as text or as a file."""

    debriefing = models.ForeignKey(Debriefing, on_delete=models.PROTECT, related_name="statements")
    person = models.CharField(_("Name"), max_length=60)
    title = models.CharField(_("Post"), max_length=MAX_LINE)
    text = models.TextField(_("Statement"), blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    stored_as = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["debriefing", "position"], name="statement_once_in_a_place"),
            models.CheckConstraint(condition=~Q(text="") | ~Q(stored_as=""), name="statement_says_something"),
        ]

    def __str__(self) -> str:
        return self.person


class Question(Entry):
    """A question at a debriefing, with its answer."""

    debriefing = models.ForeignKey(Debriefing, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.CharField(_("Asked by"), max_length=MAX_LINE)
    question = models.TextField(_("Question"))
    answered_by = models.CharField(_("Answered by"), max_length=MAX_LINE)
    answer = models.TextField(_("Answer"))
    history = HistoricalRecords()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["debriefing", "position"], name="question_once_in_a_place")]

    def __str__(self) -> str:
        return self.question


class Suggestion(Stateful):
    """What was suggested at a debriefing. It is answered, or given to the unit to put right."""

    debriefing = models.ForeignKey(Debriefing, on_delete=models.PROTECT, related_name="suggestions")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=SuggestionState, editable=False)
    made_by = models.CharField(_("Suggested by"), max_length=MAX_LINE)
    text = models.TextField(_("Suggestion"))
    answer = models.TextField(_("Answer"), blank=True)
    rectification = models.OneToOneField(
        Rectification, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["debriefing", "position"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SuggestionState.values), name="suggestion_state_known"),
            models.UniqueConstraint(fields=["debriefing", "position"], name="suggestion_once_in_a_place"),
            models.CheckConstraint(
                condition=~Q(state=SuggestionState.ANSWERED) | ~Q(answer=""), name="suggestion_answered_in_words"
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.GIVEN, rectification__isnull=False)
                | (~Q(state=SuggestionState.GIVEN) & Q(rectification=None)),
                name="suggestion_given_as_rectification",
            ),
        ]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """Return the number under which audit lines and rectifications speak of it."""
        return f"{self.debriefing.number}-{self.position}"
