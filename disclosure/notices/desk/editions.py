"""The page of one edition on the desk, its files, and the steps open to the reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition
from disclosure.notices.policies import FOLLOWS, PREPARES, STEPS, VISIBLE
from disclosure.notices.presenters.lists import due_of, state_tag
from disclosure.notices.presenters.notice import Items, Shown, shown, stream_tag
from disclosure.notices.queries import editions
from disclosure.notices.queries.canonical import findings_of
from disclosure.notices.queries.desk import was_sent_back
from disclosure.notices.queries.titles import public_remark
from disclosure.notices.registry.pages import EDITION_LINKS, EDITION_SECTIONS, EditionPage, Link, load_links
from disclosure.notices.registry.parts import PARTS, DraftChange, Finding, default_form, form_of
from disclosure.notices.workflow import EDITION
from portal.accounts.context import signed_in
from portal.accounts.enums import Role
from portal.accounts.queries import holders
from portal.core import calendar, dates, files
from portal.core.components import File, Tag
from portal.core.language import is_chinese
from portal.core.sections import LoadedSection, load_sections
from portal.core.texts import comma
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.queue import due_words
from portal.desk.steps import offered_steps
from portal.desk.trail import Change, TrailLine, name_of, trail
from portal.desk.views import DeskView

_ROLE_OF = {
    "countersign": Role.SUPERVISOR,
    "review": Role.REVIEWER,
    "approve": Role.APPROVER,
    "publish": Role.PUBLISHER,
}


@dataclass(frozen=True, slots=True)
class DeskEdition:
    """The desk's page of an edition. `write` leads to the page of its form, `edit_url` to that of its text."""

    edition: Edition
    shown: Shown
    tags: Sequence[Tag]
    meta: Items
    trail: Sequence[TrailLine]
    sent_back: TrailLine | None
    may_write: bool
    may_correct: bool
    findings: Sequence[Finding]
    write: Link | None
    edit_url: str
    links: Sequence[Link]
    sections: Sequence[LoadedSection]
    remark: str
    public_url: str

    @property
    def errors(self) -> int:
        """How many findings keep it from being submitted."""
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def unanswered(self) -> int:
        """How many warnings are still to be answered."""
        return sum(finding.level == "warning" for finding in self.findings)


class EditionView(DeskView):
    """The page of one edition."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return edition_page(request, self.get_permitted(VISIBLE, pk=pk), at=self.at)


def edition_page(
    request: HttpRequest, subject: Edition, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Return the page of an edition, with a refused step's form in the place of a fresh one.

    Args:
        request: The request.
        subject: An edition the reader may read.
        at: Now.
        refused: The form of the step that was refused, with what was typed.
        verb: Which step that was.
        status: The HTTP status.
    """
    person = signed_in(request)
    full = editions.with_content(editions.visible(person, at=at)).get(pk=subject.pk)
    content = form_of(full).presenter(full)
    page = EditionPage(full, content, person, at)
    follows = FOLLOWS.allows(person, full, at=at)
    prepares = PREPARES.allows(person, full, at=at)
    trail = trail_of(full) if follows else []
    context = {
        "page": DeskEdition(
            edition=full,
            shown=shown(full, content, _files(full)),
            tags=[state_tag(full), stream_tag(full)],
            meta=_meta(full, at),
            trail=trail,
            sent_back=next((line for line in reversed(trail) if line.is_back), None) if was_sent_back(full) else None,
            may_write=prepares and full.state == State.DRAFT,
            may_correct=prepares and full.state in (State.PUBLISHED, State.WITHDRAWN),
            findings=findings_of(full) if full.state in IN_PREPARATION else [],
            write=_write_link(full, content),
            edit_url=reverse(default_form().edit_url_name, args=[full.pk]),
            links=load_links(EDITION_LINKS, page),
            sections=load_sections(EDITION_SECTIONS, page),
            remark=full.countersign_remark if follows else public_remark(full),
            public_url=reverse("disclosure:notice", args=[full.notice.number]) if full.is_public else "",
        ),
        "steps": offered_steps(request, full, EDITION, STEPS, at=at, refused=refused, verb=verb),
        "waits_text": _waits_text(full, at),
        "crumbs": crumbs((_("Notices"), reverse("disclosure_desk:notices"))),
    }
    return render(request, "disclosure/notices/desk/edition.html", context, status=status)


def _meta(row: Edition, at: datetime) -> list[tuple[str, str]]:
    notice = row.notice
    items = [(_("Number"), notice.number), (_("Edition"), str(row.number)), (_("Unit"), notice.unit.name)]
    if notice.station:
        items.append((_("Prepared by"), notice.station.name))
    due = due_of(row)
    if due:
        words = due_words(
            due, today=timezone.localdate(at), working_days=calendar.load(), provisional=notice.due_provisional
        )
        items.append((_("Due"), comma().join(filter(None, (words.text, words.note)))))
    if row.scheduled_for:
        items.append((_("Scheduled for"), dates.moment(row.scheduled_for)))
    items += [item for part in PARTS if (item := part.meta(row))]
    if row.notice_from and row.notice_to:
        items.append((_("On notice"), dates.date_range(row.notice_from, row.notice_to)))
    return items


def _waits_text(row: Edition, at: datetime) -> str:
    """Say which step the edition waits for and who can take it."""
    verb = editions.waits_for(row)
    if verb in ("", "submit"):
        return ""
    step = next(each for each in EDITION.from_state(row.state) if each.verb == verb)
    people = editions.people_who_can(step, row, holders(_ROLE_OF[verb], row.notice.unit, at=at), at=at)
    label = str(EDITION.verb(verb).waiting)
    if not people:
        return _("%(step)s: nobody can take this step, because everybody who holds the post had a hand in it.") % {
            "step": label
        }
    joint = "、" if is_chinese() else ", "
    return _("%(step)s: %(names)s") % {"step": label, "names": joint.join(person.name for person in people)}


def _files(row: Edition) -> list[File]:
    return [
        File(
            reverse("disclosure_desk:file", args=[row.pk, file.pk]),
            file.name,
            _("%(size)d kB") % {"size": max(1, file.size // 1024)},
        )
        for file in row.attachments.all()
    ]


def _write_link(edition: Edition, content: Any) -> Link | None:
    """Return the link to where the edition is written in its form; None where that is the page of its text."""
    form = form_of(edition)
    if form.is_default:
        return None
    label = form.change_label if content is not None else form.write_label
    return Link(str(label), reverse(form.edit_url_name, args=[edition.pk]))


class AttachmentView(DeskView):
    """A file of an edition the reader may read."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        found = get_object_or_404(self.get_permitted(VISIBLE, pk=pk).attachments, pk=file)
        return files.file_response(
            request,
            store="private",
            stored=found.stored_as,
            sha256=found.sha256,
            name=found.name,
            content_type=found.content_type,
            inline=True,
        )


MOST_CHANGES = 60
"""How many changes the page lists; the newest ones."""

AUDIT_LABELS: dict[str, Words] = {
    "write": pgettext_lazy("audit entry", "Text written"),
    "attach": pgettext_lazy("audit entry", "File attached"),
    "remove file": pgettext_lazy("audit entry", "File removed"),
}
"""What changes of a draft are called once they are done."""

_TEXTS = ("title", "body", "correction_reason")


def trail_of(edition: Edition) -> list[TrailLine]:
    """Return who did what with an edition, and what they changed, oldest first."""
    words = {verb: label for part in PARTS for verb, label in part.audit_labels.items()} | AUDIT_LABELS
    return trail(edition, EDITION, words=words, changes=_changes(edition))


def _changes(edition: Edition) -> list[TrailLine]:
    """Return what was changed in one go as one line."""
    done: dict[tuple[datetime, str], list[Change]] = {}
    for row in sorted(changes_of(edition), key=lambda row: row.at):
        place = row.at.replace(microsecond=0), name_of(row.who)
        done.setdefault(place, []).append(Change(row.what, row.before, row.after))
    label = pgettext("audit entry", "Changed")
    return [TrailLine(at, label, who, changes=tuple(changes)) for (at, who), changes in done.items()]


def changes_of(edition: Edition) -> list[DraftChange]:
    """Return what was changed in an edition and its parts since they were first written, newest first."""
    rows = [*_text_changes(edition), *(row for part in PARTS for row in part.draft_changes(edition))]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:MOST_CHANGES]


def _text_changes(edition: Edition) -> Iterator[DraftChange]:
    names = {"title": _("Title"), "body": _("Text"), "correction_reason": _("What is corrected, and why")}
    records = list(edition.history.select_related("history_user").order_by("history_date", "history_id"))
    for before, after in pairwise(records):
        for field in _TEXTS:
            old, new = getattr(before, field), getattr(after, field)
            if old != new:
                yield DraftChange.of(after, names[field], old, new)
