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

_SEALED = re.compile(r"held (\S+) (\S+) (.*)", re.DOTALL)


class HeldUpload(SimpleUploadedFile):
    """A file that was sent with an earlier form; `token` names it."""

    def __init__(self, name: str, content: bytes, token: str) -> None:
        super().__init__(name, content, "application/octet-stream")
        self.token = token


def hold(upload: UploadedFile[Any], *, holder: str) -> str:
    """Keep a file as it was sent, and return the token that names it; what is held already is not kept twice.

    `holder` says who finds it again: the key of a person, or a secret that the form was handed out with.
    """
    if isinstance(upload, HeldUpload):
        return upload.token
    upload.seek(0)
    return seal(f"held {holder} {files.store(upload.read())} {upload.name}")


def held(token: str, *, holder: str) -> HeldUpload | None:
    """Return the file that a token names to its holder; None where it is another's, or held no longer."""
    try:
        sealed = _SEALED.fullmatch(unseal(token, max_age=timedelta(days=DAYS)))
        is_theirs = sealed is not None and sealed[1] == holder
        return HeldUpload(sealed[3], files.read(sealed[2]), token) if sealed and is_theirs else None
    except (InvalidToken, FileNotFoundError):
        return None
