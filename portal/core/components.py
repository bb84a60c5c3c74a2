"""What the shared partial templates of `templates/components` are given: one dataclass a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Tag:
    """One of `tags.html`; `kind` is live, owed, warn, done or empty."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """`call.html`, one thing to know first; `kind` is info, owed, warn or done."""

    kind: str
    title: str
    text: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One of `files.html`, with what stands beside its name, such as its size."""

    url: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One of `signatures.html`: who did what as holder of which post."""

    label: str
    name: str
    post: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """One of `notices.html`; `date_text` takes the place of a date, `unit` and `stream` are left out where known."""

    url: str
    title: str
    date: date | None = None
    date_text: str = ""
    stream: str = ""
    unit: str = ""
    tags: Sequence[Tag] = ()
