"""The page of one edition on the desk: what it says, who had it in hand, and the steps open to the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Stream
from disclosure.notices.desk.base import the_edition
from disclosure.notices.desk.rows import due_of
from disclosure.notices.desk.trail import changes_of, deeds_of
from disclosure.notices.desk.words import STEP_LABELS, WAITS_LABELS, state_tag, waits_for
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.forms.steps import FORMS, DecisionForm
from disclosure.notices.models import Edition
from disclosure.notices.policies import FOLLOWS, PREPARES
from disclosure.notices.presenters.hands import hands
from disclosure.notices.queries import editions
from disclosure.notices.queries.desk import was_sent_back
from disclosure.notices.queries.parts import findings_of
from disclosure.notices.queries.remarks import public_remark
from disclosure.notices.queries.titles import title_of
from disclosure.notices.registry.pages import EDITION_LINKS, EDITION_SECTIONS, EditionPage, Link, load_links
from disclosure.notices.registry.parts import PARTS, default_form, form_of
from disclosure.notices.workflow import EDITION
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import holders
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import calendar, dates
from portal.core.markdown import body_html
from portal.core.sections import load_sections
from portal.desk.due import due_words
from portal.desk.pages import crumbs

_ROLE_OF = {
    "countersign": Role.SUPERVISOR,
    "review": Role.REVIEWER,
    "approve": Role.APPROVER,
    "publish": Role.PUBLISHER,
}
_WAYS_OUT = ("send_back", "withdraw", "unschedule", "schedule")


@dataclass(frozen=True, slots=True)
class StepOffered:
    """A step that is open to the reader, as a form of its own.

    Attributes:
        verb: The step.
        label: What stands on its button.
        form: What is asked.
        url: Where it posts to.
        is_main: Whether it is what the edition waits for.
        is_folded: Whether its form is shown only when asked for.
    """

    verb: str
    label: str
    form: DecisionForm
    url: str
    is_main: bool
    is_folded: bool


@desk_page
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one edition."""
    person, at = signed_in(request), timezone.now()
    return edition_page(request, the_edition(person, pk, at=at), at=at)


def edition_page(
    request: HttpRequest,
    row: Edition,
    *,
    at: datetime,
    refused: DecisionForm | None = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of an edition, with a refused step's form in the place of a fresh one.

    Args:
        request: What was asked.
        row: An edition the reader may read.
        at: Now.
        refused: The form of the step that was refused, with what was typed.
        verb: Which step that was.
        status: The HTTP status.
    """
    person = signed_in(request)
    full = editions.with_content(editions.visible(person, at=at)).get(pk=row.pk)
    page = EditionPage(full, form_of(full).presenter(full), person, at)
    steps = steps_offered(person, full, at=at, refused=refused, verb=verb)
    follows = FOLLOWS.allows(person, full, at=at)
    deeds = deeds_of(full) if follows else []
    context = {
        "edition": full,
        "title": title_of(full),
        "tags": [state_tag(full), {"text": Stream(full.notice.entry.stream).label}],
        "meta": _meta(full, at),
        "steps": steps,
        "refused": refused,
        "waits_text": _waits_text(full, at),
        "hands": hands(full),
        "deeds": deeds,
        "sent_back": next((deed for deed in reversed(deeds) if deed["is_back"]), None) if was_sent_back(full) else None,
        "changes": changes_of(full) if follows else [],
        "body": body_html(full.body) if full.body else "",
        "files": _files(full),
        "may_write": full.state == State.DRAFT and PREPARES.allows(person, full, at=at),
        "content": page.content,
        "content_template": form_of(full).template,
        "write": _write_link(page),
        "edit_url": reverse(default_form().edit_url_name, args=[full.pk]),
        "links": load_links(EDITION_LINKS, page),
        "sections": load_sections(EDITION_SECTIONS, page),
        "remark": _remark(full, follows=follows),
        "public_url": reverse("disclosure:notice", args=[full.notice.number]) if full.is_public else "",
        "crumbs": crumbs((_("Notices"), reverse("disclosure_desk:notices"))),
        **_findings(full),
    }
    return render(request, "disclosure/notices/desk/edition.html", context, status=status)


def steps_offered(
    person: User, row: Edition, *, at: datetime, refused: DecisionForm | None = None, verb: str = ""
) -> list[StepOffered]:
    """Return the steps a person may take with an edition, the one it waits for first."""
    verbs = [step.verb for step in editions.steps_open_to(person, row, at=at)]
    if row.state in (State.PUBLISHED, State.WITHDRAWN) and PREPARES.allows(person, row, at=at):
        verbs.append("correct")
    main = waits_for(row)
    offered = [
        StepOffered(
            verb=name,
            label=str(STEP_LABELS[name]),
            form=refused if refused and name == verb else _fresh(name, row),
            url=_step_url(name, row),
            is_main=name == main,
            is_folded=name in _WAYS_OUT and not (refused and name == verb),
        )
        for name in verbs
    ]
    return sorted(offered, key=lambda one: (not one.is_main, one.verb in ("send_back", "withdraw")))


def step_form(verb: str, row: Edition, data: Any) -> DecisionForm:
    """Return the form of a step with what was posted."""
    return FORMS[verb](data, auto_id=f"{verb}_%s", initial={"seen": row.content_sha256})


def _fresh(verb: str, row: Edition) -> DecisionForm:
    return FORMS[verb](auto_id=f"{verb}_%s", initial={"seen": row.content_sha256})


def _step_url(verb: str, row: Edition) -> str:
    if verb == "correct":
        return reverse("disclosure_desk:correct", args=[row.pk])
    return reverse("disclosure_desk:step", args=[row.pk, verb])


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
        joint = "，" if dates.is_chinese() else ", "
        items.append((_("Due"), joint.join(said for said in (words.text, words.note) if said)))
    if row.scheduled_for:
        items.append((_("Scheduled for"), dates.moment(row.scheduled_for)))
    items += [said for part in PARTS if (said := part.meta(row))]
    if row.notice_from and row.notice_to:
        items.append((_("On notice"), dates.date_range(row.notice_from, row.notice_to)))
    return items


def _waits_text(row: Edition, at: datetime) -> str:
    """Say which step the edition waits for and who can take it."""
    verb = waits_for(row)
    if verb in ("", "submit"):
        return ""
    step = next(each for each in EDITION.from_state(row.state) if each.verb == verb)
    people = editions.people_who_can(step, row, holders(_ROLE_OF[verb], row.notice.unit, at=at), at=at)
    label = str(WAITS_LABELS[verb])
    if not people:
        return _("%(step)s: nobody can take this step, because everybody who holds the post had a hand in it.") % {
            "step": label
        }
    return _("%(step)s: %(names)s") % {"step": label, "names": _names(people)}


def _names(people: Iterable[User]) -> str:
    joint = "、" if dates.is_chinese() else ", "
    return joint.join(person.name for person in people)


def _remark(row: Edition, *, follows: bool) -> dict[str, Any] | None:
    """Return what the supervision committee remarked, which others than those who work on it read if it is public."""
    text = row.countersign_remark if follows else public_remark(row)
    return {"text": text, "is_public": row.countersign_remark_public} if text else None


def _files(row: Edition) -> list[dict[str, str]]:
    return [
        {
            "url": reverse("disclosure_desk:file", args=[row.pk, file.pk]),
            "title": file.name,
            "note": _("%(size)d kB") % {"size": max(1, file.size // 1024)},
        }
        for file in row.attachments.all()
    ]


def _write_link(page: EditionPage) -> Link | None:
    """Return the link to where the edition is written in its form; None where that is the page of its text."""
    form = form_of(page.edition)
    if form.is_default:
        return None
    label = form.change_label if page.content is not None else form.write_label
    return Link(str(label), reverse(form.edit_url_name, args=[page.edition.pk]))


def _findings(row: Edition) -> dict[str, Any]:
    """Return what the check says of an edition while it is prepared."""
    found = findings_of(row) if row.state in IN_PREPARATION else []
    levels = [one.level for one in found]
    return {"findings": found, "errors": levels.count("error"), "unanswered": levels.count("warning")}
