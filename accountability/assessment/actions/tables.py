"""Keep the scoring tables of a township. One by which a year is assessed stays as it is; a new version follows it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accountability.assessment.enums import Counting, MeasureKey, RuleKind
from accountability.assessment.models import ScoringTable, TableItem, TableRule
from accountability.assessment.policies import KEEPS_TABLE, KEEPS_TABLES_OF
from accountability.assessment.rules.standard import STANDARD
from portal.accounts.models import Unit, User
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import required
from portal.core.workflow import lock, lock_seen

LIMITS = ("name", "scheme", "first_from", "second_from", "third_from", "best_share", "bonus_cap", "gap_limit")
"""What can be set of a table besides its items and rules."""


def draft_table(*, actor: User, town: Unit, at: datetime, name: str = "") -> ScoringTable:
    """Begin a new version of the table of a township: a copy of the last one, or the usual table where there is none.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: The last version has not been used yet, and is to be changed itself.
    """
    if not KEEPS_TABLES_OF.allows(actor, town, at=at):
        raise NotAllowed(_("The discipline secretary keeps the scoring table."))
    with transaction.atomic():
        lock(town)
        last = ScoringTable.objects.filter(town=town).order_by("-edition").first()
        if last and last.frozen_at is None:
            raise Refused(_("There is a version that has not been used yet. Change that one."))
        made = ScoringTable(town=town, edition=last.edition + 1 if last else 1)
        for field in LIMITS if last else ():
            setattr(made, field, getattr(last, field))
        made.name = name.strip() or (last.name if last else _STANDARD_NAME)
        made.save()
        if last:
            _copy(last, made)
        else:
            _fill(made)
        audit.write(actor=actor, subject=made, number=made.audit_number(), verb="draft_table", at=at)
    return made


_STANDARD_NAME = "党风廉政建设责任制考核评分表"


def _copy(last: ScoringTable, made: ScoringTable) -> None:
    items: dict[int, TableItem] = {}
    for item in last.items.order_by("number"):
        items[item.pk] = TableItem.objects.create(
            table=made, number=item.number, title=item.title, standard=item.standard, points=item.points
        )
    for rule in last.rules.order_by("kind", "number"):
        TableRule.objects.create(
            table=made,
            item=items[rule.item_id] if rule.item_id else None,
            kind=rule.kind,
            number=rule.number,
            text=rule.text,
            points=rule.points,
            measure=rule.measure,
            counting=rule.counting,
        )


def _fill(made: ScoringTable) -> None:
    number = 0
    for place, item in enumerate(STANDARD.items, start=1):
        row = TableItem.objects.create(
            table=made, number=place, title=item.title, standard=item.standard, points=item.points
        )
        for rule in item.rules:
            number += 1
            TableRule.objects.create(
                table=made,
                item=row,
                kind=RuleKind.DEDUCTION,
                number=number,
                text=rule.text,
                points=rule.points,
                measure=rule.measure,
                counting=rule.counting,
            )
    for kind, rules in ((RuleKind.BONUS, STANDARD.bonus), (RuleKind.VETO, STANDARD.vetoes)):
        for place, rule in enumerate(rules, start=1):
            TableRule.objects.create(
                table=made, kind=kind, number=place, text=rule.text, points=rule.points, measure=rule.measure
            )


def change_table(
    *, actor: User, table: ScoringTable, fields: Mapping[str, Any], at: datetime, seen: int | None = None
) -> ScoringTable:
    """Change name, limits and grades of a table, with values of `LIMITS`.

    Raises:
        NotAllowed: The actor does not keep it, or a year is assessed by it.
        Refused: The limits do not fall from grade to grade.
    """
    with transaction.atomic():
        row = _change(actor, table, seen, at)
        for name in LIMITS:
            if name in fields:
                setattr(row, name, fields[name])
        if not row.first_from > row.second_from > row.third_from:
            raise Refused(_("Each grade needs fewer points than the one above it."), "second_from")
        row.save()
    return row


def change_item(
    *,
    actor: User,
    item: TableItem,
    title: str,
    standard: str,
    points: Decimal,
    at: datetime,
    seen: int | None = None,
) -> TableItem:
    """Change what an item is called, asks for and counts.

    Raises:
        NotAllowed: The actor does not keep the table, or a year is assessed by it.
        Refused: A text is missing or too long, or it has no points.
    """
    with transaction.atomic():
        table = _change(actor, item.table, seen, at)
        table.save()
        row = lock(item)
        row.title = required(title, _("Write what the item is called."), "title", 60)
        row.standard = required(standard, _("Write what is asked for."), "standard", 300)
        row.points = _some(points)
        row.save()
    return row


def add_item(
    *,
    actor: User,
    table: ScoringTable,
    title: str,
    standard: str,
    points: Decimal,
    at: datetime,
    seen: int | None = None,
) -> TableItem:
    """Add an item to a table, after the last one. Otherwise as `change_item`."""
    with transaction.atomic():
        row = _change(actor, table, seen, at)
        row.save()
        return TableItem.objects.create(
            table=row,
            number=(row.items.aggregate(last=Max("number"))["last"] or 0) + 1,
            title=required(title, _("Write what the item is called."), "title", 60),
            standard=required(standard, _("Write what is asked for."), "standard", 300),
            points=_some(points),
        )


def add_rule(
    *,
    actor: User,
    table: ScoringTable,
    kind: RuleKind,
    text: str,
    at: datetime,
    item: TableItem | None = None,
    points: Decimal = Decimal(0),
    measure: str = "",
    counting: str = Counting.EACH,
    seen: int | None = None,
) -> TableRule:
    """Add a rule to a table: a deduction of an item, a bonus or a veto.

    Raises:
        NotAllowed: The actor does not keep the table, or a year is assessed by it.
        Refused: It does not fit its kind.
    """
    with transaction.atomic():
        row = _change(actor, table, seen, at)
        row.save()
        _check_rule(row, kind, item, points, measure)
        return TableRule.objects.create(
            table=row,
            item=item,
            kind=kind,
            number=(row.rules.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0) + 1,
            text=required(text, _("Write the rule."), "text", 200),
            points=Decimal(0) if kind == RuleKind.VETO else points,
            measure=measure,
            counting=counting,
        )


def drop_rule(*, actor: User, rule: TableRule, at: datetime, seen: int | None = None) -> None:
    """Take a rule out of a table that has not been used yet.

    Raises:
        NotAllowed: The actor does not keep the table, or a year is assessed by it.
    """
    with transaction.atomic():
        row = _change(actor, rule.table, seen, at)
        row.save()
        rule.delete()


def _change(actor: User, table: ScoringTable, seen: int | None, at: datetime) -> ScoringTable:
    """Lock a table that may be changed, and count the change; the caller saves it."""
    if not KEEPS_TABLE.allows(actor, table, at=at):
        raise NotAllowed(_("A table by which a year is assessed stays as it is."))
    row = lock_seen(table, seen, "town")
    audit.write(actor=actor, subject=row, number=row.audit_number(), verb="change_table", at=at)
    return row


def _some(points: Decimal) -> Decimal:
    if points <= 0:
        raise Refused(_("Write how many points it has."), "points")
    return points


def _check_rule(table: ScoringTable, kind: RuleKind, item: TableItem | None, points: Decimal, measure: str) -> None:
    if (kind == RuleKind.DEDUCTION) != (item is not None) or (item and item.table_id != table.pk):
        raise Refused(_("A deduction belongs to an item; bonus and veto to none."), "item")
    if kind != RuleKind.VETO and points <= 0:
        raise Refused(_("Write how many points each case has."), "points")
    if measure and (kind == RuleKind.BONUS or measure not in MeasureKey.values):
        raise Refused(_("The portal cannot count that."), "measure")
