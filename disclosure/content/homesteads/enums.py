"""Kinds of applications for homesteads, and what comes of them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class HomesteadKind(TextChoices):
    """What is applied for."""

    NEW = "new", pgettext_lazy("homestead", "New house")
    REBUILD = "rebuild", pgettext_lazy("homestead", "House rebuilt in its place")
    EXTEND = "extend", pgettext_lazy("homestead", "House extended")
    MOVE = "move", pgettext_lazy("homestead", "House rebuilt elsewhere")


class HomesteadState(TextChoices):
    """What came of an application."""

    APPLIED = "applied", pgettext_lazy("homestead", "Applied for")
    APPROVED = "approved", pgettext_lazy("homestead", "Approved")
    REFUSED = "refused", pgettext_lazy("homestead", "Not approved")
