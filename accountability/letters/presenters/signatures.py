"""Who did what to a letter when, with the hash of what came of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from accountability.letters.enums import LETTER, Means, Party
from accountability.letters.models import Letter, LetterSignature
from accountability.letters.queries.letters import post_of
from portal.core import dates, publication_log
from portal.core.texts import comma
from portal.core.workflow import Words

_SHORT_DIGEST = 16


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One line of who did what to the letter when, with the hash of what came of it."""

    label: Words
    name: str
    note: str
    at: str
    iso: str
    digest: str


def steps_of(letter: Letter, at: datetime) -> list[ShownStep]:
    """Return who issued, signed, witnessed and published a letter, in this order."""
    post = post_of(letter.issued_by, letter.town, at)
    by = _("issued by version %(number)d of the text") % {"number": letter.wording.number}
    note = comma().join(filter(None, [post.title if post else "", by]))
    digest = _digest(pgettext("digest of a letter", "text"), letter.sha256)
    issued = pgettext("of a letter", "Issued")
    steps = [_step(issued, letter.issued_by.name, note, at=letter.issued_at, digest=digest)]
    steps += [_signature(one) for one in letter.signatures.all()]
    if letter.published_at and letter.published_by:
        entry = publication_log.entries(subject_kind=LETTER, subject_number=letter.number).first()
        note = _("Entry %(number)d of the log") % {"number": entry.sequence} if entry else ""
        digest = _digest(pgettext("digest of a letter", "log"), entry.hash) if entry else ""
        label = pgettext("of a letter", "Published")
        steps.append(_step(label, letter.published_by.name, note, at=letter.published_at, digest=digest))
    return steps


def _signature(one: LetterSignature) -> ShownStep:
    labels = {
        Party.UNIT: pgettext("signature of a letter", "For party B"),
        Party.TOWN: pgettext("signature of a letter", "For party A"),
        Party.WITNESS: pgettext("signature of a letter", "Witness"),
    }
    means = str(Means(one.means).label)
    note = f"{one.title} · {means}" if one.title else means
    on_paper = one.means == Means.PAPER
    shown_at = dates.full_date(timezone.localdate(one.at)) if on_paper else dates.moment(one.at)
    return ShownStep(
        label=labels[Party(one.party)],
        name=one.name,
        note=note,
        at=shown_at,
        iso=one.at.isoformat(),
        digest=_digest(pgettext("digest of a letter", "signature"), one.sha256),
    )


def _step(label: str, name: str, note: str, *, at: datetime, digest: str) -> ShownStep:
    return ShownStep(label=label, name=name, note=note, at=dates.moment(at), iso=at.isoformat(), digest=digest)


def _digest(word: str, digest: str) -> str:
    short = digest[:_SHORT_DIGEST]
    return f"{word} {' '.join(short[start : start + 4] for start in range(0, len(short), 4))}"
