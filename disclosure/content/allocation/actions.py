"""Write the lines of an allocation notice: who was given how much, out of what, and when."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from disclosure.content.allocation.models import FORM, AllocationLine
from disclosure.content.allocation.queries import lines_of, recipients
from disclosure.notices.actions.drafts import change_draft
from disclosure.notices.models import Edition
from portal.accounts.models import User
from portal.accounts.queries import published_telephones
from portal.core.personal import find_personal
from portal.core.refusals import Refused

LARGEST = Decimal(10) ** 13
"""Yuan; beyond any township."""

MOST_LINES = 600


TYPED = ("unit", "recipient", "fund", "amount", "paid_on", "note")
"""What is typed of a line."""

HEADINGS = {
    "to": gettext_lazy("Given to"),
    "fund": gettext_lazy("Fund and purpose"),
    "amount": gettext_lazy("Amount, yuan"),
    "paid_on": gettext_lazy("Paid on"),
    "note": gettext_lazy("Note"),
}
"""What its columns are headed, by what is found to be wrong with it."""


def save_lines(
    *, actor: User, edition: Edition, lines: Sequence[AllocationLine], at: datetime, seen: int | None = None
) -> Edition:
    """Replace the lines of a draft by what was typed; they are numbered from 1.

    Raises:
        Refused: The item is no allocation, or a line is incomplete or cannot be right.
    """

    def write(draft: Edition) -> None:
        if draft.form != FORM:
            raise Refused(_("This item is not disclosed as an allocation."))
        if len(lines) > MOST_LINES:
            raise Refused(_("A notice takes at most %(count)d lines.") % {"count": MOST_LINES})
        _check(draft, lines, timezone.localdate(at))
        _replace(draft, lines)

    return change_draft(actor=actor, edition=edition, verb="write allocation", change=write, seen=seen, at=at)


def faults(line: AllocationLine, *, today: date, published: Collection[str]) -> dict[str, str]:
    """Return what is wrong with a line, a sentence for each field: to, fund, amount, paid_on, note.

    `published` are the telephones that may stand in it.
    """
    found = {}
    if line.unit is None and not line.recipient:
        found["to"] = _("Write to whom it was given.")
    if not line.fund:
        found["fund"] = _("Write out of which fund, and for what.")
    # A line that was typed may lack what no stored one does.
    amount: Any = line.amount
    if amount is None:
        found["amount"] = _("Write the amount.")
    elif not 0 < amount < LARGEST:
        found["amount"] = _("The amount must be more than zero.") if amount <= 0 else _("The amount is too large.")
    if line.paid_on and line.paid_on > today:
        found["paid_on"] = _("This day has not come yet. Leave it empty where the money is not paid yet.")
    for text, field, most in ((line.recipient, "to", 80), (line.fund, "fund", 120), (line.note, "note", 200)):
        if len(text) > most:
            found[field] = _("At most %(count)d characters.") % {"count": most}
        if find_personal(text, published=published):
            found[field] = _("This holds a full ID, bank-card or telephone number. Leave it out, or mask it.")
    return found


def copy_lines(*, source: Edition, target: Edition, **_by: User) -> None:
    """Copy the lines of an edition into the draft that corrects it."""
    _replace(target, lines_of(source))


def _check(draft: Edition, lines: Sequence[AllocationLine], today: date) -> None:
    known = set(recipients(draft).values_list("pk", flat=True))
    known |= {line.unit_id for line in lines_of(draft) if line.unit_id}  # a unit closed meanwhile keeps its lines
    published = published_telephones(draft.notice.unit)
    for number, line in enumerate(lines, start=1):
        found = faults(line, today=today, published=published)
        if line.unit and (line.unit.pk not in known or line.recipient):
            found["to"] = _("Name a unit of the town, or somebody else, not both.")
        if found:
            name, reason = next(iter(found.items()))
            place = _("Row %(number)d, “%(column)s”") % {"number": number, "column": HEADINGS[name]}
            raise Refused(_("%(name)s: %(reason)s") % {"name": place, "reason": reason})


def _replace(draft: Edition, lines: Sequence[AllocationLine]) -> None:
    """Write the lines; one that did not change is left alone, and so has no new history."""
    present = {line.number: line for line in lines_of(draft)}
    for number in present.keys() - set(range(1, len(lines) + 1)):
        present[number].delete()
    for number, line in enumerate(lines, start=1):
        row = present.get(number) or AllocationLine(edition=draft, number=number)
        if number not in present or any(getattr(row, name) != getattr(line, name) for name in TYPED):
            for name in TYPED:
                setattr(row, name, getattr(line, name))
            row.save()
