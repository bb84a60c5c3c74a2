"""Reads about posters."""

from django.db.models import QuerySet

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.posters.enums import PaperSize
from disclosure.posters.models import Poster


def posters_of(edition: Edition) -> QuerySet[Poster]:
    """Return the stored posters of an edition as it is now."""
    return Poster.objects.filter(edition=edition, is_superseded=edition.state == State.SUPERSEDED)


def stored_poster(edition: Edition, size: PaperSize) -> Poster | None:
    """Return one of them, if it has been made."""
    return posters_of(edition).filter(size=size).first()
