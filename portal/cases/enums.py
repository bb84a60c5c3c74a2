"""Closed lists of what people send: how it came, what the public sees of it, and what was read of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Channel(TextChoices):
    """How it came in."""

    WEB = "web", _("On this website")
    TELEPHONE = "telephone", _("By telephone")
    BOX = "box", _("In the suggestion box")
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("By letter")


class Visibility(TextChoices):
    """What the public sees of it, as decided when it was screened."""

    UNDECIDED = "", pgettext_lazy("visibility of an opinion", "Not decided")
    PUBLIC = "public", pgettext_lazy("visibility of an opinion", "Published")
    MASKED = "masked", pgettext_lazy("visibility of an opinion", "Published masked")
    PRIVATE = "private", pgettext_lazy("visibility of an opinion", "Kept private")


PUBLISHED = (Visibility.PUBLIC, Visibility.MASKED)


class Read(TextChoices):
    """What was read of a case, or done with what is private of it."""

    SENDER = "sender", pgettext_lazy("what was read", "As it came, with the sender")
    FILE = "file", pgettext_lazy("what was read", "A file")
    NOTES = "notes", pgettext_lazy("what was read", "Notes")
    EXPORT = "export", pgettext_lazy("what was read", "Exported")
    PRINT = "print", pgettext_lazy("what was read", "Printed")
    COMPARISON = "comparison", pgettext_lazy("what was read", "Compared with others by the portal")
