"""Encrypted files in the private store, each under a random name of its own, so that it can be deleted."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from portal.core.encryption.cipher import decrypt, encrypt, is_current

FOLDER = "encrypted"


def store(content: bytes) -> str:
    """Keep a file and return its name, to be kept in a `StoredFileField`."""
    name = f"{FOLDER}/{secrets.token_hex(24)}"
    _write(name, content)
    return name


def read(name: str) -> bytes:
    """Return the content of a file.

    Raises:
        FileNotFoundError: It is not there.
    """
    return decrypt(_token(name))


def delete(name: str) -> None:
    """Delete a file; nothing happens where there is none."""
    storages["private"].delete(name)


def rewrite(name: str) -> bool:
    """Encrypt a file with the first key; return whether it was not already.

    Raises:
        FileNotFoundError: It is not there.
    """
    token = _token(name)
    if is_current(token):
        return False
    _write(name, decrypt(token))
    return True


def _write(name: str, content: bytes) -> None:
    storages["private"].save(name, ContentFile(encrypt(content)))


def _token(name: str) -> bytes:
    with storages["private"].open(name, "rb") as opened:
        token: bytes = opened.read()
    return token
