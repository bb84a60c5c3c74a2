"""The steps of an edition up to its approval, and back.

Each refuses what `portal.core.workflow.step` refuses: another version than was seen, a wrong state, the policy.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from disclosure.notices.actions.drafts import RELATED
from disclosure.notices.models import Edition
from disclosure.notices.policies import STEPS
from disclosure.notices.queries.content import canonical_document, document_of, findings_of, holds_personal, sha256_of
from disclosure.notices.registry import Finding, follow, form_of, parts_of
from disclosure.notices.workflow import EDITION
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.core.personal import find_personal
from portal.core.refusals import Refused
from portal.core.texts import plain
from portal.core.workflow import step

MAX_REMARK_LENGTH = 500
"""Characters of a supervision committee's remark."""
NO_DECISIONS: dict[str, Any] = dict.fromkeys(
    ("countersigned_by", "countersigned_at", "reviewed_by", "reviewed_at", "approved_by", "approved_at")
) | {"countersign_remark": "", "countersign_remark_public": False}
"""An edition without the signatures that were given to another document."""


def submit(*, actor: User, edition: Edition, at: datetime, seen: int | None = None) -> Edition:
    """Submit a draft: check it, freeze its canonical document, and pass it on.

    Raises:
        Refused: It has no content yet, a correction gives no reason, an identity is broken, a warning is
            neither answered nor fixed, or somebody's number would be published.
    """

    def freeze(draft: Edition) -> None:
        for part in parts_of(draft):
            part.settle(draft)
        check_ready(draft)
        draft.canonical = canonical_document(draft)
        # The check of the text names the place; this one holds for parts that have none.
        if holds_personal(document_of(draft), published=published_telephones(draft.notice.unit)):
            raise Refused(_("What would be published holds a full ID, bank-card or telephone number. Mask it."))
        draft.content_sha256 = sha256_of(bytes(draft.canonical))

    with transaction.atomic():
        submitted = take(
            actor, edition, "submit", at, freeze, seen=seen, prepared_by=actor, prepared_at=at, **NO_DECISIONS
        )
        follow("submitted", actor=actor, edition=submitted, at=at)
    return submitted


def countersign(
    *,
    actor: User,
    edition: Edition,
    at: datetime,
    seen: int | None = None,
    remark: str = "",
    publish_remark: bool = False,
) -> Edition:
    """Sign a village's edition for its supervision committee.

    Those who work on the edition read the remark; `publish_remark` has it published with the edition.

    Raises:
        Refused: The remark is too long, or is to be published and is empty or holds somebody's number.
    """
    remark = plain(remark)
    check_remark(remark, edition.notice.unit, publish=publish_remark)
    return take(
        actor,
        edition,
        "countersign",
        at,
        seen=seen,
        countersigned_by=actor,
        countersigned_at=at,
        countersign_remark=remark,
        countersign_remark_public=publish_remark,
    )


def review(*, actor: User, edition: Edition, at: datetime, seen: int | None = None) -> Edition:
    """Review an edition for the leading group. Nobody who prepared it can."""
    return take(actor, edition, "review", at, seen=seen, reviewed_by=actor, reviewed_at=at)


def approve(*, actor: User, edition: Edition, at: datetime, seen: int | None = None) -> Edition:
    """Approve an edition for the party committee. Nobody who prepared or reviewed it can.

    Raises:
        Refused: An identity no longer holds, such as when the period before was corrected meanwhile.
    """
    return take(actor, edition, "approve", at, check_sound, seen=seen, approved_by=actor, approved_at=at)


def send_back(*, actor: User, edition: Edition, reason: str, at: datetime, seen: int | None = None) -> Edition:
    """Send an edition back to its clerk as a draft, with a reason. Signatures given so far lapse."""
    lapsed: dict[str, Any] = NO_DECISIONS | {"scheduled_by": None, "scheduled_for": None}
    return take(actor, edition, "send_back", at, reason=reason, seen=seen, **lapsed)


def take_back(*, actor: User, edition: Edition, at: datetime, seen: int | None = None) -> Edition:
    """Take a submitted edition back as a draft, as long as nobody has signed it or sent it back."""

    def keep_submitter(locked: Edition) -> None:
        # Who submitted it had a hand in it, whoever submits it next.
        if locked.prepared_by is not None:
            locked.contributors.add(locked.prepared_by)
        locked.prepared_by = locked.prepared_at = None

    return take(actor, edition, "take_back", at, keep_submitter, seen=seen)


def check_remark(remark: str, unit: Unit, *, publish: bool) -> None:
    """Refuse a remark about a unit's edition that cannot be kept, or not be published as it is."""
    if len(remark) > MAX_REMARK_LENGTH:
        raise Refused(_("A remark has at most %(count)d characters.") % {"count": MAX_REMARK_LENGTH})
    if publish and not remark:
        raise Refused(_("Write the remark that is to be published."))
    if publish and find_personal(remark, published=published_telephones(unit)):
        raise Refused(
            _("The remark holds a full ID, bank-card or telephone number. Mask it, or do not have it published.")
        )


def check_ready(edition: Edition) -> None:
    """Refuse an edition that is not complete, not sound, or leaves a warning unanswered."""
    check_complete(edition)
    check_answered(check_sound(edition))


def check_complete(edition: Edition) -> None:
    """Refuse an edition without content, or a correction without a reason."""
    form = form_of(edition)
    if form.document(edition) is None and not edition.attachments.exists():
        if form.nothing_yet:
            raise Refused(form.nothing_yet)
        if not edition.body:
            raise Refused(_("There is nothing to submit yet. Write the text or attach a file."))
    if edition.number > 1 and not edition.correction_reason:
        raise Refused(_("Write what this edition corrects, and why. Residents will read it."))


def check_sound(edition: Edition) -> list[Finding]:
    """Refuse an edition in which the checks of its parts find an error; return the warnings they raise."""
    found = findings_of(edition)
    errors = [one for one in found if one.level == "error"]
    if errors:
        sentence = ngettext("The check finds %(count)d error.", "The check finds %(count)d errors.", len(errors))
        raise Refused(f"{sentence % {'count': len(errors)}} {' '.join(one.sentence for one in errors[:3])}")
    return found


def check_answered(warnings: list[Finding]) -> None:
    """Refuse an edition with a warning that is neither answered nor fixed."""
    left = [one for one in warnings if one.level == "warning"]
    if left:
        sentence = ngettext(
            "%(count)d warning is neither answered nor fixed.",
            "%(count)d warnings are neither answered nor fixed.",
            len(left),
        )
        raise Refused(f"{sentence % {'count': len(left)}} {left[0].sentence}")


def take(
    actor: User,
    edition: Edition,
    verb: str,
    at: datetime,
    check: Callable[[Edition], Any] | None = None,
    *,
    seen: int | None = None,
    reason: str = "",
    related: Sequence[str] = (),
    **fields: Any,
) -> Edition:
    """Take one step of the workflow with an edition, and set fields of it; `check` may change and refuse it."""

    def change(locked: Edition) -> None:
        if check is not None:
            check(locked)
        for name, value in fields.items():
            setattr(locked, name, value)

    return step(
        actor=actor,
        subject=edition,
        workflow=EDITION,
        verb=verb,
        policies=STEPS,
        at=at,
        seen=seen,
        reason=reason,
        change=change,
        related=(*RELATED, *related),
    )
