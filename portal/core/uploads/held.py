"""Files of forms that were refused: held for a day, encrypted, so that nobody has to choose them a second time.

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

_SEALED = re.compile(r"held (\S+) (.*)", re.DOTALL)


class HeldUpload(SimpleUploadedFile):
    """A file that was sent with an earlier form; `token` names it."""

    def __init__(self, name: str, content: bytes, token: str) -> None:
        super().__init__(name, content, "application/octet-stream")
        self.token = token


def hold(upload: UploadedFile[Any]) -> str:
    """Keep a file as it was sent, and return the token that names it; one that is held already is not kept twice."""
    if isinstance(upload, HeldUpload):
        return upload.token
    upload.seek(0)
    return seal(f"held {files.store(upload.read())} {upload.name}")


def held(token: str) -> HeldUpload | None:
    """Return the file that a token names; None where there is none, or it is held no longer."""
    try:
        sealed = _SEALED.fullmatch(unseal(token, max_age=timedelta(days=DAYS)))
        return HeldUpload(sealed[2], files.read(sealed[1]), token) if sealed else None
    except (InvalidToken, FileNotFoundError):
        return None
