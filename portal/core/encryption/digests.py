"""Keyed digests: by them equal values of encrypted fields are found, though ciphertexts never compare equal.

`settings.DIGEST_KEYS` begins with the key that is written with; what was written with the others is still found.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Digest:
    """One kind of digest. Equal values of two kinds have different digests.

    Attributes:
        purpose: What it is of, such as "telephone".
        normalise: Returns the form in which values are compared.
    """

    purpose: str
    normalise: Callable[[str], str]

    def of(self, value: str) -> str:
        """Return the digest that is stored, 64 hexadecimal digits; empty where nothing is left of the value."""
        return self.all_of(value)[0]

    def all_of(self, value: str) -> list[str]:
        """Return the digests under each key, to look a value up; of no value the empty one."""
        normal = self.normalise(value)
        if not normal:
            return [""]
        message = f"{self.purpose}\0{normal}".encode()
        return [hmac.new(key.encode(), message, hashlib.sha256).hexdigest() for key in settings.DIGEST_KEYS]


def normal_text(text: str) -> str:
    """Return a text without spaces and punctuation, in small letters and characters of one width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def normal_email(address: str) -> str:
    """Return an e-mail address in small letters."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def normal_telephone(number: str) -> str:
    """Return the digits of a telephone number, without the prefix of the country."""
    digits = "".join(letter for letter in unicodedata.normalize("NFKC", number) if letter.isdigit())
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) >= len(prefix) + 10:
            return digits.removeprefix(prefix)
    return digits
