"""Boards in the desk: what is posted on them, and their register."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from disclosure.boards import presenters
from disclosure.boards.actions import postings, register
from disclosure.boards.forms import BoardForm, PhotoForm, PostForm, RenewForm
from disclosure.boards.models import Board, Posting
from disclosure.boards.packs.desk import BelowBoards
from disclosure.boards.packs.queries import packs_of
from disclosure.boards.policies import KEEPS_BOARD, KEEPS_POSTING, KEEPS_REGISTER_OF, RECORDS_ON, STEPS, WORKS_FOR
from disclosure.boards.queries import offered_for, posted_on, rooms_of, taken_down_from
from disclosure.boards.workflow import POSTING
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_of
from disclosure.notices.queries.editions import live_among
from portal.accounts.desk.access import ForUnits
from portal.accounts.models import Unit
from portal.core import files
from portal.core.texts import as_written
from portal.desk.steps import StepView
from portal.desk.views import ActionView, ChangeView, DeskListView

TAKEN_DOWN_SHOWN = 10
PACKS_SHOWN = 5


def _units(request: HttpRequest) -> QuerySet[Unit]:
    return WORKS_FOR.permitted(request.user, at=timezone.now()).filter(is_active=True).order_by("code")


class BoardFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a unit."""

    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"), queryset=_units, to_field_name="code", empty_label=gettext_lazy("All units")
    )


class Boards(ForUnits, DeskListView):
    """The boards, how full each is, and what on them is to be taken down, replaced or renewed."""

    template_name, filterset_class = "disclosure/boards/desk/boards.html", BoardFilter
    units_policy = WORKS_FOR

    def get_queryset(self) -> QuerySet[Board]:
        rows = RECORDS_ON.permitted(self.actor, at=self.at).select_related("unit__parent")
        return rows.order_by("unit__code", "number")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rooms = rooms_of(context["object_list"])
        return context | {
            "units": self.units,
            "rows": [(board, rooms[board.pk]) for board in context["object_list"]],
            "to_do": presenters.to_do(self.actor, at=self.at),
            "packs": packs_of(self.actor, at=self.at)[:PACKS_SHOWN],
            "keeps": KEEPS_REGISTER_OF.permitted(self.actor, at=self.at).filter(is_active=True).exists(),
        }


class BoardFormView(BelowBoards, ActionView):
    """A board's entry in the register."""

    form_class = BoardForm
    success_url = reverse_lazy("disclosure_desk:boards")
    lead = gettext_lazy("Posters are sorted by the boards, and on each by its columns from left to right.")
    button = gettext_lazy("Save")

    def words(self) -> dict[str, str]:
        return {"board": self.done.name}


class NewBoard(ForUnits, BoardFormView):
    """Put a board on the register."""

    units_policy = KEEPS_REGISTER_OF
    title, success_message = gettext_lazy("A new board"), gettext_lazy("On the register: %(board)s")

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"unit": self.request.GET.get("unit", "")}
        return {**super().get_form_kwargs(), "units": list(self.units), "initial": initial}

    def act(self, form: BoardForm) -> Board:
        unit = self.units.get(code=form.cleaned_data["unit"])
        return register.add_board(actor=self.actor, unit=unit, fields=form.cleaned_data, at=self.at)


class EditBoard(BoardFormView, ChangeView):
    """Change what the register says of a board."""

    success_message = gettext_lazy("Saved: %(board)s")

    @cached_property
    def board(self) -> Board:
        """The board."""
        return self.get_permitted(KEEPS_BOARD, pk=self.kwargs["pk"])

    def subject(self) -> Board:
        return self.board

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "units": [], "board": self.board}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"title": self.board.name} | kwargs)

    def act(self, form: BoardForm) -> Board:
        seen = form.cleaned_data["seen"]
        return register.change_board(
            actor=self.actor, board=self.board, fields=form.cleaned_data, seen=seen, at=self.at
        )


class BoardPage(BelowBoards, ActionView):
    """What is posted on a board, and a form to record what was put up there."""

    template_name, form_class = "disclosure/boards/desk/board.html", PostForm

    @cached_property
    def board(self) -> Board:
        """The board."""
        return self.get_permitted(RECORDS_ON, pk=self.kwargs["pk"])

    @cached_property
    def offered(self) -> list[Edition]:
        """What may have been put up."""
        return offered_for(self.board, at=self.at) if self.board.is_active else []

    def get_form_kwargs(self) -> dict[str, Any]:
        labelled = [(edition, _label(edition)) for edition in self.offered]
        return {**super().get_form_kwargs(), "editions": labelled, "at": self.at}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board = self.board
        context = {
            "title": board.name,
            "board": board,
            "room": rooms_of([board])[board.pk],
            "posted": presenters.posted_rows(board, posted_on(board), self.actor, at=self.at),
            "taken_down": [(row, title_of(row.edition)) for row in taken_down_from(board)[:TAKEN_DOWN_SHOWN]],
            "can_post": bool(self.offered),
            "keeps": KEEPS_BOARD.allows(self.actor, board, at=self.at),
        }
        return super().get_context_data(**context | kwargs)

    def act(self, form: PostForm) -> list[Posting]:
        return postings.post(
            actor=self.actor,
            board=self.board,
            editions=form.chosen,
            posted_at=form.cleaned_data["posted_at"],
            until=form.cleaned_data["until"],
            photo=form.given,
            at=self.at,
        )

    def form_valid(self, form: Any) -> Any:
        count = len(form.chosen)
        self.success_message = ngettext("%(count)d poster is recorded.", "%(count)d posters are recorded.", count)
        return super().form_valid(form)

    def words(self) -> dict[str, int]:
        return {"count": len(self.done)}

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:board", args=[self.board.pk])


def _label(edition: Edition) -> str:
    which = _("%(number)s, edition %(edition)d") % {"number": edition.notice.number, "edition": edition.number}
    return format_html('{} <small class="num">{}</small>', as_written(title_of(edition)), which)


class PostingStep(BelowBoards, StepView):
    """What the steps of a poster have in common; they lead back to its board."""

    workflow, policy, policies = POSTING, KEEPS_POSTING, STEPS

    def is_offered(self) -> bool:
        live = live_among([self.subject.edition.notice_id])
        return presenters.makes_sense(self.subject, self.verb, live)

    def subject_title(self) -> str:
        return title_of(self.subject.edition)

    def words(self) -> dict[str, Any]:
        edition = self.done.edition
        return {"number": edition.notice.number, "edition": edition.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"lead": self.subject.board.name} | kwargs)

    def get_success_url(self) -> str:
        if self.subject is None:
            return reverse("disclosure_desk:boards")
        return reverse("disclosure_desk:board", args=[self.subject.board_id])


class TakeDown(PostingStep):
    """Record that it was taken down just now."""

    verb = "take_down"

    def act(self, form: Any) -> Posting:
        return postings.take_down(
            actor=self.actor, posting=self.subject, taken_down_at=self.at, seen=self.seen, at=self.at
        )


class Replace(PostingStep):
    """Record that the edition in force was put up in its place."""

    verb, action, is_main = "replace", postings.replace, True


class Renew(PostingStep):
    """Leave it on the board longer."""

    verb, action, form_class = "renew", postings.renew, RenewForm

    def get_initial(self) -> dict[str, Any]:
        return {"until": presenters.proposed_day(self.subject, timezone.localdate(self.at))}


class Photograph(PostingStep):
    """Keep a photograph of it."""

    verb, form_class = "photograph", PhotoForm
    button = gettext_lazy("Keep the photograph")

    def act(self, form: Any) -> Posting:
        return postings.add_photo(actor=self.actor, posting=self.subject, photo=form.given, seen=self.seen, at=self.at)


class PostingPhoto(BelowBoards):
    """The photograph of a poster, for those who record what is posted on its board."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Answer with the photograph."""
        posting = self.get_permitted(KEEPS_POSTING, pk=pk)
        if not posting.photo_sha256:
            raise Http404(_("There is no photograph."))
        is_png = posting.photo_stored_as.endswith(".png")
        return files.file_response(
            request,
            store="private",
            stored=posting.photo_stored_as,
            sha256=posting.photo_sha256,
            name=f"{posting.edition.notice.number}-{posting.photographed_on}{'.png' if is_png else '.jpg'}",
            content_type="image/png" if is_png else "image/jpeg",
            inline=True,
        )
