"""Files of forms that were refused: held for a day, encrypted, so that nobody has to choose them a second time."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from portal.core.encryption.cipher import InvalidToken, decrypt, encrypt, seal, unseal

FOLDER = "held"
KEPT_DAYS = 1
_KEY = re.compile("[0-9a-f]{48}")


class HeldUpload(SimpleUploadedFile):
    """A file that was sent with an earlier form; `token` names it."""

    def __init__(self, name: str, content: bytes, token: str) -> None:
        super().__init__(name, content, "application/octet-stream")
        self.token = token


def hold(upload: UploadedFile[Any]) -> str:
    """Keep a file as it was sent, and return the token that names it; one that is held already is not kept twice."""
    if isinstance(upload, HeldUpload):
        return upload.token
    key = secrets.token_hex(24)
    upload.seek(0)
    storages["private"].save(f"{FOLDER}/{key}", ContentFile(encrypt(upload.read())))
    return seal(f"{key} {upload.name}")


def held(token: str) -> HeldUpload | None:
    """Return the file that a token names; None where there is none, or it is held no longer."""
    try:
        key, _space, name = unseal(token, max_age=timedelta(days=KEPT_DAYS)).partition(" ")
        if not _KEY.fullmatch(key):  # sealed for something else
            return None
        with storages["private"].open(f"{FOLDER}/{key}", "rb") as opened:
            return HeldUpload(name, decrypt(opened.read()), token)
    except (InvalidToken, FileNotFoundError):
        return None


def forget(before: datetime, limit: int) -> int:
    """Delete at most so many files that were held before a time, and return how many."""
    storage = storages["private"]
    try:
        names = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]]
    except FileNotFoundError:  # nothing has ever been held
        return 0
    old = [name for name in names if storage.get_modified_time(name) < before][:limit]
    for name in old:
        storage.delete(name)
    return len(old)
