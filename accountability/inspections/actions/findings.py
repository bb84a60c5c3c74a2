"""What is found: entered with photographs, settled on the spot or noticed, put right, and told to everybody."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accountability.inspections.enums import (
    MAX_FINDING_LENGTH,
    MAX_PHOTOS,
    MAX_PLACE_LENGTH,
    MAX_PUBLIC_LENGTH,
    MAX_SETTLED_LENGTH,
    FindingKind,
    FindingState,
)
from accountability.inspections.models import Finding, FindingPhoto, Inspection, UnitVisit
from accountability.inspections.policies import FINDING_STEPS, WORKS_ON_FINDING
from accountability.inspections.workflow import FINDING
from accountability.rectification import actions as rectifications
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.core import audit, files, pages, uploads
from portal.core.money import format_money
from portal.core.personal import find_personal
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.texts import plain, required
from portal.core.uploads.cleaning import cropped
from portal.core.workflow import create, lock, lock_seen, step

SMALL = (320, 240)
"""Width and height in pixels of a photograph in lists."""


def find(
    *,
    actor: User,
    visit: UnitVisit,
    kind: FindingKind,
    place: str,
    text: str,
    at: datetime,
    amount: Decimal | None = None,
    photos: Sequence[uploads.Clean] = (),
) -> Finding:
    """Enter something that is wrong, with its number in the year.

    Args:
        photos: Pictures that were cleaned by `portal.core.uploads.clean`.

    Raises:
        NotAllowed: The actor did not inspect this unit, or the inspection is not under way.
        Refused: The record says that nothing was found, a text is missing or too long, the amount is not above zero,
            or a file is no picture.
    """
    with transaction.atomic():
        town = lock(visit.inspection.town)  # numbers run through the township

        def make(locked: UnitVisit) -> Finding:
            if locked.nothing_found:
                raise Refused(_("The record of the visit says that nothing was found. Change that first."))
            number = Finding.objects.filter(town=town, year=locked.inspection.year).count() + 1
            finding = Finding(
                visit=locked,
                town=town,
                unit=locked.unit,
                year=locked.inspection.year,
                number=number,
                found_on=locked.day,
            )
            _write(finding, kind=kind, place=place, text=text, amount=amount)
            return finding

        found: Finding = create(
            actor=actor,
            parent=visit,
            make=make,
            workflow=FINDING,
            verb="find",
            policies=FINDING_STEPS,
            at=at,
            related=("inspection__town", "unit"),
            complete=lambda finding: _keep_photos(finding, photos, actor, at),
        )
    return found


def amend(
    *,
    actor: User,
    finding: Finding,
    kind: FindingKind,
    place: str,
    text: str,
    at: datetime,
    amount: Decimal | None = None,
    photos: Sequence[uploads.Clean] = (),
    seen: int | None = None,
) -> Finding:
    """Word a finding anew of which no notice was given, and add photographs. Otherwise as `find`.

    Raises:
        Conflict: Somebody else changed it.
        WrongState: Notice was given of it, or it was settled or withdrawn.
    """
    with transaction.atomic():
        locked = lock_seen(finding, seen, "visit__inspection", "unit")
        if not WORKS_ON_FINDING.allows(actor, locked, at=at):
            raise NotAllowed(_("You did not inspect this unit."))
        if locked.state != FindingState.FOUND:
            raise WrongState(FINDING.refusal(locked.state))
        _write(locked, kind=kind, place=place, text=text, amount=amount)
        locked.save()
        _keep_photos(locked, photos, actor, at)
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="amend", at=at)
    return locked


def settle(*, actor: User, finding: Finding, text: str, at: datetime, seen: int | None = None) -> Finding:
    """Settle a finding that was put right on the spot, so that no notice is given of it.

    Raises:
        Refused: Nothing was written of how.
    """

    def write(locked: Finding) -> None:
        locked.settled_with = required(text, _("Write how it was put right."), "text", MAX_SETTLED_LENGTH)

    return _take(actor, finding, "settle", write, seen=seen, at=at)


def withdraw(*, actor: User, finding: Finding, reason: str, at: datetime, seen: int | None = None) -> Finding:
    """Withdraw a finding that is none, with a reason; its number is not given again."""
    return _take(actor, finding, "withdraw", seen=seen, at=at, reason=reason)


def notice(
    *,
    actor: User,
    inspection: Inspection,
    findings: Sequence[Finding],
    requirement: str,
    due: date,
    responsible: str,
    supervising: str,
    at: datetime,
) -> Rectification:
    """Give a unit notice of some findings at once: one rectification with a day, and both responsible lines (一案双查).

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        WrongState: Notice was given of one of them meanwhile.
        Refused: None was chosen or they are of several units, somebody who answers for it is not named, or as with
            `rectification.actions.give`.
    """
    unit = _one_unit(inspection, findings)
    names = {
        "responsible": required(responsible, _("Name who answers for it."), "responsible", 200),
        "supervising": required(supervising, _("Name who answers for the supervision."), "supervising", 200),
    }
    chosen = sorted(findings, key=lambda one: one.number)
    with transaction.atomic():
        given = rectifications.give(
            actor=actor,
            town=inspection.town,
            unit=unit,
            source=Source.INSPECTION,
            source_number=inspection.number,
            kind=_kind_of(chosen),
            text="\n".join(_told(one) for one in chosen),
            requirement=requirement,
            due=due,
            at=at,
            **names,
        )

        def write(locked: Finding) -> None:
            locked.rectification = given

        for one in chosen:
            _take(actor, one, "notice", write, seen=None, at=at)
    return given


def release(*, actor: User, finding: Finding, public_text: str, at: datetime, seen: int | None = None) -> Finding:
    """Approve what everybody reads of a finding; nothing takes it back to its kind alone.

    Raises:
        Refused: It is too long or has a personal number in it.
    """

    def write(locked: Finding) -> None:
        text = plain(public_text)
        if len(text) > MAX_PUBLIC_LENGTH:
            raise Refused(_("This has more than %(count)d characters. Shorten it.") % {"count": MAX_PUBLIC_LENGTH})
        if find_personal(text, published=published_telephones(locked.unit)):
            raise Refused(_("There is somebody’s personal number in it. Take it out."), "public_text")
        locked.public_text = text
        pages.bump()

    return _take(actor, finding, "release", write, seen=seen, at=at)


def close_with(rectification: Rectification, actor: User, at: datetime) -> None:
    """Close the findings that a rectification was asked for, in the step that closes it."""
    for one in Finding.objects.filter(rectification=rectification, state=FindingState.NOTICED).order_by("pk"):
        _take(actor, one, "close", seen=None, at=at)


def _take(
    actor: User,
    finding: Finding,
    verb: str,
    change: Callable[[Finding], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Finding:
    return step(
        actor=actor,
        subject=finding,
        workflow=FINDING,
        verb=verb,
        policies=FINDING_STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=("unit__parent", "town"),
    )


def _kind_of(findings: Sequence[Finding]) -> str:
    """Return of what kind they are, in Chinese, because it stands on a paper."""
    kinds = {one.kind for one in findings}
    with translation.override("zh-hans"):
        return str(FindingKind(kinds.pop()).label) if len(kinds) == 1 else _("Several findings")


def _told(finding: Finding) -> str:
    """Return what the unit reads of a finding, in Chinese: what is wrong, where, and how much it is about."""
    amount = f"，金额{format_money(finding.amount)}元" if finding.amount is not None else ""
    return f"{finding.text.rstrip('。')}。地点：{finding.place}{amount}。"


def _one_unit(inspection: Inspection, findings: Sequence[Finding]) -> Unit:
    if not findings:
        raise Refused(_("Choose what notice is given of."), "findings")
    first = findings[0].unit
    for one in findings:
        if one.visit.inspection_id != inspection.pk or one.unit_id != first.pk:
            raise Refused(_("One notice is of findings of one inspection and one unit."), "findings")
    return first


def _write(finding: Finding, *, kind: FindingKind, place: str, text: str, amount: Decimal | None) -> None:
    if amount is not None and amount <= 0:
        raise Refused(_("An amount is above zero. Leave it empty where there is none."), "amount")
    finding.kind, finding.amount = FindingKind(kind), amount
    finding.place = required(place, _("Write where it was."), "place", MAX_PLACE_LENGTH)
    finding.text = required(text, _("Write what is wrong."), "text", MAX_FINDING_LENGTH)


def _keep_photos(finding: Finding, photos: Sequence[uploads.Clean], actor: User, at: datetime) -> None:
    if FindingPhoto.objects.filter(finding=finding).count() + len(photos) > MAX_PHOTOS:
        raise Refused(_("At most %(count)d photographs are kept of a finding.") % {"count": MAX_PHOTOS}, "photos")
    for one in photos:
        if one.kind not in uploads.PICTURES:
            raise Refused(_("“%(name)s” is no picture. Choose a JPEG or PNG.") % {"name": one.name}, "photos")
        stored = files.store_private(one.content, suffix=one.kind.suffix)
        small = files.store_private(cropped(one.content, SMALL), suffix=".jpg")
        FindingPhoto.objects.create(
            finding=finding,
            name=one.name,
            content_type=one.kind.content_type,
            stored_as=stored.name,
            sha256=stored.sha256,
            small_stored_as=small.name,
            small_sha256=small.sha256,
            added_by=actor,
            added_at=at,
        )
