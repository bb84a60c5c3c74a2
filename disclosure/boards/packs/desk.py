"""Packs of posters: order one, see how far it is, print it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from disclosure.boards.desk import walls
from disclosure.boards.models import Board
from disclosure.boards.packs import actions
from disclosure.boards.packs import documents as making
from disclosure.boards.packs.enums import PackFormat, PackItemState
from disclosure.boards.packs.forms import PackForm
from disclosure.boards.packs.models import PackItem, PosterPack
from disclosure.boards.packs.queries import Plan, holds_withdrawn, items_of, out_of_force, pack_units, packs_of, plan
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.presenters.words import heading
from disclosure.posters.enums import PaperSize
from portal.accounts.models import User
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import files
from portal.core.refusals import NotAllowed, Refused
from portal.desk.fragments import render_page
from portal.desk.pages import crumbs

PACKS_SHOWN = 50
CONTENT_TYPES = {PackFormat.PDF: "application/pdf", PackFormat.ZIP: "application/zip"}


@desk_page
def packs(request: HttpRequest) -> HttpResponse:
    """List the packs a person ordered, newest first; asks again while one is being made."""
    person, at = signed_in(request), timezone.now()
    _may_pack(person, at)
    rows = [_pack_row(pack) for pack in packs_of(person, at=at)[:PACKS_SHOWN]]
    context = {"packs": rows, "is_open": any(row["is_open"] for row in rows), "crumbs": _crumbs()}
    return render_page(
        request, "disclosure/boards/packs/desk/packs.html", context, fragment="disclosure/boards/packs/desk/_packs.html"
    )


@desk_page
def new_pack(request: HttpRequest) -> HttpResponse:
    """Choose what goes into a pack, look at what it would hold, and order it."""
    person, at = signed_in(request), timezone.now()
    units = _may_pack(person, at)
    kinds = {unit.kind for unit in units}
    entries = list(CatalogueEntry.objects.filter(is_active=True, publisher__in=kinds).order_by("code"))
    form = PackForm(request.POST or None, units=units, entries=entries, today=timezone.localdate(at))
    planned: Plan | None = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") == "order":
            made = _ordered(form, person, at)
            if made:
                messages.success(request, _("The pack is ordered. You may leave; it stays on this list."))
                return redirect("disclosure_desk:pack", made.pk)
        planned = plan(units=form.chosen_units, entries=form.chosen_entries, period=form.chosen_period)
    context = {"form": form, "plan": _plan_shown(planned) if planned else None, "crumbs": _crumbs(to_packs=True)}
    return render(request, "disclosure/boards/packs/desk/new_pack.html", context, status=422 if form.errors else 200)


@desk_page
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one pack: how far it is, or the file, with what could not be made and why."""
    return render(request, "disclosure/boards/packs/desk/pack.html", _pack_context(the_pack(request, pk)))


@desk_page
def pack_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a pack is; when it is over, send the browser to its page."""
    row = the_pack(request, pk)
    if not (row.job and row.job.is_open):
        return HttpResponseClientRedirect(reverse("disclosure_desk:pack", args=[row.pk]))
    return render(request, "disclosure/boards/packs/desk/_pack_progress.html", _pack_context(row))


@desk_page
def pack_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the file of a pack to whoever ordered it, unless something in it has been withdrawn since."""
    row = the_pack(request, pk)
    if not row.made_at or holds_withdrawn(row):
        raise Http404(_("There is no such file."))
    name = f"张贴-{Period.parse(row.period).name_zh}-{row.size}-{row.pk}.{row.format}"
    return files.file_response(
        request,
        store="private",
        stored=row.stored_as,
        sha256=row.sha256,
        name=name,
        content_type=CONTENT_TYPES[PackFormat(row.format)],
    )


@desk_page
@require_POST
def pack_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Stop a pack, or order once more what is not made."""
    row, at = the_pack(request, pk), timezone.now()
    deed = {"cancel": actions.cancel, "again": actions.make_again}.get(verb)
    if deed is None:
        raise Http404(_("There is no such step."))
    try:
        deed(actor=signed_in(request), pack=row, at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("disclosure_desk:pack", row.pk)


def the_pack(request: HttpRequest, pk: int) -> PosterPack:
    """Return a pack of whoever is asking.

    Raises:
        Http404: There is none, or somebody else ordered it.
    """
    row = packs_of(signed_in(request), at=timezone.now()).filter(pk=pk).first()
    if row is None:
        raise Http404(_("There is no such pack."))
    return row


def _may_pack(person: User, at: datetime) -> list[Any]:
    units = list(pack_units(person, at=at))
    if not units:
        raise Http404(_("This page is for the office and the clerks."))
    return units


def _ordered(form: PackForm, person: User, at: datetime) -> PosterPack | None:
    said = form.cleaned_data
    try:
        return actions.order(
            actor=person,
            units=form.chosen_units,
            entries=form.chosen_entries,
            period=form.chosen_period,
            size=PaperSize(said["size"]),
            format=PackFormat(said["format"]),
            at=at,
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _plan_shown(planned: Plan) -> dict[str, Any]:
    """Return a plan for the page: posters by board, and what is missing by unit."""
    by_board = groupby(planned.posters, key=lambda one: (one.edition.notice.unit.name, one.board))
    by_unit = groupby(planned.missing, key=lambda one: one[0])
    return {
        "posters": len(planned.posters),
        "boards": planned.boards,
        "without_board": planned.without_board,
        "rows": [{**_wall(unit, board), "count": len(list(there))} for (unit, board), there in by_board],
        "missing": len(planned.missing),
        "missing_rows": [
            {"unit": unit.name, "items": [entry.name for _unit, entry in found]} for unit, found in by_unit
        ],
    }


def _wall(unit: str, board: Board | None) -> dict[str, str]:
    name = walls.board_name(board) if board else _("%(unit)s: no board for these") % {"unit": unit}
    return {"wall": name, "place": board.place if board else ""}


def _pack_row(pack: PosterPack) -> dict[str, Any]:
    job, counts = pack.job, Counter({one: getattr(pack, one) for one in ("posters", "made", "failed")})
    return {
        "pack": pack,
        "url": reverse("disclosure_desk:pack", args=[pack.pk]),
        "period": name_of(Period.parse(pack.period)),
        "is_open": bool(job and job.is_open),
        "job": job,
        **counts,
        "left": counts["posters"] - counts["made"] - counts["failed"],
    }


def _pack_context(row: PosterPack) -> dict[str, Any]:
    items = list(items_of(row))
    out = list(out_of_force(row)) if row.made_at else []
    shown = _pack_row(row)
    by_wall = groupby(items, key=lambda item: (item.edition.notice.unit.name, item.board))
    return {
        **shown,
        "can_print": row.made_at is not None and not holds_withdrawn(row),
        "can_order_again": not shown["is_open"] and (not row.made_at or shown["failed"] or shown["left"]),
        "failed_items": [
            {"item": item, "reason": _reason(item), "url": reverse("disclosure_desk:edition", args=[item.edition_id])}
            for item in items
            if item.state == PackItemState.FAILED
        ],
        "out_of_force": [making.out_of_force(item.edition) for item in out],
        "walls": [
            {**_wall(unit, board), "items": [{"item": one, **heading(one.edition)} for one in there]}
            for (unit, board), there in by_wall
        ],
        "crumbs": _crumbs(to_packs=True),
    }


def _reason(item: PackItem) -> str:
    """Return why a poster was not made; in the active language where that can still be seen."""
    return item.error if item.edition.is_live else making.out_of_force(item.edition)


def _crumbs(*, to_packs: bool = False) -> list[tuple[str, str]]:
    steps = [(_("Boards and posters"), reverse("disclosure_desk:boards"))]
    if to_packs:
        steps.append((_("Packs of posters"), reverse("disclosure_desk:packs")))
    return crumbs(*steps)
