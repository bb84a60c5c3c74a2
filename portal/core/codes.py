"""Codes that people read off a wall or a slip of paper and type in."""

import secrets

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What codes are made of; 0 O 1 I L are left out, because people misread them."""


def random_code(length: int) -> str:
    """Return a random code."""
    return "".join(secrets.choice(LETTERS) for _place in range(length))


def as_typed(code: str) -> str:
    """Return a code however it was typed: in small letters, with hyphens or spaces."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def in_groups(code: str) -> str:
    """Return a code in groups of four, as people read it out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
