"""What costs points, gives a bonus or is a veto: entered by the team or counted, corrected with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.assessment.actions.checks import public_text
from accountability.assessment.enums import MAX_TEXT_LENGTH, Counting, EntrySource, MeasureKey
from accountability.assessment.models import (
    Assessment,
    ItemScore,
    QuarterlyCheck,
    ScoreEntry,
    TableItem,
    TableRule,
)
from accountability.assessment.policies import ENTERS, VERIFIES
from accountability.assessment.queries.measured import Counted
from portal.accounts.models import User
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import required
from portal.core.workflow import count_change, lock, lock_seen

MAX_CASES = 99


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry comes from: its kind, its number there and the address where it is read."""

    source: EntrySource = EntrySource.JUDGED
    number: str = ""
    url: str = ""
    check: QuarterlyCheck | None = None


JUDGED = Origin()


def add_check(
    *,
    actor: User,
    assessment: Assessment,
    quarter: int,
    day: date,
    checkers: str,
    text: str,
    at: datetime,
    seen: int | None = None,
) -> QuarterlyCheck:
    """Record the check of a quarter: when, by whom, and what was found.

    Raises:
        NotAllowed: The actor is not on the team, or the points are submitted.
        Refused: There is one of that quarter, the day is to come or in another year, or a text is missing.
    """
    with transaction.atomic():
        row = _change(actor, assessment, at, seen)
        if row.checks.filter(quarter=quarter).exists():
            raise Refused(_("There is a check of this quarter already."), "quarter")
        if day > timezone.localdate(at):
            raise Refused(_("This day is still to come."), "day")
        made = QuarterlyCheck.objects.create(
            assessment=row,
            quarter=quarter,
            day=day,
            checkers=required(checkers, _("Write who checked."), "checkers", 100),
            text=public_text(text, _("Write what was found."), "text", MAX_TEXT_LENGTH),
            entered_by=actor,
        )
        row.save()
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="check", at=at)
    return made


def add_entry(
    *,
    actor: User,
    assessment: Assessment,
    rule: TableRule,
    cases: int,
    text: str,
    at: datetime,
    origin: Origin = JUDGED,
    seen: int | None = None,
) -> ScoreEntry:
    """Enter cases of a rule at a unit, with what they are and where it is written.

    Raises:
        NotAllowed: The actor is not on the team, or the points are submitted.
        Refused: The rule is another table's or counted by the portal, there is no case, or the text is missing.
    """
    with transaction.atomic():
        row = _change(actor, assessment, at, seen)
        if rule.table_id != row.of_year.table_id or rule.measure:
            raise Refused(_("The portal counts this rule by itself; correct its figure instead."), "rule")
        if origin.check is not None and origin.check.assessment_id != row.pk:
            raise Refused(_("This check is another unit’s."), "check")
        made = ScoreEntry.objects.create(
            assessment=row,
            rule=rule,
            check_of=origin.check,
            source=EntrySource.CHECK if origin.check else origin.source,
            source_number=origin.number,
            source_url=_path(origin.url),
            cases=_some(cases, 1),
            text=public_text(text, _("Write what it is."), "text", 300),
            entered_by=actor,
            entered_at=at,
        )
        _unverify(row, rule)
        row.save()
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="add_entry", at=at)
    return made


def correct_entry(
    *, actor: User, entry: ScoreEntry, cases: int, why: str, at: datetime, text: str = "", seen: int | None = None
) -> ScoreEntry:
    """Correct how many cases an entry counts, with the reason, which is published too; with 0 it counts nothing.

    Raises:
        NotAllowed: The actor is not on the team, or the points are submitted.
        Refused: There is no reason.
    """
    with transaction.atomic():
        row = _change(actor, entry.assessment, at, None)
        changed = lock_seen(entry, seen, "rule")
        changed.cases = _some(cases, 0)
        changed.why = public_text(why, _("Write why it is changed. It is published with the result."), "why", 300)
        if text:
            changed.text = public_text(text, _("Write what it is."), "text", 300)
        changed.save()
        _unverify(row, changed.rule)
        row.save()
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="correct", reason=changed.why, at=at)
    return changed


def write_counted(
    actor: User,
    assessment: Assessment,
    rules: Iterable[TableRule],
    figures: Mapping[MeasureKey, Counted],
    at: datetime,
) -> None:
    """Write what the portal counted of a unit, in the caller's transaction; a figure changed by hand stays as it is."""
    kept = {one.rule_id: one for one in assessment.entries.filter(source=EntrySource.MEASURED)}
    for rule in rules:
        figure = figures.get(MeasureKey(rule.measure))
        if figure is None:
            continue
        cases = min(figure.cases, 1) if rule.counting == Counting.ONCE else figure.cases
        entry = kept.get(rule.pk) or ScoreEntry(
            assessment=assessment, rule=rule, source=EntrySource.MEASURED, entered_by=actor, entered_at=at
        )
        before = (entry.cases, entry.counted, entry.text)
        if not entry.why:
            entry.cases, entry.text = cases, figure.text
        entry.counted, entry.source_number, entry.source_url = cases, figure.source, figure.url
        if entry.pk is None or (entry.cases, entry.counted, entry.text) != before:
            entry.save()
            _unverify(assessment, rule)


def verify_item(
    *, actor: User, assessment: Assessment, item: TableItem, at: datetime, seen: int | None = None
) -> ItemScore:
    """Note that the team has verified an item: its entries are complete and right.

    Raises:
        NotAllowed: The actor is not on the team, or the unit's self-score is not there yet.
    """
    with transaction.atomic():
        return _verify(actor, assessment, at, seen, item=item.pk)[0]


def verify_items(*, actor: User, assessment: Assessment, at: datetime, seen: int | None = None) -> list[ItemScore]:
    """Note that the team has verified all items. Otherwise as `verify_item`."""
    with transaction.atomic():
        return _verify(actor, assessment, at, seen)


def _verify(
    actor: User, assessment: Assessment, at: datetime, seen: int | None, item: int | None = None
) -> list[ItemScore]:
    if not VERIFIES.allows(actor, assessment, at=at):
        raise NotAllowed(_("The team verifies once the self-score is there."))
    row = lock_seen(assessment, seen, "of_year", "unit")
    scores = row.item_scores.filter(verified_at=None) if item is None else row.item_scores.filter(item=item)
    found = list(scores)
    for one in found:
        one.verified_by, one.verified_at = actor, at
        one.save()
    row.save()
    audit.write(actor=actor, subject=row, number=row.audit_number(), verb="verify_item", at=at)
    return found


def _change(actor: User, assessment: Assessment, at: datetime, seen: int | None) -> Assessment:
    """Lock an assessment whose points are still entered, and count the change; the caller saves it."""
    if not ENTERS.allows(actor, assessment, at=at):
        raise NotAllowed(_("The team enters points until they are submitted."))
    row = lock(assessment, "of_year", "unit")
    count_change(row, seen)
    return row


def _unverify(assessment: Assessment, rule: TableRule) -> None:
    """Let an item be verified anew after its entries changed."""
    for one in assessment.item_scores.filter(item=rule.item_id, verified_at__isnull=False):
        one.verified_by = one.verified_at = None
        one.save()


def _some(cases: int, least: int) -> int:
    if not least <= cases <= MAX_CASES:
        raise Refused(_("Write a number of cases up to %(most)d.") % {"most": MAX_CASES}, "cases")
    return cases


def _path(url: str) -> str:
    """Return an address within the portal.

    Raises:
        Refused: It leads elsewhere.
    """
    if url and (not url.startswith("/") or url.startswith("//") or "\\" in url):
        raise Refused(_("Write an address of this portal that begins with /."), "source_url")
    return url
