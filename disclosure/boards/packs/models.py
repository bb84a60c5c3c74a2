"""Packs of posters and what is in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.boards.models import Board
from disclosure.boards.packs.enums import PackFormat, PackItemState
from disclosure.notices.models import Edition
from disclosure.posters.enums import PaperSize
from portal.core.models import Job


class PosterPack(models.Model):
    """Posters of several units and items, made by one job and handed over as one file."""

    period = models.CharField(_("Period"), max_length=7)
    size = models.CharField(_("Paper"), max_length=2, choices=PaperSize)
    format = models.CharField(_("As"), max_length=3, choices=PackFormat, default=PackFormat.PDF)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    stored_as = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.period} {self.size} #{self.pk}"

    def audit_number(self) -> str:
        """The number under which audit lines speak of this pack."""
        return str(self)


class PackItem(models.Model):
    """One poster of a pack, for one board; without a board where the unit has none for its stream."""

    pack = models.ForeignKey(PosterPack, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=PackItemState, default=PackItemState.WAITING)
    error = models.CharField(max_length=300, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pack", "order"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "order"], name="pack_order_once"),
            models.UniqueConstraint(
                fields=["pack", "edition", "board"], nulls_distinct=False, name="pack_poster_once_a_board"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.order}"
