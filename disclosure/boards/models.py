"""Notice boards, what is posted on them, and packs of posters."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _, pgettext
from simple_history.models import HistoricalRecords

from disclosure.boards.enums import COLUMN_LABELS, PackFormat, PackItemState, PostingState
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.models import Edition
from disclosure.posters.enums import PaperSize
from portal.accounts.models import Unit, in_language
from portal.core.models import Job
from portal.core.workflow import Stateful, Versioned


class Board(Versioned):
    """A notice board (公开栏). `columns` are the streams it has room for, in their order."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    number = models.PositiveSmallIntegerField(_("Number"), help_text=_("In the order of the walk"))
    place_zh = models.CharField(_("Where it is, in Chinese"), max_length=100)
    place_en = models.CharField(_("Where it is, in English"), max_length=140, blank=True)
    paper = models.CharField(_("Paper"), max_length=2, choices=PaperSize, default=PaperSize.A3)
    sheets = models.PositiveSmallIntegerField(_("Room for sheets"))
    columns = models.JSONField(_("Columns"), default=list)
    is_active = models.BooleanField(_("In use"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["unit__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="board_number_once"),
            models.CheckConstraint(condition=Q(sheets__gt=0), name="board_has_room"),
        ]

    def __str__(self) -> str:
        return f"{self.unit.code}/{self.number}"

    @property
    def name(self) -> str:
        """Its unit and number, in the active language."""
        return gettext("%(unit)s, board %(number)d") % {"unit": self.unit.name, "number": self.number}

    @property
    def place(self) -> str:
        """Where it is, in the active language."""
        return in_language(self.place_zh, self.place_en)

    @property
    def column_names(self) -> str:
        """What its columns are for, in their order."""
        return pgettext("between columns of a board", " | ").join(str(COLUMN_LABELS[one]) for one in self.columns)

    def audit_number(self) -> str:
        """The number of this board in audit lines."""
        return str(self)


class Posting(Stateful):
    """One edition on one board, from when to when, with the photograph that shows it.

    The state moves by `disclosure.boards.workflow.POSTING` only. `posted_at` and `taken_down_at` are when it
    was done on the spot; the audit lines have when it was recorded.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="postings")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=PostingState, editable=False)
    posted_at = models.DateTimeField(_("Posted"))
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(_("Until"))
    paper = models.CharField(_("Paper"), max_length=2, choices=PaperSize)
    photo_stored_as = models.CharField(max_length=200, blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True)
    photographed_on = models.DateField(_("Photographed on"), null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "edition"], condition=Q(state=PostingState.POSTED), name="posting_once_a_board"
            ),
            models.CheckConstraint(
                condition=Q(state=PostingState.POSTED, taken_down_at__isnull=True)
                | Q(state=PostingState.TAKEN_DOWN, taken_down_at__gte=F("posted_at"), taken_down_by__isnull=False),
                name="posting_taken_down_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(photo_sha256="", photographed_on__isnull=True)
                | (~Q(photo_sha256="") & Q(photographed_on__isnull=False)),
                name="posting_photo_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.edition_id}"

    def audit_number(self) -> str:
        """The number of this posting in audit lines."""
        return f"{self.edition.audit_number()} @ {self.board}"


class PosterPack(models.Model):
    """Posters of several units and items, made by one job and handed over as one file for each size of paper.

    Without a `size` each poster is on the paper of its board.
    """

    period = models.CharField(_("Period"), max_length=7)
    size = models.CharField(_("Paper"), max_length=2, choices=PaperSize, blank=True)
    format = models.CharField(_("As"), max_length=3, choices=PackFormat, default=PackFormat.PDF)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.period} {self.size} #{self.pk}"

    @property
    def size_name(self) -> str:
        """Its paper in the active language."""
        return self.size or gettext("paper of each board")

    @property
    def is_open(self) -> bool:
        """Whether it is being made."""
        return self.job is not None and self.job.is_open

    @property
    def period_name(self) -> str:
        """Its period in the active language."""
        period = Period.parse(self.period)
        return in_language(period.name_zh, period.name_en)

    def audit_number(self) -> str:
        """The number of this pack in audit lines."""
        return str(self)


class PackFile(models.Model):
    """One file of a finished pack: its posters of one size; without a `size` the check-off sheet (张贴核对单)."""

    pack = models.ForeignKey(PosterPack, on_delete=models.CASCADE, related_name="files")
    size = models.CharField(max_length=2, choices=PaperSize, blank=True)
    stored_as = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()

    class Meta:
        ordering = ["pack", "size"]
        constraints = [models.UniqueConstraint(fields=["pack", "size"], name="pack_file_once_a_size")]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.size}"


class PackItem(models.Model):
    """One poster of a pack, for one board; without a board where the unit has none for its stream."""

    pack = models.ForeignKey(PosterPack, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    size = models.CharField(_("Paper"), max_length=2, choices=PaperSize)
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

    @property
    def board_name(self) -> str:
        """The board it is for, in the active language; without one, its unit."""
        if self.board is None:
            return gettext("%(unit)s: no board for these") % {"unit": self.edition.notice.unit.name}
        return self.board.name

    @property
    def board_name_zh(self) -> str:
        """The unit and the board it is for, as printed papers name them, such as 柳树村1号公开栏."""
        unit = self.edition.notice.unit.name_zh
        return f"{unit}{self.board.number}号公开栏" if self.board else f"{unit}（没有对应的公开栏）"
