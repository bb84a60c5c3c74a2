"""Tokens: what a letter bears, so that whoever reads it can confirm, change and leave without an account.

A token names a row and what it is for, and is signed. It opens what the letter was sent for and nothing else.
"""

from django.core.signing import BadSignature, Signer

CONFIRM, LEAVE = "confirm", "leave"
_SALT = "portal.site.subscriptions"


def token_of(purpose: str, pk: int) -> str:
    """Return the token for a purpose."""
    return Signer(salt=f"{_SALT}.{purpose}").sign(str(pk))


def key_in(purpose: str, token: str) -> int | None:
    """Return the primary key in a token; None where it is none of ours for this purpose."""
    try:
        return int(Signer(salt=f"{_SALT}.{purpose}").unsign(token))
    except (BadSignature, ValueError):
        return None
