"""What is owed of a project, on its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from disclosure.content.project.registry import ProjectPage
from disclosure.obligations.queries.awaited import owed_of_project
from portal.core import dates
from portal.core.components import Tag
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written


@dataclass(frozen=True, slots=True)
class OwedStage:
    """One of what is owed: how late it is or when it is due, what it is, and in `note` the day."""

    tag: Tag
    what: str
    note: str


def owed_of(page: ProjectPage) -> Sequence[OwedStage] | None:
    """Return what of a project is still to be disclosed, first due first; None where nothing is."""
    today = today_of_due_days(page.at)
    found = []
    for row in owed_of_project(page.unit, page.name, at=page.at):
        late = (today - row.due_on).days
        if late > 0:
            words = ngettext("%(count)d day overdue", "%(count)d days overdue", late) % {"count": late}
            tag = Tag(words, "owed")
        else:
            tag = Tag(ngettext("%(count)d day left", "%(count)d days left", -late) % {"count": -late}, "warn")
        note = _("It was due on %(day)s.") if late > 0 else _("To be disclosed by %(day)s.")
        found.append(OwedStage(tag, as_written(row.subject), note % {"day": dates.full_date(row.due_on)}))
    return found or None
