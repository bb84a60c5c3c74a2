"""Secret codes by which a sender follows a case. Only a salted hash of a code is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What codes are made of: nothing that is misread, such as 0, O, 1, I and L."""
LENGTH = 12
_NOBODYS = f"{'0' * 32}${'0' * 64}"
"""What a guess is compared with where there is no such case, so that it takes as long."""


def new_code() -> str:
    """Return a random code."""
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))


def hash_code(code: str) -> str:
    """Return what is kept of a code."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_hash(code, salt)}"


def is_code(typed: str, kept: str) -> bool:
    """Return whether a code is the one that was kept; of nothing kept it takes as long to say no."""
    salt, _dollar, hashed = (kept or _NOBODYS).partition("$")
    return hmac.compare_digest(_hash(as_typed(typed), bytes.fromhex(salt)), hashed)


def as_typed(code: str) -> str:
    """Return a code however it was typed: in small letters, with hyphens or spaces."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def in_groups(code: str) -> str:
    """Return a code in groups of four, as people read it out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _hash(code: str, salt: bytes) -> str:
    return hashlib.scrypt(code.encode(), salt=salt, n=2**11, r=8, p=1, dklen=32).hex()
