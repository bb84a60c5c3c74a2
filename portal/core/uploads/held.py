"""Files of forms that were refused: held for a day, encrypted, so that nobody has to choose them a second time.

Only who sent a file finds it again, whoever else comes by its token.

No row names them, so that they are deleted with other nameless files.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from portal.core.encryption import files
from portal.core.encryption.cipher import InvalidToken, seal, unseal
from portal.core.encryption.nameless import DAYS

_SEALED = re.compile(r"held (\d+) (\S+) (.*)", re.DOTALL)


class HeldUpload(SimpleUploadedFile):
    """A file that was sent with an earlier form; `token` names it."""

    def __init__(self, name: str, content: bytes, token: str) -> None:
        super().__init__(name, content, "application/octet-stream")
        self.token = token


def hold(upload: UploadedFile[Any], *, person: int) -> str:
    """Keep a file as a person sent it, and return the token that names it; what is held already is not kept twice.

    `person` is their key.
    """
    if isinstance(upload, HeldUpload):
        return upload.token
    upload.seek(0)
    return seal(f"held {person} {files.store(upload.read())} {upload.name}")


def held(token: str, *, person: int) -> HeldUpload | None:
    """Return the file that a token names to a person; None where it is another's, or held no longer."""
    try:
        sealed = _SEALED.fullmatch(unseal(token, max_age=timedelta(days=DAYS)))
        is_theirs = sealed is not None and int(sealed[1]) == person
        return HeldUpload(sealed[3], files.read(sealed[2]), token) if sealed and is_theirs else None
    except (InvalidToken, FileNotFoundError):
        return None
