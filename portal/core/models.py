"""Tables of the kernel."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext, pgettext_lazy

from portal.core.language import is_chinese, localized_path

SHA256 = r"^[0-9a-f]{64}$"


class AuditLine(models.Model):
    """One change. The subject is named by kind and key, so that a line outlives it."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    source = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_number}"


class DaySource(models.TextChoices):
    """Where a day comes from."""

    NOTICE = "notice", pgettext_lazy("source of a day", "Yearly notice of the State Council")
    LOCAL = "local", pgettext_lazy("source of a day", "Local order")


class CalendarDay(models.Model):
    """A day that differs from the ordinary week, and wins over what the calendar package says.

    A year with days out of the yearly notice is known by this table alone; a local order adds to a year, wins over
    the notice on its day, and makes no year known.
    """

    day = models.DateField()
    is_working = models.BooleanField()
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=10, choices=DaySource)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=DaySource.values), name="calendar_source_known"),
            models.UniqueConstraint(fields=["day", "source"], name="calendar_day_once_in_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name_zh}"

    @property
    def name(self) -> str:
        """The name in the active language; Chinese where there is no English one."""
        return self.name_zh if is_chinese() else self.name_en or self.name_zh


class JobState(models.TextChoices):
    """The state of a job. The last three are final."""

    QUEUED = "queued", pgettext_lazy("state of a job", "Waiting")
    RUNNING = "running", pgettext_lazy("state of a job", "Running")
    DONE = "done", pgettext_lazy("state of a job", "Done")
    FAILED = "failed", pgettext_lazy("state of a job", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("state of a job", "Cancelled")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)
"""States of a job that is still to be done."""


class Job(models.Model):
    """One piece of long work, with whom it is for, how far it is, and what came of it.

    `attempt` is also the fence: a worker that was thought dead and comes back writes with the number of
    its own attempt, and finds no row any more.
    """

    task = models.CharField(max_length=100, help_text="Name of the Celery task")
    args = models.JSONField(default=dict, help_text="What the task needs: keys and plain values")
    title = models.CharField(max_length=200, help_text="Message id of the title, with %(name)s places")
    title_params = models.JSONField(default=dict, help_text="What fills those places")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    queue = models.CharField(max_length=30, default="default")
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict, help_text="Why it failed: a sentence by language code")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="job_done_in_total"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, state__in=OPEN_STATES)
                | (Q(finished_at__isnull=False) & ~Q(state__in=OPEN_STATES)),
                name="job_finished_when_final",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(claimed_at__isnull=False, heartbeat_at__isnull=False),
                name="job_running_when_claimed",
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-created_at"], name="job_by_actor"),
            models.Index(fields=["state", "created_at"], name="job_open", condition=Q(state__in=OPEN_STATES)),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk} {self.state}"

    @property
    def text(self) -> str:
        """The title in the active language."""
        params: dict[str, Any] = self.title_params
        return gettext(self.title) % params if params else gettext(self.title)

    @property
    def error_text(self) -> str:
        """Why it failed, in the active language; empty if it did not."""
        sentences: dict[str, str] = self.error
        return sentences.get(get_language() or settings.LANGUAGE_CODE) or next(iter(sentences.values()), "")

    @property
    def url(self) -> str:
        """Where what came of it stands; empty where nothing did."""
        url = str(self.result.get("url", "")) if self.state == JobState.DONE else ""
        return localized_path(url) if url.startswith("/desk/") else url

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN_STATES


class LogKind(models.TextChoices):
    """What an entry tells of."""

    PUBLICATION = "publication", pgettext_lazy("kind of log entry", "Publication")
    CORRECTION = "correction", pgettext_lazy("kind of log entry", "Correction")
    WITHDRAWAL = "withdrawal", pgettext_lazy("kind of log entry", "Withdrawal")


class LogEntry(models.Model):
    """One publication, correction or withdrawal.

    The subject is named in text, so that the log needs no table of any app. `hash` is the SHA-256 over
    the canonical JSON of the fields that `portal.core.publication_log.hashed_fields` lists, among them
    the hash of the entry before.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=LogKind)
    subject_kind = models.CharField(max_length=40)
    subject_number = models.CharField(max_length=120)
    edition = models.PositiveIntegerField()
    content_sha256 = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sequence__gte=1), name="log_sequence_from_one"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="log_edition_from_one"),
            models.CheckConstraint(condition=Q(kind__in=LogKind.values), name="log_kind_known"),
            models.CheckConstraint(condition=Q(content_sha256__regex=SHA256), name="log_content_is_sha256"),
            models.CheckConstraint(condition=Q(previous_hash__regex=SHA256), name="log_previous_is_sha256"),
            models.CheckConstraint(condition=Q(hash__regex=SHA256), name="log_hash_is_sha256"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_number", "edition"], name="log_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.subject_number} ({self.edition})"


class Demonstration(models.Model):
    """That the portal is one, and the day its township stands still on; one row, written by what loads it."""

    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.day}"


class SearchDocument(models.Model):
    """A public document as it is found. Rooms push it; it names no table of any app, only kind and key.

    What has no language is kept once, names of units and entries in both, so that they are found and
    shown in either.
    """

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField(help_text="Primary key of what it was made from")
    number = models.CharField(max_length=120)
    edition = models.PositiveIntegerField(null=True, blank=True)
    url = models.CharField(max_length=200, help_text="At the Chinese root")
    title_zh = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400)
    unit = models.CharField(max_length=20, blank=True, help_text="Code of the unit")
    unit_zh = models.CharField(max_length=200, blank=True)
    unit_en = models.CharField(max_length=200, blank=True)
    stream = models.CharField(max_length=20, blank=True)
    entry = models.CharField(max_length=20, blank=True, help_text="Code of the catalogue's entry")
    entry_zh = models.CharField(max_length=200, blank=True)
    entry_en = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=7, blank=True)
    form = models.CharField(max_length=40, blank=True, help_text="Key of the form its content has")
    body = models.TextField(blank=True)
    lines = models.TextField(blank=True, help_text="As `portal.core.search.Line` writes them, one each")
    files = models.TextField(blank=True, help_text="Names of its files, one a line")
    published_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True, help_text="Last day on notice")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_document_once")]
        indexes = [models.Index(F("published_at").desc(), F("key").desc(), name="search_by_publication")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class SearchWords(models.Model):
    """What a document is found by. It stands apart, so that a search reads no texts.

    Lexemes are those of `portal.core.search.words`: `words` those of the whole document, `head` those of its
    number and titles, and both have the labels of what it is narrowed by.
    """

    document = models.OneToOneField(SearchDocument, models.CASCADE, primary_key=True, related_name="words")
    published_at = models.DateTimeField()
    words = SearchVectorField()
    head = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="search_words", fastupdate=False),
            GinIndex(fields=["head"], name="search_head", fastupdate=False),
            models.Index(F("published_at").desc(), F("document").desc(), name="search_words_by_publication"),
        ]

    def __str__(self) -> str:
        return str(self.document)
