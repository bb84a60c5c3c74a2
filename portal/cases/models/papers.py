"""What gathers around a case: files, notes, letters to the sender, and who read what."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.cases.enums import Read
from portal.cases.models.case import Case
from portal.core.encryption import EncryptedTextField, StoredFileField
from portal.messaging.models import Delivery


class CaseFile(models.Model):
    """A file that came with a case, believed by its content. It is stored for this case alone, and deleted with it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    name = EncryptedTextField()
    stored = StoredFileField()
    size = models.PositiveIntegerField(help_text="Bytes, before it was encrypted")
    content_type = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"


class Note(models.Model):
    """What staff write about a case and nobody outside sees."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = EncryptedTextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"


class CaseLetter(models.Model):
    """A letter to the sender of a case; its text is deleted from its delivery once it was sent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    delivery = models.OneToOneField(Delivery, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Reading(models.Model):
    """That somebody read what is private of a case, or the portal compared it. Rows are only ever added."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=Read)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(what__in=Read.values), name="reading_kind_known")]
        indexes = [models.Index(fields=["-at", "-id"], name="reading_by_time")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reader_id} {self.what}"
