"""The desk put together from the apps: its menu, who is signed in, and what waits for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from disclosure.boards.queries.postings import to_do_count as boards_waiting
from disclosure.demands.queries import to_confirm
from disclosure.notices.desk.rows import Waiting
from disclosure.notices.desk.words import WAITS_LABELS
from disclosure.notices.queries.desk import was_sent_back
from disclosure.notices.queries.editions import waiting_for
from disclosure.obligations.queries.awaited import claims_to_check
from disclosure.opinions.queries.opinions import waiting_count
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.policies import posts_held, roles_held
from portal.core import jobs
from portal.core.language import localized_path
from portal.messaging.campaigns.policies import KEEPERS
from portal.messaging.policies import SENDERS
from portal.messaging.queries import unread

RECENT_JOBS = 5
FOLLOWERS = frozenset({Role.CLERK, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.PUBLISHER, Role.SECRETARY})
"""Who finds what is owed in the menu."""
BOTH_SIDES = FOLLOWERS - {Role.SECRETARY}
"""Who finds what the town paid and villages received."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the desk's menu.

    Attributes:
        name: Name of the address.
        label: What it is called, untranslated.
        roles: Who sees it; empty for everybody who signs in.
        count: Called with person and time, says how much waits there for them.
    """

    name: str
    label: str
    roles: frozenset[Role] = frozenset()
    count: Callable[[User, datetime], int] | None = None


def _menu() -> tuple[NavItem, ...]:
    administrators = frozenset({Role.ADMINISTRATOR})
    return (
        NavItem("desk:home", pgettext("menu of the desk", "My desk"), count=_editions_waiting),
        NavItem("messages_desk:inbox", pgettext("menu of the desk", "Inbox"), count=_unread),
        NavItem("disclosure_desk:ledgers", pgettext("menu of the desk", "Ledgers"), frozenset({Role.CLERK})),
        NavItem("disclosure_desk:notices", pgettext("menu of the desk", "Notices")),
        NavItem("disclosure_desk:obligations", pgettext("menu of the desk", "Owed"), FOLLOWERS, _claims_to_check),
        NavItem("disclosure_desk:matrix_current", pgettext("menu of the desk", "On time")),
        NavItem(
            "disclosure_desk:opinions",
            pgettext("menu of the desk", "Opinions"),
            frozenset({Role.CLERK, Role.PUBLISHER}),
            waiting_count,
        ),
        NavItem(
            "disclosure_desk:demands",
            pgettext("menu of the desk", "Demands"),
            frozenset({Role.PUBLISHER}),
            lambda person, at: to_confirm(person, at=at),
        ),
        NavItem("disclosure_desk:electorates", pgettext("menu of the desk", "Voters"), administrators),
        NavItem(
            "disclosure_desk:boards",
            pgettext("menu of the desk", "Boards"),
            frozenset({Role.CLERK, Role.PUBLISHER}),
            boards_waiting,
        ),
        NavItem("disclosure_desk:linked", pgettext("menu of the desk", "Paid and received"), BOTH_SIDES),
        NavItem("disclosure_desk:catalogue", pgettext("menu of the desk", "Catalogue"), administrators),
        NavItem("people_desk:units", pgettext("menu of the desk", "Units"), administrators),
        NavItem("people_desk:people", pgettext("menu of the desk", "People"), administrators),
        NavItem("desk:calendar", pgettext("menu of the desk", "Calendar"), administrators),
        NavItem("messages_desk:campaigns", pgettext("menu of the desk", "Campaigns"), frozenset(KEEPERS)),
        NavItem("messages_desk:deliveries", pgettext("menu of the desk", "Messages sent"), SENDERS),
        NavItem("messages_desk:wordings", pgettext("menu of the desk", "Wordings"), SENDERS),
        NavItem("desk:jobs", pgettext("menu of the desk", "Jobs")),
    )


def _editions_waiting(person: User, at: datetime) -> int:
    return waiting_for(person, at=at).count()


def _unread(person: User, _at: datetime) -> int:
    return unread(person).count()


def _claims_to_check(person: User, at: datetime) -> int:
    return claims_to_check(person, at=at).count()


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of every desk page knows. Pages outside the desk are given nothing.

    Public pages must not touch the session, so the path is looked at first.
    """
    home = reverse("desk:home")
    if not request.path.startswith(home) and "/accounts/" not in request.path:
        return {}
    return {
        "desk_nav": SimpleLazyObject(lambda: desk_nav(request)),
        "who": SimpleLazyObject(lambda: who(request)),
        "search_url": reverse("disclosure_desk:notices"),
    }


def desk_nav(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the menu of the person who is signed in; nothing for anybody else."""
    person = request.user
    if not isinstance(person, User):
        return []
    at = timezone.now()
    held = roles_held(person, at=at)
    home = reverse("desk:home")
    items = []
    for item in _menu():
        if item.roles and not item.roles & held:
            continue
        url = reverse(item.name)
        current = request.path == url if url == home else request.path.startswith(url)
        count = item.count(person, at) if item.count else 0
        items.append({"url": url, "label": item.label, "count": count, "current": current})
    return items


def who(request: HttpRequest) -> str:
    """Return the name and the posts of the person who is signed in."""
    person = request.user
    if not isinstance(person, User):
        return ""
    posts = posts_held(person, at=timezone.now()).order_by("starts_on", "pk")
    titles = list(dict.fromkeys(post.title for post in posts))
    english = (get_language() or "").startswith("en")
    return (", " if english else "，").join([person.name, *titles[:2]])


def tally(waiting: Sequence[Waiting], *, not_begun: int) -> list[dict[str, Any]]:
    """Return the figures on top of the desk; those that are zero are left out.

    Args:
        waiting: What waits for the person.
        not_begun: How many items their units owe and have not begun.
    """
    kinds = Counter(one.words.kind for one in waiting)
    verbs = Counter(one.verb for one in waiting)
    back = sum(was_sent_back(one.edition) for one in waiting)
    figures = [
        {"label": _("Overdue"), "value": kinds["owed"], "url": "?due=owed#q", "owed": True},
        {"label": _("Due soon"), "value": kinds["soon"], "url": "?due=soon#q"},
        *(
            {"label": str(label), "value": verbs[verb], "url": f"?step={verb}#q"}
            for verb, label in WAITS_LABELS.items()
        ),
        {"label": _("Sent back"), "value": back, "url": "?step=back#q"},
        {"label": _("Not begun"), "value": not_begun, "url": "#open-h"},
    ]
    return [figure for figure in figures if figure["value"]]


def job_rows(person: User, count: int | None = None) -> list[dict[str, Any]]:
    """Return a person's newest jobs, those that are open first, for `components/jobs.html`."""
    rows = list(jobs.jobs_of(person)[: count or 50])
    rows.sort(key=lambda job: not job.is_open)
    return [job_row(job) for job in rows]


def job_row(job: jobs.Job) -> dict[str, Any]:
    """Return one job with the link to what came of it."""
    url = str(job.result.get("url", "")) if job.state == jobs.JobState.DONE else ""
    if url.startswith("/desk/"):
        url = localized_path(url, get_language() or "")
    return {
        "pk": job.pk,
        "text": job.text,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "error_text": job.error_text,
        "finished_at": job.finished_at,
        "is_open": job.is_open,
        "url": url,
        "link": _("Open"),
    }


def narrowed(waiting: Sequence[Waiting], *, unit: str, stream: str, step: str, due: str) -> list[Waiting]:
    """Narrow what waits to a unit, a stream, a step and a kind of due date; an empty text narrows nothing."""
    return [
        one
        for one in waiting
        if (not unit or one.edition.notice.unit.code == unit)
        and (not stream or one.edition.notice.entry.stream == stream)
        and (not step or (was_sent_back(one.edition) if step == "back" else one.verb == step))
        and (not due or one.words.kind == due)
    ]


def moment_of(at: datetime) -> datetime:
    """Return a time in the portal's zone, for the head of the desk."""
    return timezone.localtime(at)
