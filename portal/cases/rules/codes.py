"""Secret codes by which a sender follows a case. Only a salted hash of a code is kept."""

import hashlib
import hmac
import secrets

from portal.core.codes import as_typed, random_code

LENGTH = 12
_NOBODYS = f"{'0' * 32}${'0' * 64}"
"""What a guess is compared with where there is no such case, so that it takes as long."""


def new_code() -> str:
    """Return a random code."""
    return random_code(LENGTH)


def hash_code(code: str) -> str:
    """Return what is kept of a code."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_hash(code, salt)}"


def is_code(typed: str, kept: str) -> bool:
    """Return whether a code is the one that was kept; of nothing kept it takes as long to say no."""
    salt, _dollar, hashed = (kept or _NOBODYS).partition("$")
    return hmac.compare_digest(_hash(as_typed(typed), bytes.fromhex(salt)), hashed)


def _hash(code: str, salt: bytes) -> str:
    return hashlib.scrypt(code.encode(), salt=salt, n=2**11, r=8, p=1, dklen=32).hex()
