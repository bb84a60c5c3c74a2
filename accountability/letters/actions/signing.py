"""Letters are signed by both parties, on line or on paper, witnessed, or refused."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.letters.actions.checks import public_text
from accountability.letters.actions.taking import take
from accountability.letters.enums import MAX_NAME_LENGTH, MAX_REASON_LENGTH, Means, Party
from accountability.letters.models import Letter, LetterSignature
from accountability.letters.queries.letters import post_of
from accountability.letters.queries.wording import signature_hash
from portal.accounts.models import User
from portal.accounts.queries import has_second_factor
from portal.core import files, uploads
from portal.core.refusals import Conflict, Refused
from portal.core.texts import required


def sign(*, actor: User, letter: Letter, sha256: str, means: Means, at: datetime, seen: int | None = None) -> Letter:
    """Sign a letter for party B: exactly what was shown, which `sha256` names.

    Args:
        means: How the actor has signed in.

    Raises:
        Conflict: What was shown is not what the letter says.
        Refused: The actor has a second factor and has not signed in with it.
    """

    def change(locked: Letter) -> None:
        title = (locked.principal_title_zh, locked.principal_title_en)
        _sign(locked, Party.UNIT, actor, sha256, means, title=title, at=at)

    return take(actor, letter, "sign", change, seen=seen, at=at)


def countersign(
    *, actor: User, letter: Letter, sha256: str, means: Means, at: datetime, seen: int | None = None
) -> Letter:
    """Sign a letter for party A, after party B has; it is in force then. Otherwise as `sign`."""

    def change(locked: Letter) -> None:
        _sign(locked, Party.TOWN, actor, sha256, means, title=_title(actor, locked, at), at=at)

    return take(actor, letter, "countersign", change, seen=seen, at=at)


def witness(*, actor: User, letter: Letter, sha256: str, means: Means, at: datetime, seen: int | None = None) -> Letter:
    """Sign a letter as its witness, once the unit has signed. Otherwise as `sign`.

    Raises:
        Refused: It has a witness.
    """

    def change(locked: Letter) -> None:
        if locked.signatures.filter(party=Party.WITNESS).exists():
            raise Refused(_("This letter has a witness already."))
        _sign(locked, Party.WITNESS, actor, sha256, means, title=_title(actor, locked, at), at=at)

    return take(actor, letter, "witness", change, seen=seen, at=at)


def refuse(*, actor: User, letter: Letter, reason: str, at: datetime, seen: int | None = None) -> Letter:
    """Refuse to sign, with a reason that everybody reads once the party committee has answered and published it.

    Raises:
        Refused: The reason is missing, too long, or holds somebody's number.
    """

    def change(locked: Letter) -> None:
        missing = _("Write why you do not sign.")
        locked.refusal = public_text(locked.unit, reason, missing, "reason", MAX_REASON_LENGTH)
        locked.refused_on = timezone.localdate(at)

    return take(actor, letter, "refuse", change, seen=seen, at=at, reason=reason)


def hand_in(
    *, actor: User, letter: Letter, scan: Sequence[uploads.Clean], at: datetime, seen: int | None = None
) -> Letter:
    """Hand in a scan of the letter that was signed by hand on paper; the discipline office checks it.

    Raises:
        Refused: There is not one file, or it is neither PDF nor picture.
    """
    if len(scan) != 1:
        raise Refused(_("Choose one file with all pages."), "scan")
    (file,) = scan
    if file.kind not in (*uploads.PICTURES, uploads.kinds.PDF):
        raise Refused(_("Choose a PDF or a picture of the signed paper."), "scan")

    def change(locked: Letter) -> None:
        stored = files.store_private(file.content, suffix=file.kind.suffix)
        locked.scan_name, locked.scan_type, locked.scan_by = file.name, file.kind.content_type, actor
        locked.stored_as, locked.scan_sha256 = stored.name, stored.sha256

    return take(actor, letter, "hand_in", change, seen=seen, at=at)


def check(
    *, actor: User, letter: Letter, signed_on: date, signed_for_a: str, at: datetime, seen: int | None = None
) -> Letter:
    """Find the scan of a paper right: both signed it by hand, and the letter is in force.

    Args:
        signed_on: The day that stands beside the signatures.
        signed_for_a: Who signed for party A.

    Raises:
        Refused: A name is missing, or the day is still to come.
    """

    def change(locked: Letter) -> None:
        name = required(signed_for_a, _("Write who signed for party A."), "signed_for_a", MAX_NAME_LENGTH)
        if not timezone.localdate(locked.issued_at) <= signed_on <= timezone.localdate(at):
            raise Refused(_("Choose a day between the issue of the letter and today."), "signed_on")
        when = timezone.make_aware(datetime.combine(signed_on, time()))
        _keep(locked, Party.TOWN, LetterSignature(name_zh=name, means=Means.PAPER, at=when))
        by_hand = LetterSignature(
            name_zh=locked.principal_name_zh,
            name_en=locked.principal_name_en,
            title_zh=locked.principal_title_zh,
            title_en=locked.principal_title_en,
            person=locked.principal,
            means=Means.PAPER,
            at=when,
        )
        _keep(locked, Party.UNIT, by_hand)

    return take(actor, letter, "check", change, seen=seen, at=at)


def send_back(*, actor: User, letter: Letter, reason: str, at: datetime, seen: int | None = None) -> Letter:
    """Send a scan back that is not right, with a reason; the paper is scanned again, or the letter signed on line."""

    def change(locked: Letter) -> None:
        files.sweep_private([locked.stored_as])
        locked.scan_name = locked.stored_as = locked.scan_sha256 = locked.scan_type = ""
        locked.scan_by = None

    return take(actor, letter, "send_back", change, seen=seen, at=at, reason=reason)


def _sign(
    letter: Letter, party: Party, actor: User, shown: str, means: Means, *, title: tuple[str, str], at: datetime
) -> None:
    """Keep a signature of exactly what was shown."""
    if shown != letter.sha256:
        raise Conflict(_("This is not the text that was shown to you. Open the letter again, and read it."))
    if means == Means.PAPER or (has_second_factor(actor) and means != Means.SECOND_FACTOR):
        raise Refused(_("You have a second factor. Sign in again with it, then sign the letter."))
    title_zh, title_en = title
    row = LetterSignature(
        person=actor,
        name_zh=actor.name_zh,
        name_en=actor.name_en,
        title_zh=title_zh,
        title_en=title_en,
        means=means,
        at=at,
    )
    _keep(letter, party, row)


def _keep(letter: Letter, party: Party, row: LetterSignature) -> None:
    row.letter, row.party, row.document_sha256 = letter, party, letter.sha256
    row.sha256 = signature_hash(row, letter.number)
    row.save(force_insert=True)


def _title(actor: User, letter: Letter, at: datetime) -> tuple[str, str]:
    """Return the title somebody signs with: of their post for the unit, or else for the town."""
    post = post_of(actor, letter.unit, at) or post_of(actor, letter.town, at)
    return (post.title_zh, post.title_en) if post else ("", "")
