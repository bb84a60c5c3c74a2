"""Why a cell is as it is, in sentences, and the cases with where each of them leads."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from accountability.warning.enums import CaseKind, Risk
from accountability.warning.queries.table import Cell
from accountability.warning.rules import Case
from petitions.handling.enums import Matter
from portal.accounts.models import in_language
from portal.core.dates import full_date
from portal.core.money import format_money

NAMED = 2
"""So many cases a sentence names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case: what it is, where it leads, and what there is to know of it."""

    text: str
    url: str
    note: str
    is_owed: bool = False


def reason_of(cell: Cell) -> str:
    """Return why a cell is as it is; empty where there is nothing to say."""
    if cell.value is None:
        return _("The accounts of this quarter are not published, so nothing can be counted.")
    return _REASONS[cell.risk](cell) if cell.value else ""


def lines_of(cell: Cell, *, is_followed: bool, quarter: str) -> list[CaseLine]:
    """Return the cases of a cell; `is_followed` is whether the reader opens the unit's obligations on the desk."""
    return [_line(case, is_followed, quarter) for case in cell.cases]


def _late(cell: Cell) -> str:
    missing = [case for case in cell.cases if case.kind == CaseKind.MISSING]
    late = [case for case in cell.cases if case.kind == CaseKind.LATE]
    said = []
    if missing:
        said.append(_("still not published: %(items)s") % {"items": _some(missing, _item)})
    if late:
        said.append(
            _("published late: %(items)s")
            % {
                "items": _some(
                    late,
                    lambda case: (
                        ngettext("%(item)s (%(days)s day)", "%(item)s (%(days)s days)", case.days)
                        % {"item": _item(case), "days": case.days}
                    ),
                )
            }
        )
    return _("; ").join(said)


def _objections(cell: Cell) -> str:
    count = len(cell.cases)
    item, most = Counter(_item(case) for case in cell.cases).most_common(1)[0]
    said = [
        _("%(count)s in the quarter") % {"count": count},
        _("all about “%(item)s”") % {"item": item}
        if most == count
        else _("%(count)s of them about “%(item)s”") % {"count": most, "item": item},
    ]
    if upheld := sum(case.is_grave for case in cell.cases):
        said.append(_("%(count)s led to a correction") % {"count": upheld})
    return _(", ").join(said)


def _repeated(cell: Cell) -> str:
    times = Counter(case.group for case in cell.cases)
    matters = {case.group: str(Matter(case.text_zh).label) for case in cell.cases}
    return _("; ").join(
        ngettext(
            "“%(matter)s” came %(count)s time in three months, first as %(number)s",
            "“%(matter)s” came %(count)s times in three months, first as %(number)s",
            count,
        )
        % {"matter": matters[group], "count": count, "number": group}
        for group, count in times.most_common()
    )


def _other(cell: Cell) -> str:
    said = [
        _("other expense is %(share)s%% of what was spent, medium begins at %(medium)s%%")
        % {"share": number(cell.value), "medium": number(cell.limits.medium)}
    ]
    if cell.cases:
        largest = cell.cases[0]
        said.append(
            _("the largest is %(amount)s yuan, “%(summary)s”") % {"amount": _yuan(largest), "summary": largest.text_zh}
        )
    return _(", ").join(said)


def _entertainment(cell: Cell) -> str:
    count = len(cell.cases)
    total = format_money(sum((Decimal(case.amount) for case in cell.cases), Decimal(0)))
    said = [
        ngettext("%(count)s payment, %(total)s yuan", "%(count)s payments, %(total)s yuan", count)
        % {"count": count, "total": total}
    ]
    if cell.is_grave:
        said.append(_("there were some in the quarter before, too"))
    return _(", ").join(said)


def _split(cell: Cell) -> str:
    return _("; ").join(
        ngettext(
            "%(count)s payment for “%(summary)s”, %(total)s yuan together, each just below the limit",
            "%(count)s payments for “%(summary)s”, %(total)s yuan together, each just below the limit",
            case.days,
        )
        % {"count": case.days, "summary": case.text_zh, "total": _yuan(case)}
        for case in cell.cases
    )


_REASONS: Mapping[Risk, Callable[[Cell], str]] = {
    Risk.LATE: _late,
    Risk.OBJECTIONS: _objections,
    Risk.REPEATED: _repeated,
    Risk.OTHER: _other,
    Risk.ENTERTAINMENT: _entertainment,
    Risk.SPLIT: _split,
}


def _line(case: Case, is_followed: bool, quarter: str) -> CaseLine:
    day = full_date(date.fromisoformat(case.on)) if case.on else ""
    if case.kind == CaseKind.MISSING:
        url = reverse("disclosure_desk:obligation", args=[case.number]) if is_followed else ""
        note = _("due %(day)s, not published") % {"day": day}
        return CaseLine(_item(case), url or reverse("disclosure:matrix", args=[quarter]), note, is_owed=True)
    if case.kind == CaseKind.LATE:
        note = ngettext("due %(day)s, %(count)s day late", "due %(day)s, %(count)s days late", case.days)
        return CaseLine(_item(case), _notice(case.number), note % {"day": day, "count": case.days})
    if case.kind == CaseKind.OPINION:
        note = _("%(number)s, came %(day)s") % {"number": case.number, "day": day}
        if case.is_grave:
            note = _("%(note)s, led to a correction") % {"note": note}
        return CaseLine(_item(case), _notice(case.group), note)
    if case.kind == CaseKind.PETITION:
        note = _("%(number)s, came %(day)s") % {"number": case.number, "day": day}
        return CaseLine(str(Matter(case.text_zh).label), reverse("petitions_desk:petition", args=[case.key]), note)
    note = _("%(amount)s yuan") % {"amount": _yuan(case)}
    if case.kind == CaseKind.SPLIT:
        note = _("lines %(lines)s, %(amount)s yuan together") % {"lines": case.group, "amount": _yuan(case)}
    return CaseLine(case.text_zh, f"{_notice(case.number)}#line-{case.key}", note)


def _some(cases: Sequence[Case], said: Callable[[Case], str]) -> str:
    """Return the first cases in words, and how many there are besides."""
    named = _(", ").join(said(case) for case in cases[:NAMED])
    more = len(cases) - NAMED
    if more <= 0:
        return named
    return ngettext("%(named)s and %(count)s more", "%(named)s and %(count)s more", more) % {
        "named": named,
        "count": more,
    }


def _item(case: Case) -> str:
    return in_language(case.text_zh, case.text_en)


def _yuan(case: Case) -> str:
    return format_money(Decimal(case.amount))


def _notice(code: str) -> str:
    return reverse("disclosure:notice", args=[code])


def number(value: Decimal | None) -> str:
    """Write a value without a zero behind the point."""
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
