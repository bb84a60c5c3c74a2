"""What letters say: the canonical documents that are signed and published, and the hashes of signatures."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import rfc8785

from accountability.letters.models import Letter, LetterSignature, LetterVersion
from accountability.letters.rules import in_year

SCHEMA = 1
PARTS = ("basis", "goals", "assessment", "accountability", "term", "copies")
"""The parts of a letter besides duties and points."""


@dataclass(frozen=True, slots=True)
class SaidDuty:
    """A duty as the letter has it."""

    number: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class SaidPoints:
    """A line of the scoring table as the letter has it."""

    number: int
    item: str
    standard: str
    points: str

    @property
    def shown(self) -> str:
        """The points as people write them: 10, or 2.5."""
        return self.points.removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Said:
    """What a letter says, as it was signed."""

    title: str
    party_a: str
    party_b: str
    signs_for_b: str
    basis: str
    goals: str
    duties: tuple[SaidDuty, ...]
    assessment: str
    points: tuple[SaidPoints, ...]
    accountability: str
    term: str
    copies: str
    replaces: str


def title_of(wording: LetterVersion, year: int) -> str:
    """Return what a letter of a year is called on paper."""
    return f"{year}年度{wording.template.name_zh}"


def document_of(letter: Letter) -> dict[str, Any]:
    """Return the document whose canonical JSON is signed: all that stands in the letter."""
    wording = letter.wording
    return {
        "schema": SCHEMA,
        "number": letter.number,
        "title": title_of(wording, letter.year),
        "party_a": letter.party_a,
        "party_b": letter.party_b,
        "signs_for_b": {"name": letter.principal_name_zh, "title": letter.principal_title_zh},
        "replaces": letter.replaces.number if letter.replaces else "",
        **{name: in_year(getattr(wording, name), letter.year) for name in PARTS},
        "duties": [
            {"number": one.number, "heading": one.heading, "text": in_year(one.text, letter.year)}
            for one in wording.duties.all()
        ],
        "points": [
            {"number": one.number, "item": one.item, "standard": one.standard, "points": f"{one.points:.1f}"}
            for one in wording.score_items.all()
        ],
    }


def refusal_of(letter: Letter) -> dict[str, Any]:
    """Return the document of a refusal that is published: the letter that was refused, why, and the answer."""
    return {
        "schema": SCHEMA,
        "number": letter.number,
        "document_sha256": letter.sha256,
        "refused_by": letter.principal_name_zh,
        "refused_on": str(letter.refused_on),
        "refusal": letter.refusal,
        "replied_on": str(letter.replied_on),
        "reply": letter.reply,
    }


def canonical(document: dict[str, Any]) -> str:
    """Return the canonical JSON (RFC 8785) of a document."""
    return rfc8785.dumps(document).decode()


def sha256(text: str) -> str:
    """Return the hash of a canonical document."""
    return hashlib.sha256(text.encode()).hexdigest()


def signature_hash(signature: LetterSignature, number: str) -> str:
    """Return the hash over who signed what, for whom, when and how."""
    document = {
        "schema": SCHEMA,
        "letter": number,
        "document_sha256": signature.document_sha256,
        "party": signature.party,
        "name": signature.name_zh,
        "title": signature.title_zh,
        "means": signature.means,
        "at": signature.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    return sha256(canonical(document))


def said(letter: Letter) -> Said:
    """Return what a letter says, read from the document that is signed."""
    read = json.loads(letter.document)
    return Said(
        title=read["title"],
        party_a=read["party_a"],
        party_b=read["party_b"],
        signs_for_b=read["signs_for_b"]["name"],
        duties=tuple(SaidDuty(one["number"], one["heading"], one["text"]) for one in read["duties"]),
        points=tuple(SaidPoints(**one) for one in read["points"]),
        replaces=read["replaces"],
        **{name: read[name] for name in PARTS},
    )


def published_document(letter: Letter) -> str:
    """Return the canonical JSON whose hash the publication log names."""
    return letter.refusal_document or letter.document
