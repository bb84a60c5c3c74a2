"""What the rows of this room have in common: a number within a township, and files."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Unit


class OfTown(models.Model):
    """A row of a township with a number, such as `QS-LT-2025-001`."""

    number = models.CharField(_("Number"), max_length=40, unique=True, editable=False)
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of it."""
        return self.number


class KeptFile(models.Model):
    """A private file, believed by its content."""

    name = models.CharField(max_length=150)
    stored_as = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes")
    content_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
