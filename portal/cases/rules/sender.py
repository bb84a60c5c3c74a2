"""Who sent a case, what gives them away in a text, and what is proposed to be shown."""

from collections.abc import Collection
from dataclasses import dataclass, field

from portal.core.personal import mask

MIN_DIGITS = 7
"""A telephone number has at least so many; fewer stand in any text."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a case, as far as they gave it. Never part of what is printed of it."""

    name: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AsItCame:
    """What is private of a case, in plain text."""

    text: str = field(repr=False)
    sender: Sender = field(repr=False)

    def proposal(self, *, published: Collection[str] = ()) -> str:
        """Return the text with every personal number masked, and with what the sender left of themselves.

        `published` is as in `portal.core.personal.find_personal`.
        """
        return self.masked(self.text, published=published)

    def masked(self, written: str, *, published: Collection[str] = ()) -> str:
        """Return another text, such as the answer to it, masked in the same way."""
        text, sender = mask(written, published=published), self.sender
        hidden = ((sender.name, f"{sender.name[:1]}某"), (sender.email, "***"), (sender.telephone, "***"))
        for private, shown in (*hidden, (sender.address, "***")):
            if len(private) > 1:
                text = text.replace(private, shown)
        return text


def names_email(sender: Sender, text: str) -> bool:
    """Return whether a text holds the sender's e-mail address."""
    return bool(sender.email) and sender.email.lower() in text.lower()


def names_telephone(sender: Sender, text: str) -> bool:
    """Return whether a text holds the sender's telephone number, however it is grouped."""
    number = _digits(sender.telephone)
    return len(number) >= MIN_DIGITS and number in _digits(text)


def names_person(sender: Sender, text: str) -> bool:
    """Return whether a text holds the sender's name."""
    return len(sender.name) > 1 and sender.name in text


def names_address(sender: Sender, text: str) -> bool:
    """Return whether a text holds the sender's address."""
    return len(sender.address) > 1 and sender.address in text


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
