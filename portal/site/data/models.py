"""The data packages that are kept."""

from django.db import models


class DataPackage(models.Model):
    """Everything public as one file, as it stood at a time.

    Attributes:
        log_sequence: The last entry of the publication log it holds; 0 where there is none.
    """

    made_at = models.DateTimeField()
    log_sequence = models.BigIntegerField()
    stored_as = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sizes = models.JSONField(help_text="Rows and bytes of each dataset, by its key")

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="data_package_by_time")]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.log_sequence}"
