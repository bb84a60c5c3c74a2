"""What a petitioner adds to what they handed in."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from petitions.handling.actions import receiving
from petitions.handling.models import Petition
from portal.accounts.models import User
from portal.core import uploads
from portal.core.texts import plain


def add(*, actor: User, petition: Petition, text: str, files: Sequence[uploads.Clean], at: datetime) -> None:
    """Add words and files to a petition, all of them or nothing.

    Args:
        actor: The system for the petitioner, who shows their code; else the person of the office who was told.
        files: Cleaned already.

    Raises:
        NotAllowed: The actor may not.
        Refused: The petition has ended, the personal data has been removed, or there are too many files.
    """
    with transaction.atomic():
        if plain(text):
            receiving.add_text(actor=actor, petition=petition, text=text, at=at)
        for file in files:
            receiving.keep_file(actor=actor, petition=petition, file=file, at=at)
