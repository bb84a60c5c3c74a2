"""The desk's first page: what waits for whoever is signed in, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from disclosure.boards.presenters import to_do as to_do_on_boards
from disclosure.catalogue.enums import MONEY_STATEMENT, Stream
from disclosure.catalogue.presenters import name_of
from disclosure.content.statement.desk import checks
from disclosure.content.statement.queries import imports as desk
from disclosure.content.statement.queries import money
from disclosure.notices.desk.rows import Waiting, queue_row, what_waits
from disclosure.notices.desk.steps import AT_ONCE
from disclosure.notices.desk.words import STEP_LABELS, WAITS_LABELS
from disclosure.obligations.presenters.awaited import claim_rows, new_notice_url
from disclosure.obligations.queries import owed as obligations
from disclosure.obligations.queries.awaited import claims_to_check
from disclosure.opinions.desk.opinions import waiting_section
from portal.accounts.models import User
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import calendar, files
from portal.core import jobs as core_jobs
from portal.core.refusals import NotAllowed, Refused
from portal.demo import samples as demo
from portal.desk.due import due_words
from portal.site import desk as composed
from portal.site.calendar import queries as working_calendar

PAGE_SIZE = 50
RECENT_IMPORTS = 4
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@desk_page
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: overdue first, then by the day it is due, then the oldest."""
    person, at = signed_in(request), timezone.now()
    waiting = what_waits(person, at=at)
    said = {name: request.GET.get(name, "") for name in ("unit", "stream", "step", "due")}
    shown = composed.narrowed(waiting, **said)
    first = _first(request.GET.get("from", ""), len(shown))
    here = shown[first : first + PAGE_SIZE]
    kept = {name: value for name, value in said.items() if value}
    open_items = _open_items(person, at)
    context = {
        "now": composed.moment_of(at),
        "figures": composed.tally(waiting, not_begun=len(open_items)),
        "waiting": len(waiting),
        "filters": _filters(waiting, said),
        "is_narrowed": bool(kept),
        "heading": _heading(shown, said["step"]),
        "bulk": _bulk(here),
        "action_url": reverse("disclosure_desk:steps"),
        "rows": [queue_row(one, choosable=one.verb in AT_ONCE) for one in here],
        "newer_url": _page_url(first - PAGE_SIZE, kept) if first else "",
        "older_url": _page_url(first + PAGE_SIZE, kept) if first + PAGE_SIZE < len(shown) else "",
        "pager_text": _pager_text(first, len(here), len(shown)),
        "open_items": open_items,
        "opinions": waiting_section(person, at),
        "claims": claim_rows(claims_to_check(person, at=at)),
        "imports": [checks.import_row(row) for row in desk.imports_of(person, at=at)[:RECENT_IMPORTS]],
        "boards": to_do_on_boards(person, at=at),
        "years_missing": working_calendar.missing(person, at=at),
        "has_rail": True,
        **_running(person),
    }
    return render(request, "site/desk/home.html", context)


@desk_page
def jobs(request: HttpRequest) -> HttpResponse:
    """List a person's jobs, newest first."""
    rows = composed.job_rows(signed_in(request))
    return render(request, "desk/jobs.html", {"jobs": rows, "crumbs": [(_("My desk"), reverse("desk:home"))]})


@desk_page
def running(request: HttpRequest) -> HttpResponse:
    """Return the list of jobs in the rail; it asks again by itself while one is open."""
    return render(request, "desk/_jobs.html", _running(signed_in(request)))


@desk_page
@require_POST
def cancel_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop one's own job."""
    person = signed_in(request)
    job = get_object_or_404(core_jobs.jobs_of(person), pk=pk)
    try:
        core_jobs.cancel(actor=person, job=job, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Stopped: %(job)s") % {"job": job.text})
    return redirect("desk:jobs")


@desk_page
def sample_ledger(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out the ledger of the walk-through, where the demo is loaded, to the clerk it is for."""
    if not demo.is_offered(name, signed_in(request), at=timezone.now()):
        raise Http404(_("There is no such ledger."))
    return files.content_response(request, demo.path_of(name).read_bytes(), name=name, content_type=XLSX, public=False)


def _open_items(person: User, at: datetime) -> list[dict[str, Any]]:
    """Return what the person's units owe and have not begun, with the ways to begin it."""
    today, working_days = timezone.localdate(at), calendar.load()
    rows = []
    for item in obligations.not_begun(person, at=at):
        period = str(item.period)
        is_ledger = item.entry.code == money.RECEIPTS_AND_PAYMENTS
        sample = demo.sample_ledger_for(item.unit, period) if is_ledger else None
        query = urlencode({"unit": item.unit.code, "entry": item.entry.code, "period": period})
        rows.append(
            {
                "unit": item.unit.name,
                "item": item.subject or item.entry.name,
                "period": name_of(item.period, short=True),
                "words": due_words(item.due_on, today=today, working_days=working_days, provisional=item.provisional),
                "is_ledger": is_ledger,
                "is_statement": item.entry.form == MONEY_STATEMENT,
                "write_url": new_notice_url(item),
                "ledger_url": f"{reverse('disclosure_desk:new_ledger')}?{query}",
                "sample": sample,
                "sample_url": reverse("desk:sample_ledger", args=[sample]) if sample else "",
            }
        )
    # What can be brought in at once stands on top of what has to be written.
    return sorted(rows, key=lambda row: not row["is_ledger"])


def _filters(waiting: Sequence[Waiting], said: dict[str, str]) -> list[dict[str, Any]]:
    """Return the choices of the queue, each with what is chosen; only what occurs is offered."""
    units = {one.edition.notice.unit.code: one.edition.notice.unit.name for one in waiting}
    streams = {one.edition.notice.entry.stream for one in waiting}
    verbs = {one.verb for one in waiting}
    steps = [(verb, str(label)) for verb, label in WAITS_LABELS.items() if verb in verbs]
    if "submit" in verbs:
        steps.append(("back", _("Sent back")))
    offered = {
        "unit": (_("Unit"), _("All units"), sorted(units.items())),
        "stream": (_("Stream"), _("All streams"), [(one.value, one.label) for one in Stream if one in streams]),
        "step": (_("Step"), _("All steps"), steps),
        "due": (_("Due"), _("Any day"), [("owed", _("Overdue")), ("soon", _("Soon"))]),
    }
    return [
        {"name": name, "label": label, "all": every, "choices": choices, "chosen": said[name]}
        for name, (label, every, choices) in offered.items()
    ]


def _heading(shown: Sequence[Waiting], step: str) -> str:
    count = len(shown)
    if step in WAITS_LABELS:
        return _("%(step)s: %(count)d") % {"step": WAITS_LABELS[step], "count": count}
    return ngettext("%(count)d item waits for you", "%(count)d items wait for you", count) % {"count": count}


def _bulk(here: Sequence[Waiting]) -> list[dict[str, Any]]:
    """Return the buttons for several rows at once, of the steps that occur on the page."""
    verbs = {one.verb for one in here}
    return [
        {"name": "step", "value": verb, "label": str(STEP_LABELS[verb]), "main": index == 0}
        for index, verb in enumerate(verb for verb in AT_ONCE if verb in verbs)
    ]


def _running(person: User) -> dict[str, Any]:
    rows = composed.job_rows(person, composed.RECENT_JOBS)
    return {"jobs": rows, "jobs_open": any(job["is_open"] for job in rows)}


def _first(text: str, count: int) -> int:
    """Return from which row on the queue is shown; the first for anything that is no page of it."""
    first = int(text) if text.isdecimal() and len(text) < 7 else 0
    return first if first < count and first % PAGE_SIZE == 0 else 0


def _page_url(first: int, kept: dict[str, str]) -> str:
    return "?" + urlencode({**kept, "from": first}) + "#q"


def _pager_text(first: int, here: int, count: int) -> str:
    if count <= PAGE_SIZE:
        return ""
    return _("%(first)d to %(last)d of %(count)d") % {"first": first + 1, "last": first + here, "count": count}
