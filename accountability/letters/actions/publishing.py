"""What everybody reads: letters that both signed, and refusals with the answer of the party committee."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.letters.actions.checks import public_text
from accountability.letters.actions.taking import take
from accountability.letters.enums import LETTER, MAX_REASON_LENGTH, Party
from accountability.letters.models import Letter
from accountability.letters.queries.log import EDITION, search_document
from accountability.letters.queries.wording import canonical, published_document, refusal_of, sha256
from portal.accounts.models import User
from portal.core import pages, publication_log, search
from portal.core.models import LogKind


def publish(*, actor: User, letter: Letter, at: datetime, seen: int | None = None) -> Letter:
    """Publish a letter both have signed. The publication log names its hash and those of the signatures."""

    def change(locked: Letter) -> None:
        signed = {one.party: one for one in locked.signatures.all()}
        facts = {
            "signed_by_a": signed[Party.TOWN].name_zh,
            "signed_by_b": signed[Party.UNIT].name_zh,
            "signatures": [one.sha256 for one in signed.values()],
        }
        _make_public(locked, actor, facts, at)

    return take(actor, letter, "publish", change, seen=seen, at=at)


def reply(*, actor: User, letter: Letter, reply: str, at: datetime, seen: int | None = None) -> Letter:
    """Answer a refusal for the party committee.

    Raises:
        Refused: The answer is missing, too long, or holds somebody's number.
    """

    def change(locked: Letter) -> None:
        missing = _("Write what the party committee answers.")
        locked.reply = public_text(locked.unit, reply, missing, "reply", MAX_REASON_LENGTH)
        locked.replied_on, locked.replied_by = timezone.localdate(at), actor

    return take(actor, letter, "reply", change, seen=seen, at=at)


def release(*, actor: User, letter: Letter, at: datetime, seen: int | None = None) -> Letter:
    """Publish a refusal with its reason and the answer."""

    def change(locked: Letter) -> None:
        locked.refusal_document = canonical(refusal_of(locked))
        facts = {"refused_by": locked.principal_name_zh, "refused_on": str(locked.refused_on)}
        _make_public(locked, actor, facts, at)

    return take(actor, letter, "release", change, seen=seen, at=at)


def _make_public(letter: Letter, actor: User, facts: dict[str, Any], at: datetime) -> None:
    letter.published_by, letter.published_at = actor, at
    publication_log.append(
        kind=LogKind.PUBLICATION,
        subject_kind=LETTER,
        subject_number=letter.number,
        edition=EDITION,
        content_sha256=sha256(published_document(letter)),
        facts={
            **facts,
            "replaces": letter.replaces.number if letter.replaces else "",
            "published_by": actor.name_zh,
        },
        at=at,
    )
    search.put(search_document(letter))
    pages.bump()
