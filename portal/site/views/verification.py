"""Is this poster the edition in force? And the publication log, for people and for machines."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.queries import units
from portal.core import dates, publication_log
from portal.core.components import Call
from portal.core.log_subjects import LIVE, WITHDRAWN, Verification, titles_of, verification
from portal.core.pages import public_page
from portal.core.sections import load_sections
from portal.core.texts import as_written
from portal.site.forms import LogFilter
from portal.site.registry import VERIFY_SECTIONS, VerifyPage

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
    context = {"crumbs": _crumbs()[:1], "typed": typed, "is_refused": bool(typed), "typed_count": len(plain)}
    return render(request, "site/verify.html", context)


@public_page("view")
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Show whether the edition of a short code is in force, replaced, withdrawn, or unknown."""
    plain = _plain(code)
    found = verification(plain) if _CODE.fullmatch(plain) else None
    if found is None:
        # With 404 it stays out of every cache: a code nobody knows today may be printed tomorrow.
        unknown = {"crumbs": _crumbs(), "code": code[:40]}
        return render(request, "site/verify_unknown.html", unknown, status=404)
    context = {
        "crumbs": _crumbs(),
        "found": found,
        "title": found.title,
        "call": _call(found),
        "meta": _meta(found),
        "sections": load_sections(VERIFY_SECTIONS, VerifyPage(found, timezone.now())),
    }
    return render(request, "site/verify_code.html", context)


LOG_FILTERS = ("unit", "kind", "since", "until")


@public_page(*LOG_FILTERS, "before", "view")
def log(request: HttpRequest) -> HttpResponse:
    """Show the publication log, newest first, narrowed by unit, kind of step and days; what is no choice is ignored."""
    kept = {name: value for name in LOG_FILTERS if (value := request.GET.get(name, ""))}
    narrowed = LogFilter(kept, publication_log.entries().order_by("-sequence"), units=units())
    rows = narrowed.qs
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(sequence__lt=int(before))
    found = list(rows[: LOG_PAGE + 1])
    shown = found[:LOG_PAGE]
    titles = titles_of(shown)
    query = urlencode(kept | {"before": shown[-1].sequence}) if len(found) > LOG_PAGE else ""
    context = {
        "crumbs": _crumbs()[:1],
        "rows": [(entry, titles.get((entry.subject_kind, entry.subject_number))) for entry in shown],
        "filter": narrowed,
        "is_narrowed": bool(kept),
        "older_url": f"{reverse('site:log')}?{query}" if query else "",
        "newest_url": f"{reverse('site:log')}?{urlencode(kept)}" if before else "",
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


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home")), (_("Verify"), reverse("site:verify"))]


def _meta(found: Verification) -> list[tuple[str, str]]:
    return [
        (_("Number"), found.number),
        (_("Edition"), str(found.edition)),
        (_("Publishing unit"), found.unit),
        (_("Published on"), dates.moment(found.published_at)),
        (_("Entry of the log"), str(found.sequence)),
    ]


def _call(found: Verification) -> Call:
    if found.status == LIVE:
        text = _("What the poster says is what stands published. Compare the figures if you like.")
        return Call("done", _("This is the edition in force"), text)
    if found.status == WITHDRAWN:
        return Call("owed", _("This edition has been withdrawn"), as_written(found.reason))
    if found.replaced_by is None:
        title = _("This edition was replaced, and the notice has been withdrawn since")
        return Call("owed", title, _("What the poster says no longer stands."))
    title = _("This edition has been replaced by edition %(number)d") % {"number": found.replaced_by}
    return Call("warn", title, _("The poster is out of date. Read the edition in force, and see what changed."))
