"""Write the lines of a list."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.lists.queries import lines_of, photograph_name, photographs_of, pictured_by
from disclosure.lists.registry import Column, ListForm
from disclosure.notices.actions.drafts import attach_file, change_draft, remove_file
from disclosure.notices.models import Attachment, Edition
from portal.accounts.models import User
from portal.accounts.queries import published_telephones
from portal.core import uploads
from portal.core.personal import find_personal
from portal.core.refusals import Refused

MOST_LINES = 1200
"""A list of all households of the largest villages fits."""


def save_lines(
    *, actor: User, edition: Edition, form: ListForm, lines: Sequence[Any], at: datetime, seen: int | None = None
) -> Edition:
    """Replace the lines of a draft by what was typed or read; they are numbered from 1.

    Raises:
        Refused: The item is disclosed in another form, or a line is incomplete or cannot be right.
    """

    def write(draft: Edition) -> None:
        if draft.form != form.key:
            raise Refused(_("This item is disclosed in another form."))
        if len(lines) > MOST_LINES:
            raise Refused(_("A notice takes at most %(count)d lines.") % {"count": MOST_LINES})
        published = published_telephones(draft.notice.unit)
        for number, line in enumerate(lines, start=1):
            for name, reason in faults(form, line, published=published).items():
                place = _("Row %(number)d, “%(column)s”") % {"number": number, "column": form.heading_of(name)}
                raise Refused(_("%(name)s: %(reason)s") % {"name": place, "reason": reason})
        replace_lines(form, draft, lines)

    return change_draft(actor=actor, edition=edition, verb="write list", change=write, seen=seen, at=at)


def attach_photograph(
    *, actor: User, edition: Edition, form: ListForm, name: str, content: bytes, at: datetime
) -> Attachment:
    """Attach the photograph of the line that the name of the file names; it takes the place of an earlier one.

    Raises:
        Refused: No line is named so, or it is no picture that is taken.
    """
    of = pictured_by(name)
    if of not in {getattr(line, form.pictured) for line in lines_of(form, edition)}:
        raise Refused(_("Nobody on the list is called so. Save the list first, and name each file after the person."))
    small = uploads.portrait(content, name=name)
    with transaction.atomic():
        if before := photographs_of(edition).get(of):
            remove_file(actor=actor, attachment=before, at=at)
        return attach_file(actor=actor, edition=edition, name=photograph_name(of), content=small, at=at)


def drop_photographs(form: ListForm, draft: Edition) -> None:
    """Take the photographs off a draft of those who do not stand on the list."""
    if form.pictured:
        listed = {getattr(line, form.pictured) for line in lines_of(form, draft)}
        for of, file in photographs_of(draft).items():
            if of not in listed:
                file.delete()


def faults(form: ListForm, line: Any, *, published: Collection[str] = ()) -> dict[str, str]:
    """Return what is wrong with a line, a sentence by the name of the column.

    Args:
        published: As in `portal.core.personal.find_personal`.
    """
    found = {}
    for column in form.columns:
        if sentence := _fault(form, column, getattr(line, column.name), published):
            found[column.name] = sentence
    if not found:
        try:
            line.clean()
        except ValidationError as wrong:
            found = {name: sentences[0] for name, sentences in wrong.message_dict.items()}
    return found


def replace_lines(form: ListForm, draft: Edition, lines: Sequence[Any]) -> None:
    """Write the lines of a draft; one that did not change is left alone, and so has no new history."""
    present = {line.number: line for line in lines_of(form, draft)}
    for number in present.keys() - set(range(1, len(lines) + 1)):
        present[number].delete()
    for number, line in enumerate(lines, start=1):
        row = present.get(number) or form.model(edition=draft, number=number)
        if number not in present or any(getattr(row, name) != getattr(line, name) for name in form.names):
            for name in form.names:
                setattr(row, name, getattr(line, name))
            row.save()


def _fault(form: ListForm, column: Column, value: Any, published: Collection[str]) -> str:
    field = form.field(column.name)
    if value is None or value == "":
        return "" if field.blank else _("This must be filled in.")
    found = find_personal(value, published=published) if isinstance(value, str) else ()
    if any(number.kind != "W-PHONE" or not column.is_telephone for number in found):
        return _("This holds a full ID, bank-card or telephone number. Leave it out, or mask it.")
    try:
        field.run_validators(value)
    except ValidationError as wrong:
        if wrong.error_list[0].code == "max_length":
            return _("At most %(count)d characters.") % {"count": field.max_length}
        return str(wrong.messages[0])
    return ""
