"""The page of one edition on the desk, its files, and its steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from disclosure.notices import registry
from disclosure.notices.actions import drafts, publishing, steps
from disclosure.notices.documents import attached
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.forms import CountersignForm, ScheduleForm, SendBackForm, WithdrawForm
from disclosure.notices.models import Edition
from disclosure.notices.policies import DELETES, FOLLOWS, PREPARES, STEPS, VISIBLE
from disclosure.notices.presenters import consequences
from disclosure.notices.presenters.changes import Changes, changes_from
from disclosure.notices.presenters.lists import due_of, state_tag
from disclosure.notices.presenters.notice import Items, Shown, shown, stream_tag, with_number
from disclosure.notices.queries import editions
from disclosure.notices.queries.content import files_of, findings_of, for_page, public_remark, title_of
from disclosure.notices.queries.editions import was_sent_back
from disclosure.notices.queries.sources import DECIDING
from disclosure.notices.workflow import EDITION
from portal.accounts.context import signed_in
from portal.accounts.queries import holders
from portal.core import calendar, dates
from portal.core.components import Tag
from portal.core.demonstration import today_of_due_days
from portal.core.markdown import plain_rows
from portal.core.sections import LoadedSection, load_sections
from portal.core.texts import comma, joint
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import TrailLine, changes_of, trail
from portal.desk.views import ButtonView, ChangeView, DeskView, SeenForm

MORNING = time(9)
"""When it is offered to publish on a later day."""


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
    may_delete: bool
    may_correct: bool
    findings: Sequence[registry.Finding]
    write: registry.Link | None
    edit_url: str
    links: Sequence[registry.Link]
    sections: Sequence[LoadedSection]
    remark: str
    public_url: str
    changes: Changes | None
    announced: consequences.Announced | None

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
    """Return the page of an edition the reader may read, with the form of a refused step in place of a fresh one."""
    person = signed_in(request)
    full = for_page(editions.visible(person, at=at)).get(pk=subject.pk)
    form = registry.form_of(full)
    content = form.presenter(full)
    page = registry.EditionPage(full, content, person, at)
    follows = FOLLOWS.allows(person, full, at=at)
    prepares = PREPARES.allows(person, full, at=at)
    trail = trail_of(full) if follows else []
    before = editions.corrected_by(full, person, at=at)
    offered = offered_steps(request, full, EDITION, STEPS, at=at, refused=refused, verb=verb)
    publishes_now = any(step.verb == "publish" and step.is_main for step in offered)
    write_label = form.write_label if content is None else form.change_label
    context = {
        "page": DeskEdition(
            edition=full,
            shown=shown(full, content, files_of(full), lambda file: _address("file", full.pk, file.pk)),
            tags=[state_tag(full), stream_tag(full)],
            meta=_meta(full, at),
            trail=trail,
            sent_back=next((line for line in reversed(trail) if line.is_back), None) if was_sent_back(full) else None,
            may_write=prepares and full.state == State.DRAFT,
            may_delete=DELETES.allows(person, full, at=at),
            may_correct=prepares and full.state in (State.PUBLISHED, State.WITHDRAWN),
            findings=findings_of(full) if full.state in IN_PREPARATION else [],
            write=None
            if form.is_default
            else registry.Link(str(write_label), reverse(form.edit_url_name, args=[full.pk])),
            edit_url=reverse(registry.default_form().edit_url_name, args=[full.pk]),
            links=registry.load_links(registry.EDITION_LINKS, page),
            sections=load_sections(registry.EDITION_SECTIONS, page),
            remark=full.countersign_remark if follows else public_remark(full),
            public_url=reverse("disclosure:notice", args=[full.notice.number]) if full.is_public else "",
            changes=changes_from(before, full) if before else None,
            announced=consequences.announced(full, at=at) if follows and not publishes_now else None,
        ),
        "steps": offered,
        "waits_text": _waits_text(full, at),
        "crumbs": crumbs((_("Notices"), _address("notices"))),
    }
    return render(request, "disclosure/notices/desk/edition.html", context, status=status)


def _address(name: str, *args: int) -> str:
    return reverse(f"disclosure_desk:{name}", args=args)


def _meta(row: Edition, at: datetime) -> list[tuple[str, str]]:
    notice = row.notice
    items = [(_("Number"), notice.number), (_("Edition"), str(row.number)), (_("Unit"), notice.unit.name)]
    if notice.station:
        items.append((_("Prepared by"), notice.station.name))
    due = due_of(row, today=today_of_due_days(at), working_days=calendar.load())
    if due.text:
        items.append((_("Due"), comma().join(filter(None, (due.text, due.note)))))
    if row.scheduled_for:
        items.append((_("Scheduled for"), dates.moment(row.scheduled_for)))
    items += [item for part in registry.PARTS if (item := part.meta(row))]
    if row.notice_from and row.notice_to:
        items.append((_("On notice"), dates.date_range(row.notice_from, row.notice_to)))
    return items


def _waits_text(row: Edition, at: datetime) -> str:
    """Return which step the edition waits for and who can take it."""
    verb = editions.waits_for(row)
    if verb not in DECIDING:
        return ""
    step = next(each for each in EDITION.from_state(row.state) if each.verb == verb)
    people = editions.people_who_can(step, row, holders(DECIDING[verb], row.notice.unit, at=at), at=at)
    label = str(EDITION.verb(verb).waiting)
    if not people:
        return _("%(step)s: nobody can take this step, because everybody who holds the post had a hand in it.") % {
            "step": label
        }
    return _("%(step)s: %(names)s") % {"step": label, "names": joint().join(person.name for person in people)}


class AttachmentView(DeskView):
    """A file of an edition the reader may read."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        found = get_object_or_404(self.get_permitted(VISIBLE, pk=pk).attachments, pk=file)
        return attached(request, found)


MOST_CHANGES = 60
"""How many changes the page lists; the newest ones."""

AUDIT_LABELS: dict[str, Words] = {
    "write": pgettext_lazy("audit entry", "Text written"),
    "attach": pgettext_lazy("audit entry", "File attached"),
    "remove file": pgettext_lazy("audit entry", "File removed"),
}
"""What changes of a draft are called once they are done."""


def trail_of(edition: Edition) -> list[TrailLine]:
    """Return who did what with an edition, and what they changed of its text and its parts, oldest first."""
    labels = {verb: label for part in registry.PARTS for verb, label in part.audit_labels.items()} | AUDIT_LABELS
    names = {"title": _("Title"), "body": _("Text"), "correction_reason": _("What is corrected, and why")}
    changes = changes_of(edition.history.select_related("history_user"), names, show=plain_rows)
    changes += [line for part in registry.PARTS for line in part.draft_changes(edition)]
    newest = sorted(changes, key=lambda line: line.at)[-MOST_CHANGES:]
    return trail(edition, EDITION, words=labels, changes=_joined(newest))


def _joined(lines: Iterable[TrailLine]) -> list[TrailLine]:
    """Return what one person changed in the same second as one line."""
    found: dict[tuple[datetime, str], TrailLine] = {}
    for line in lines:
        place = line.at.replace(microsecond=0), line.who
        before = found.get(place)
        found[place] = replace(line, changes=before.changes + line.changes) if before else line
    return list(found.values())


class EditionStep(StepView):
    """What the steps of an edition have in common."""

    workflow, policy, policies = EDITION, VISIBLE, STEPS
    page = edition_page
    success_url = reverse_lazy("desk:home")

    def subject_title(self) -> str:
        return title_of(self.subject)


class Submit(EditionStep):
    """Pass a draft on."""

    verb, action, is_main = "submit", steps.submit, True

    def consequences(self) -> list[Words]:
        return [_("It goes to those who sign it next. As long as none of them has, you can take it back.")]

    def act(self, form: Any) -> Any:
        """Submit it, after what takes long has been tried without keeping anybody from the row.

        Raises:
            Refused: It is not ready, or what follows from its publication would fail.
        """
        steps.check_ready(self.subject)
        for rehearsal in registry.REHEARSALS:
            rehearsal.run(self.subject)
        return super().act(form)


class TakeBack(EditionStep):
    """Take back what was submitted, before anybody has decided on it."""

    verb, action = "take_back", steps.take_back

    def consequences(self) -> list[Words]:
        return [_("It is a draft again, and waits for nobody but your unit.")]


class Countersign(EditionStep):
    """Sign for the supervision committee of a village, with a remark or without."""

    verb, action, is_main, form_class = "countersign", steps.countersign, True, CountersignForm


class Review(EditionStep):
    """Sign for the leading group, one or many."""

    verb, action, is_main, at_once = "review", steps.review, True, True


class Approve(EditionStep):
    """Sign for the party committee, one or many."""

    verb, action, is_main, at_once = "approve", steps.approve, True, True


class Publish(EditionStep):
    """Publish."""

    verb, action, is_main = "publish", publishing.publish, True

    def consequences(self) -> list[Words]:
        return consequences.of_publishing(self.subject, at=self.at)

    def is_awaited(self) -> bool:
        return bool(self.subject.state == State.APPROVED)  # one that is scheduled waits for its time


class Schedule(EditionStep):
    """Have it published later."""

    verb, action, form_class = "schedule", publishing.schedule, ScheduleForm

    def get_initial(self) -> dict[str, Any]:
        return {"due": self.proposed()}

    def proposed(self) -> datetime:
        """Return the time that is offered: the morning of the next working day."""
        tomorrow = timezone.localdate(self.at) + timedelta(days=1)
        return timezone.make_aware(datetime.combine(calendar.load().next_working_day(tomorrow), MORNING))

    def consequences(self) -> list[Words]:
        day = {
            "day": dates.full_date(self.proposed()),
            "period": consequences.on_notice(self.subject, at=self.proposed()),
        }
        return [
            _("The website publishes it at that time in your name. Until then it can be taken off the schedule."),
            _("Published on %(day)s: %(period)s") % day,
            _("Its page then says what happens at the time you chose."),
        ]


class Unschedule(EditionStep):
    """Take it off the schedule."""

    verb, action = "unschedule", publishing.unschedule


class SendBack(EditionStep):
    """Send it back to the clerk."""

    verb, action, form_class = "send_back", steps.send_back, SendBackForm


class Withdraw(EditionStep):
    """Withdraw what is public."""

    verb, action, form_class = "withdraw", publishing.withdraw, WithdrawForm

    def consequences(self) -> list[Words]:
        return consequences.of_withdrawing(self.subject, at=self.at)


class DeleteDraft(ChangeView):
    """Delete a draft that was never submitted."""

    form_class, title, button = SeenForm, gettext_lazy("Delete the draft"), gettext_lazy("Delete the draft")
    success_message, success_url = gettext_lazy("Deleted: %(title)s"), reverse_lazy("disclosure_desk:notices")

    @cached_property
    def draft(self) -> Edition:
        """The draft, if this person may delete it."""
        return self.get_permitted(DELETES, pk=self.kwargs["pk"])

    def subject(self) -> Edition:
        return self.draft

    def words(self) -> dict[str, str]:
        return {"title": self.name}

    @cached_property
    def name(self) -> str:
        """What the draft is called."""
        return title_of(self.draft)

    def consequences(self) -> list[Words]:
        what: list[Words] = [
            _("Its text, figures and files are deleted, and cannot be brought back."),
            _("That it was begun and deleted, when and by whom, stays on record."),
        ]
        if self.draft.number == 1 and self.draft.notice.due_on:
            what.append(_("What it was to meet is still owed, and counts as not begun."))
        return what

    def act(self, form: Any) -> None:
        seen = form.cleaned_data["seen"]
        drafts.delete_draft(actor=self.actor, edition=self.draft, seen=seen, at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = with_number(self.name, self.draft.notice.number)
        return super().get_context_data(lead=lead, is_back=True, **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs((_("Notices"), _address("notices")), (self.name, _address("edition", self.draft.pk)))


class Correct(ButtonView):
    """Begin the edition that corrects one, and go on to write it."""

    def act(self, form: Any) -> Edition:
        edition = self.get_permitted(VISIBLE, pk=self.kwargs["pk"])
        return publishing.start_correction(actor=self.actor, edition=edition, at=self.at)

    def get_success_url(self) -> str:
        return _address("edit", self.done.pk) if self.done else _address("edition", self.kwargs["pk"])
