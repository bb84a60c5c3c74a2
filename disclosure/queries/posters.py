"""Reads about posters."""

from disclosure.enums import PaperSize, State
from disclosure.models import Edition, Poster


def stored_poster(edition: Edition, size: PaperSize) -> Poster | None:
    """Return the stored poster of an edition as it stands, if it has been made."""
    superseded = edition.state == State.SUPERSEDED
    return Poster.objects.filter(edition=edition, size=size, is_superseded=superseded).first()
