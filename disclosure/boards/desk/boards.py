"""The register of boards, and what hangs on each."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.boards.actions import boards as actions
from disclosure.boards.actions import postings
from disclosure.boards.desk import walls
from disclosure.boards.forms.boards import BoardForm
from disclosure.boards.forms.postings import PostForm
from disclosure.boards.models import Board
from disclosure.boards.packs.queries import pack_units
from disclosure.boards.policies import KEEPS_BOARD
from disclosure.boards.queries.postings import (
    Room,
    boards_for,
    hanging_on,
    offered_for,
    postings_for,
    sheets_of,
    taken_down_from,
)
from disclosure.notices.models import Edition
from disclosure.notices.presenters.words import heading
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.accounts.signed_in import desk_page, signed_in
from portal.core.refusals import NotAllowed, Refused
from portal.desk.pages import crumbs

TAKEN_DOWN_SHOWN = 10


@desk_page
def boards(request: HttpRequest) -> HttpResponse:
    """List the boards, how full each is, and what on them is to be taken down, replaced or renewed."""
    person, at = signed_in(request), timezone.now()
    if not pack_units(person, at=at).exists():
        raise Http404(_("This page is for the office and the clerks."))
    hanging = list(postings_for(person, at=at))
    sheets, used = sheets_of(hanging), Counter[int]()
    for row in hanging:
        used[row.board_id] += sheets[row.pk]
    context = {
        "boards": [_board_row(board, Room(used[board.pk], board.sheets)) for board in boards_for(person, at=at)],
        "keeps": _kept_units(person, at) != [],
        **walls.to_do(person, at=at),
        "crumbs": crumbs(),
    }
    return render(request, "disclosure/boards/desk/boards.html", context)


@desk_page
def new_board(request: HttpRequest) -> HttpResponse:
    """Put a board on the register."""
    person, at = signed_in(request), timezone.now()
    units = _kept_units(person, at)
    if not units:
        raise Http404(_("The office keeps the register of boards."))
    form = BoardForm(request.POST or None, units=units, initial={"unit": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid():
        unit = next(one for one in units if one.code == form.cleaned_data["unit"])
        try:
            made = actions.add_board(actor=person, unit=unit, fields=form.values, at=at)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("On the register: %(board)s") % {"board": walls.board_name(made)})
            return redirect("disclosure_desk:boards")
    return _form_page(request, form, _("A new board"))


@desk_page
def edit_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what the register says of a board."""
    person, at = signed_in(request), timezone.now()
    board = KEEPS_BOARD.permitted(person, at=at).select_related("unit__parent").filter(pk=pk).first()
    if board is None:
        raise Http404(_("There is no such board."))
    form = BoardForm(request.POST or None, units=[], board=board)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_board(actor=person, board=board, fields=form.values, at=at)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: %(item)s") % {"item": walls.board_name(board)})
            return redirect("disclosure_desk:boards")
    return _form_page(request, form, walls.board_name(board))


@desk_page
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what hangs on a board, and record what was put up there."""
    person, at = signed_in(request), timezone.now()
    row = the_board(person, pk, at=at)
    offered = offered_for(row, at=at) if row.is_active else []
    labelled = [(edition, _label(edition)) for edition in offered]
    form = PostForm(request.POST or None, request.FILES or None, editions=labelled, at=at)
    if request.method == "POST" and form.is_valid() and _posted(request, row, form, at):
        return redirect("disclosure_desk:board", row.pk)
    return _board_page(request, row, form, can_post=bool(offered), at=at)


def the_board(person: User, pk: int, *, at: datetime) -> Board:
    """Return a board this person sees.

    Raises:
        Http404: There is none, or it is another unit's.
    """
    row = boards_for(person, at=at).filter(pk=pk).first()
    if row is None:
        raise Http404(_("There is no such board."))
    return row


def _posted(request: HttpRequest, row: Board, form: PostForm, at: datetime) -> bool:
    """Record what was put up; tell whether that was done, or the form says why not."""
    said = form.cleaned_data
    try:
        made = postings.post(
            actor=signed_in(request),
            board=row,
            editions=form.chosen,
            posted_at=said["posted_at"],
            at=at,
            until=said["until"],
            photo=form.given,
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    text = ngettext("%(count)d poster is recorded.", "%(count)d posters are recorded.", len(made))
    messages.success(request, text % {"count": len(made)})
    return True


def _board_page(request: HttpRequest, row: Board, form: PostForm, *, can_post: bool, at: datetime) -> HttpResponse:
    person, today = signed_in(request), timezone.localdate(at)
    hanging = sorted(hanging_on(row), key=lambda one: _column(row, one.edition))
    sheets = sheets_of(hanging)
    room = Room(sum(sheets.values()), row.sheets)
    context = {
        "board": row,
        "title": walls.board_name(row),
        "columns": walls.columns_of(row),
        "room": room,
        "hanging": walls.posting_rows(hanging, today=today, sheets=sheets),
        "taken_down": [{"row": one, **heading(one.edition)} for one in taken_down_from(row)[:TAKEN_DOWN_SHOWN]],
        "form": form,
        "can_post": can_post,
        "keeps": KEEPS_BOARD.allows(person, row, at=at),
        "crumbs": crumbs((_("Boards and posters"), reverse("disclosure_desk:boards"))),
    }
    return render(request, "disclosure/boards/desk/board.html", context, status=422 if form.errors else 200)


def _form_page(request: HttpRequest, form: BoardForm, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "crumbs": crumbs((_("Boards and posters"), reverse("disclosure_desk:boards"))),
    }
    return render(request, "disclosure/boards/desk/board_form.html", context, status=422 if form.errors else 200)


def _kept_units(person: User, at: datetime) -> list[Unit]:
    """Return the units whose boards a person keeps on the register."""
    return list(units_of(person, Role.PUBLISHER, at=at).filter(is_active=True).order_by("code"))


def _board_row(board: Board, room: Room) -> dict[str, Any]:
    return {
        "board": board,
        "name": walls.board_name(board),
        "columns": walls.columns_of(board),
        "room": room,
        "url": reverse("disclosure_desk:board", args=[board.pk]),
    }


def _column(board: Board, edition: Edition) -> tuple[int, str]:
    stream = edition.notice.entry.stream
    place = board.columns.index(stream) if stream in board.columns else len(board.columns)
    return place, edition.notice.entry.code


def _label(edition: Edition) -> str:
    title, number = heading(edition)["title"], edition.notice.number
    return _("%(title)s (%(number)s, edition %(edition)d)") % {
        "title": title,
        "number": number,
        "edition": edition.number,
    }
