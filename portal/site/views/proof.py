"""Is this poster the edition in force? And the publication log, for people and for machines."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from disclosure.boards.queries.postings import hanging
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.presenters.words import heading, neutral_title
from disclosure.notices.queries.editions import by_code
from portal.core import dates, publication_log
from portal.core.models import LogEntry
from portal.core.pages import public_page
from portal.core.texts import as_written

LOG_PAGE = 50
JSON_PAGE = 500
_CODE = re.compile(r"[A-Z0-9]{8}")


@public_page("code", "view")
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the short code on a poster, and lead to what it says."""
    typed = request.GET.get("code", "").strip()[:40]
    plain = _plain(typed)
    if _CODE.fullmatch(plain):
        return redirect("site:verify_code", code=f"{plain[:4]}-{plain[4:]}")
    context = {"crumbs": _crumbs(), "typed": typed, "is_refused": bool(typed), "typed_count": len(plain)}
    return render(request, "site/verify.html", context)


@public_page("view")
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the edition of a short code is in force, replaced, withdrawn, or unknown."""
    plain = _plain(code)
    found = by_code(plain) if _CODE.fullmatch(plain) else None
    if found is None:
        # With 404 it stays out of every cache: a code nobody knows today may be printed tomorrow.
        context = {"crumbs": _crumbs(verify=True), "code": code[:40]}
        return render(request, "site/verify_unknown.html", context, status=404)
    return render(request, "site/verify_code.html", {"crumbs": _crumbs(verify=True), **_found_context(found)})


@public_page("before", "view")
def log(request: HttpRequest) -> HttpResponse:
    """Show the publication log, newest first."""
    rows = publication_log.entries().order_by("-sequence")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(sequence__lt=int(before))
    found = list(rows[: LOG_PAGE + 1])
    shown = found[:LOG_PAGE]
    older = f"{reverse('site:log')}?before={shown[-1].sequence}" if len(found) > LOG_PAGE else ""
    context = {
        "crumbs": [(_("Home"), reverse("site:home"))],
        "entries": [_log_row(entry) for entry in shown],
        "older_url": older,
        "is_first": not before,
    }
    return render(request, "site/log.html", context)


@public_page("after")
def log_json(request: HttpRequest) -> HttpResponse:
    """Hand out the log with every hashed field, oldest first, so that anyone can compute it again."""
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 19 else 0
    rows = list(publication_log.entries().filter(sequence__gt=start)[: JSON_PAGE + 1])
    shown = rows[:JSON_PAGE]
    head = publication_log.head()
    address = f"{settings.SITE_URL}{reverse('site_files:log_json')}"
    document = {
        "schema": publication_log.SCHEMA,
        "head": {"sequence": head.sequence, "hash": head.hash} if head else None,
        "entries": [publication_log.as_json(entry) for entry in shown],
        "next": f"{address}?after={shown[-1].sequence}" if len(rows) > JSON_PAGE else None,
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


def _plain(code: str) -> str:
    return re.sub(r"[\s\-–—_]", "", code).upper()


def _crumbs(*, verify: bool = False) -> list[tuple[str, str]]:
    way = [(_("Home"), reverse("site:home"))]
    return [*way, (_("Verify"), reverse("site:verify"))] if verify else way


def _found_context(edition: Edition) -> dict[str, Any]:
    """Return what a code that is known says, and where it leads."""
    notice = edition.notice
    live = notice.editions.filter(state=State.PUBLISHED).first()
    latest = notice.editions.filter(state__in=(State.PUBLISHED, State.WITHDRAWN)).order_by("-number").first()
    is_gone = latest is not None and latest.state == State.WITHDRAWN
    is_hidden = is_gone or edition.state == State.WITHDRAWN
    return {
        "heading": {"title": neutral_title(notice)} if is_hidden else heading(edition),
        "call": _call(edition, live),
        "code": edition.shown_code,
        "meta": [
            (_("Number"), notice.number),
            (_("Edition"), str(edition.number)),
            (_("Publishing unit"), notice.unit.publishing_body),
            *(
                [(_("Published on"), dates.moment(timezone.localtime(edition.published_at)))]
                if edition.published_at
                else []
            ),
            (_("Entry of the log"), str(edition.log_sequence)),
            *([] if is_hidden else _walls(edition)),
        ],
        "digest": edition.content_sha256,
        "notice_url": reverse("disclosure:notice", args=[notice.number]),
        "edition_url": reverse("disclosure:edition", args=[notice.number, edition.number])
        if edition.state == State.SUPERSEDED and not is_gone
        else "",
    }


def _walls(edition: Edition) -> list[tuple[str, str]]:
    """Say on which boards an edition hangs and since when; nobody's name, no photograph."""
    rows = hanging().filter(edition=edition)
    said = [
        _("%(place)s, since %(day)s") % {"place": row.board.place, "day": dates.full_date(row.posted_at)}
        for row in rows
    ]
    return [(_("On the wall"), as_written(pgettext("between places", "; ").join(said)))] if said else []


def _call(edition: Edition, live: Edition | None) -> dict[str, Any]:
    if edition.state == State.PUBLISHED:
        return {
            "kind": "done",
            "title": _("This is the edition in force"),
            "text": _("What the poster says is what stands published. Compare the figures if you like."),
        }
    if edition.state == State.WITHDRAWN:
        return {
            "kind": "owed",
            "title": _("This edition has been withdrawn"),
            "text": as_written(edition.withdrawal_reason),
        }
    if live is None:
        return {
            "kind": "owed",
            "title": _("This edition was replaced, and the notice has been withdrawn since"),
            "text": _("What the poster says no longer stands."),
        }
    return {
        "kind": "warn",
        "title": _("This edition has been replaced by edition %(number)d") % {"number": live.number},
        "text": _("The poster is out of date. Read the edition in force, and see what changed."),
    }


def _log_row(entry: LogEntry) -> dict[str, Any]:
    is_notice = entry.subject_kind == "notice"
    return {
        "sequence": entry.sequence,
        "at": entry.at,
        "kind": entry.get_kind_display(),
        "is_withdrawal": entry.kind == "withdrawal",
        "number": entry.subject_number,
        "edition": entry.edition,
        "url": reverse("disclosure:notice", args=[entry.subject_number]) if is_notice else "",
        "content": entry.content_sha256,
        "hash": entry.hash,
    }
