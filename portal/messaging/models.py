"""Messages, how they were delivered, and how each person wants to be written to."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from portal.accounts.models import Unit, in_language
from portal.core.encryption import Digest, DigestField, EncryptedTextField, normal_text
from portal.core.workflow import Stateful
from portal.messaging.enums import AGAIN, CampaignOccasion, CampaignState, Channel, DeliveryState, Fault, Language

ADDRESS = Digest("address", normal_text)
EVENING, MORNING = time(21, 0), time(7, 30)


class NotificationPreference(models.Model):
    """How one person wants to be written to; without one the defaults hold."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preference"
    )
    by_email = models.BooleanField(_("By e-mail"), default=True)
    by_sms = models.BooleanField(_("By SMS"), default=False)
    language = models.CharField(_("Language"), max_length=10, choices=Language, default=Language.CHINESE)
    quiet_from = models.TimeField(_("Quiet from"), default=EVENING)
    quiet_to = models.TimeField(_("Quiet until"), default=MORNING)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.person_id)


class MessageText(models.Model):
    """The words of one kind of message, as the office has changed them. The defaults are in the registry."""

    kind = models.CharField(max_length=40, unique=True)
    subject_zh = models.CharField(_("Subject in Chinese"), max_length=120)
    body_zh = models.TextField(_("Text in Chinese"), max_length=2000)
    subject_en = models.CharField(_("Subject in English"), max_length=160)
    body_en = models.TextField(_("Text in English"), max_length=3000)
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind


class Delivery(models.Model):
    """One letter or short message: a person's digest of a day, or a letter to somebody outside.

    `not_before` keeps quiet hours. A digest is sent once per person, channel and day, a letter once per
    cause, however often the work that wants it runs. Address, subject and text are encrypted, and cleared once it was
    sent. `unit` is set for a letter only: whose publishers see
    what became of it. `error` is a word of `portal.messaging.channels`, never the answer of a server, which may
    name people.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40, help_text="The message template of a letter; empty for a digest", blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    day = models.DateField()
    cause = models.CharField(max_length=120, blank=True)
    address = EncryptedTextField(blank=True)
    address_digest = DigestField("address", ADDRESS)
    subject = EncryptedTextField(blank=True)
    body = EncryptedTextField(blank=True)
    language = models.CharField(max_length=10, choices=Language, default=Language.CHINESE)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    state_since = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel", "day"], condition=Q(person__isnull=False), name="delivery_once_a_day"
            ),
            models.UniqueConstraint(fields=["channel", "cause"], condition=~Q(cause=""), name="delivery_once_a_cause"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, cause="") | (Q(person__isnull=True) & ~Q(cause="")),
                name="delivery_to_a_person_or_for_a_cause",
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="delivery_by_state")]

    def __str__(self) -> str:
        return f"{self.channel} {self.day} {self.pk}"

    @property
    def can_be_retried(self) -> bool:
        """Whether it is sent again only on request."""
        return self.state in AGAIN

    @property
    def masked_address(self) -> str:
        """A telephone's first 3 and last 4 digits, or an e-mail's first letter and host; empty once it was sent."""
        name, at, host = self.address.partition("@")
        if at:
            return f"{name[:1]}***@{host}"
        return f"{name[:3]}****{name[-4:]}" if len(name) > len("0001111") else name and "****"

    @property
    def error_sentence(self) -> str:
        """What the error means, in the active language; empty for none."""
        kind, _space, number = self.error.partition(" ")
        if not number:
            return str(Fault(kind).label) if kind in Fault else kind
        text = gettext("The SMS gateway answered %(number)s.")
        if kind == "smtp":
            text = gettext("The mail server answered %(number)s.")
        return text % {"number": number}


class Message(models.Model):
    """A message in one person's inbox: once per cause and step, even if the work runs twice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=40)
    cause = models.CharField(max_length=120)
    step = models.CharField(max_length=40)
    due_on = models.DateField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    language = models.CharField(max_length=10, choices=Language, default=Language.CHINESE)
    escalates = models.BooleanField(default=False, help_text="Whether it is about another's work")
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    deliveries: "models.ManyToManyField[Delivery, models.Model]" = models.ManyToManyField(
        Delivery, related_name="messages"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "cause", "step"], name="message_once_a_step"),
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="message_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.cause} {self.step}"

    @property
    def text(self) -> str:
        """The body without addresses on lines of their own: in the inbox its subject leads to the page."""
        lines = [line for line in self.body.splitlines() if not line.startswith(("http://", "https://"))]
        return "\n".join(lines).strip()


class Campaign(Stateful):
    """A reminder that the office sends to people it chooses, such as before a festival.

    Its messages are not kept for ever; `received` and `read_of_forgotten` are, so that the figures of a year stay.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Township"))
    occasion = models.CharField(_("Occasion"), max_length=12, choices=CampaignOccasion, default=CampaignOccasion.OTHER)
    name_zh = models.CharField(_("Name in Chinese"), max_length=80)
    name_en = models.CharField(_("Name in English"), max_length=120, blank=True)
    subject = models.CharField(_("Subject"), max_length=120)
    body = models.TextField(_("Text"), max_length=2000)
    send_on = models.DateField(_("Sent on"))
    roles = models.JSONField(_("To everybody who is"), default=list)
    kinds = models.JSONField(
        pgettext_lazy("units of a campaign", "In"),
        default=list,
        blank=True,
        help_text=_("Every kind of unit where none is chosen."),
    )
    people: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("And to")
    )
    state = models.CharField(max_length=20, choices=CampaignState, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received = models.PositiveIntegerField(null=True, blank=True, editable=False, help_text="How many were sent it")
    read_of_forgotten = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many of the messages that are kept no longer had been read"
    )
    history = HistoricalRecords(excluded_fields=["read_of_forgotten"])

    class Meta:
        ordering = ["-send_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(occasion__in=CampaignOccasion.values), name="campaign_occasion_known"),
            models.CheckConstraint(
                condition=Q(state=CampaignState.SENT, received__isnull=False)
                | ~Q(state=CampaignState.SENT) & Q(received=None),
                name="campaign_received_once_sent",
            ),
            models.CheckConstraint(
                condition=Q(read_of_forgotten=0) | Q(read_of_forgotten__lte=F("received")),
                name="campaign_read_by_those_who_received",
            ),
        ]
        indexes = [models.Index(fields=["unit", "send_on"], name="campaign_by_day")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(self.name_zh, self.name_en)

    def audit_number(self) -> str:
        """The number of this campaign in audit lines."""
        return f"{self.name_zh} {self.send_on:%Y-%m-%d}"
