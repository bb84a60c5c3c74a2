"""Versions of templates are begun, written and put into use; one in use stays as it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.letters.actions.checks import refuse_numbers
from accountability.letters.enums import (
    MAX_DUTY_LENGTH,
    MAX_EVIDENCE_LENGTH,
    MAX_HEADING_LENGTH,
    MAX_NAME_LENGTH,
    MAX_PART_LENGTH,
    LetterKind,
    MeasureKey,
    WordingState,
)
from accountability.letters.models import LetterDuty, LetterScoreItem, LetterTemplate, LetterVersion
from accountability.letters.policies import KEEPS_TEMPLATE, PLANS_FOR, VERSION_STEPS
from accountability.letters.queries.wording import PARTS
from accountability.letters.rules import FULL_POINTS, REQUIRED
from accountability.letters.workflow import LETTER_VERSION
from portal.accounts.models import Unit, User
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.texts import plain, required
from portal.core.workflow import create, lock, lock_seen, step

RELATED = ("template__town",)
Change = Callable[[LetterVersion], None] | None


@dataclass(frozen=True, slots=True)
class WrittenDuty:
    """A duty as it is written into a draft."""

    heading: str
    text: str
    by_when: str = ""
    evidence: str = ""
    measure: str = ""
    required: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WrittenPoints:
    """A line of the scoring table as it is written into a draft."""

    item: str
    standard: str
    points: Decimal
    measure: str = ""


def begin(
    *, actor: User, town: Unit, kind: LetterKind, prefix: str, name_zh: str, at: datetime, name_en: str = ""
) -> LetterVersion:
    """Begin a new template with its first draft.

    Args:
        prefix: The letters its numbers begin with, such as ZR.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: The name is missing, or the township has a template with this prefix, or of the kind it has one of.
    """
    letters = prefix.strip().upper()
    if not (2 <= len(letters) <= 4 and letters.isascii() and letters.isalpha()):
        raise Refused(_("Write two to four letters, such as ZR."), "numbered")
    name = required(name_zh, _("Write what it is called."), "name_zh", MAX_NAME_LENGTH)
    with transaction.atomic():
        locked = lock(town)
        if not PLANS_FOR.allows(actor, locked, at=at):
            raise NotAllowed(_("The discipline secretary writes the templates."))
        known = LetterTemplate.objects.filter(town=locked)
        if known.filter(prefix=letters).exists():
            raise Refused(_("Another template has these letters."), "numbered")
        if kind == LetterKind.CLEAN and known.filter(kind=kind).exists():
            raise Refused(_("There is one responsibility letter. Write a new version of it."), "kind")
        template = LetterTemplate.objects.create(
            town=locked, kind=kind, prefix=letters, name_zh=name, name_en=plain(name_en)
        )
        return _open(actor, template, at)


def draft_next(*, actor: User, template: LetterTemplate, at: datetime) -> LetterVersion:
    """Open the next version of a template as a draft that says what the last one does, or return the draft there is.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
    """
    with transaction.atomic():
        locked = lock(template, "town")
        last = locked.versions.order_by("-number").first()
        if last is not None and not KEEPS_TEMPLATE.allows(actor, last, at=at):
            raise NotAllowed(_("The discipline secretary writes the templates."))
        if last is not None and last.state == WordingState.DRAFT:
            return last
        return _open(actor, locked, at, last)


def _open(actor: User, template: LetterTemplate, at: datetime, last: LetterVersion | None = None) -> LetterVersion:
    number = last.number + 1 if last else 1
    texts = {name: getattr(last, name) for name in PARTS} if last else {}
    made = create(
        actor=actor,
        parent=template.town,
        make=lambda _town: LetterVersion(template=template, number=number, **texts),
        workflow=LETTER_VERSION,
        verb="draft",
        policies=VERSION_STEPS,
        at=at,
    )
    for duty in last.duties.all() if last else ():
        duty.pk, duty.version = None, made
        duty.save(force_insert=True)
    for line in last.score_items.all() if last else ():
        line.pk, line.version = None, made
        line.save(force_insert=True)
    return made


def write(
    *,
    actor: User,
    letter_version: LetterVersion,
    texts: Mapping[str, str],
    duties: Sequence[WrittenDuty],
    points: Sequence[WrittenPoints],
    at: datetime,
    seen: int | None = None,
) -> LetterVersion:
    """Write texts, duties and scoring table into a draft, in place of what it said.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        WrongState: It is in use already.
        Conflict: Somebody else changed it after this version was seen.
        Refused: A text is missing or too long, or holds somebody's number.
    """
    with transaction.atomic():
        locked = lock_seen(letter_version, seen, *RELATED)
        if not KEEPS_TEMPLATE.allows(actor, locked, at=at):
            raise NotAllowed(_("The discipline secretary writes the templates."))
        if locked.state != WordingState.DRAFT:
            raise WrongState(LETTER_VERSION.refusal(locked.state))
        for name in PARTS:
            if name in texts:
                setattr(locked, name, _part(locked, texts[name], name))
        locked.save()
        locked.duties.all().delete()
        locked.score_items.all().delete()
        for number, duty in enumerate(duties, start=1):
            _duty(locked, number, duty).save()
        for number, line in enumerate(points, start=1):
            _points(locked, number, line).save()
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="write", at=at)
    return locked


def _part(version: LetterVersion, text: str, field: str) -> str:
    words = plain(text)
    if len(words) > MAX_PART_LENGTH:
        raise Refused(_("This has more than %(count)d characters. Shorten it.") % {"count": MAX_PART_LENGTH}, field)
    refuse_numbers(version.template.town, words, field)
    return words


def _duty(version: LetterVersion, number: int, duty: WrittenDuty) -> LetterDuty:
    text = required(duty.text, _("Write what is to be done."), f"duty_text_{number}", MAX_DUTY_LENGTH)
    refuse_numbers(version.template.town, text, f"duty_text_{number}")
    measure = MeasureKey(duty.measure) if duty.measure else None
    return LetterDuty(
        version=version,
        number=number,
        heading=required(duty.heading, _("Write what the duty is called."), f"duty_{number}", MAX_HEADING_LENGTH),
        text=text,
        by_when=plain(duty.by_when)[:MAX_EVIDENCE_LENGTH],
        evidence=plain(duty.evidence)[:MAX_EVIDENCE_LENGTH],
        measure=measure or "",
        required=(REQUIRED[measure] if duty.required is None else duty.required) if measure else None,
    )


def _points(version: LetterVersion, number: int, line: WrittenPoints) -> LetterScoreItem:
    if line.points <= 0:
        raise Refused(_("Write how many points it has."), f"points_{number}")
    return LetterScoreItem(
        version=version,
        number=number,
        item=required(line.item, _("Write what is scored."), f"item_{number}", MAX_HEADING_LENGTH),
        standard=required(line.standard, _("Write what is deducted."), f"standard_{number}", 200),
        points=line.points,
        measure=MeasureKey(line.measure) if line.measure else "",
    )


def publish(*, actor: User, letter_version: LetterVersion, at: datetime, seen: int | None = None) -> LetterVersion:
    """Put a draft into use. The version before is replaced; letters that were issued by it stay as they are.

    Raises:
        Refused: It says no duties, or its points do not add up to 100.
    """

    def change(locked: LetterVersion) -> None:
        if not locked.duties.exists():
            raise Refused(_("Write at least one duty."))
        total = sum((one.points for one in locked.score_items.all()), Decimal(0))
        if total and total != FULL_POINTS:
            words = {"total": f"{total.normalize():f}", "full": f"{FULL_POINTS:f}"}
            raise Refused(_("The points add up to %(total)s, not to %(full)s.") % words)
        if locked.template.kind == LetterKind.CLEAN and not total:
            raise Refused(_("The responsibility letter needs its scoring table."))
        for before in locked.template.versions.filter(state=WordingState.PUBLISHED):
            _take(actor, before, "retire", at=at)
        locked.published_by, locked.published_at = actor, at

    return _take(actor, letter_version, "publish", at=at, seen=seen, change=change)


def _take(
    actor: User, version: LetterVersion, verb: str, *, at: datetime, seen: int | None = None, change: Change = None
) -> LetterVersion:
    return step(
        actor=actor,
        subject=version,
        workflow=LETTER_VERSION,
        verb=verb,
        policies=VERSION_STEPS,
        seen=seen,
        at=at,
        change=change,
        related=RELATED,
    )
