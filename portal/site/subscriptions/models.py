"""Who is told by e-mail of what is published. Neither has a history: nothing of them stays once they leave."""

from django.db import models
from django.db.models import Q

from portal.core.encryption import Digest, DigestField, EncryptedTextField, normal_email
from portal.messaging.enums import Language

ADDRESS = Digest("subscriber", normal_email)


class Subscriber(models.Model):
    """An e-mail address that asked to be told, in the language that was used last.

    Attributes:
        told_on: Day of the last digest that was looked for, whether there was news or not.
        told_until: What was published until then has been told.
    """

    address = EncryptedTextField()
    address_digest = DigestField("address", ADDRESS, unique=True, db_index=False)
    language = models.CharField(max_length=10, choices=Language)
    told_on = models.DateField()
    told_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["told_on"], name="subscriber_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(language__in=Language.values), name="subscriber_language_known")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Subscription(models.Model):
    """One thing that somebody asked to be told of: words that are looked for, narrowed as a search is.

    It counts once it is confirmed, which only who reads letters to the address can do.

    Attributes:
        narrowed: Values of facets by their keys, such as the code of a unit.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    words = models.CharField(max_length=100, blank=True)
    narrowed = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "words", "narrowed"], name="subscription_once"),
            models.CheckConstraint(condition=~Q(words="") | ~Q(narrowed={}), name="subscription_to_something"),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(confirmed_at__isnull=True), name="subscription_unconfirmed")
        ]

    def __str__(self) -> str:
        return str(self.pk)
