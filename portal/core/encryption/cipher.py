"""The cipher: Fernet of the `cryptography` package (AES-128-CBC with HMAC-SHA-256), under keys that can be rotated.

`settings.ENCRYPTION_KEYS` begins with the key that is written with; the others are still read.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["InvalidToken", "decrypt", "encrypt", "is_current", "seal", "unseal"]


def encrypt(content: bytes) -> bytes:
    """Return content encrypted with the first key. The same content never gives the same ciphertext."""
    return _multi(tuple(settings.ENCRYPTION_KEYS)).encrypt(content)


def decrypt(token: bytes) -> bytes:
    """Return what was encrypted with any of the keys.

    Raises:
        InvalidToken: It was encrypted with none of them, or was tampered with.
    """
    return _multi(tuple(settings.ENCRYPTION_KEYS)).decrypt(token)


def is_current(token: bytes) -> bool:
    """Return whether something was encrypted with the first key."""
    try:
        _multi(tuple(settings.ENCRYPTION_KEYS[:1])).decrypt(token)
    except InvalidToken:
        return False
    return True


def seal(text: str) -> str:
    """Return a text as a token that can stand in an address or a form, and that only the portal reads."""
    return encrypt(text.encode()).decode()


def unseal(token: str, *, max_age: timedelta) -> str:
    """Return the text of a token.

    Raises:
        InvalidToken: It is none of ours, or is older than `max_age`.
    """
    seconds = int(max_age.total_seconds())
    return _multi(tuple(settings.ENCRYPTION_KEYS)).decrypt(token.encode(), ttl=seconds).decode()


@lru_cache(maxsize=8)
def _multi(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
