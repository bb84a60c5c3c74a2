"""Packs of posters: order one, see how far it is, print it."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django_htmx.http import HttpResponseClientRedirect

from disclosure.boards.enums import PackFormat
from disclosure.boards.models import PackFile, PackItem, PosterPack, Posting
from disclosure.boards.packs import actions
from disclosure.boards.packs.forms import CheckOffForm, PackForm
from disclosure.boards.packs.presenters import pack_page, plan_page
from disclosure.boards.packs.queries import holds_withdrawn, pack_units, packs_of, packs_to_tick, plan, to_put_up
from disclosure.boards.policies import OPENS_PACK, WORKS_FOR
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.queries.content import title_of
from portal.accounts.desk.access import ForUnits
from portal.core import files
from portal.desk.at_once import MAX_AT_ONCE
from portal.desk.pages import render_page
from portal.desk.views import ActionView, ButtonView, DeskListView, DeskView, Way

MAX_OWN_PHOTOS = 30
"""Posters on one page that can each have a photograph of their own."""
CONTENT_TYPES = {PackFormat.PDF: "application/pdf", PackFormat.ZIP: "application/zip"}


class BelowBoards(DeskView):
    """A page below the list of boards."""

    below: Way = ((gettext_lazy("Boards and posters"), "disclosure_desk:boards"),)


class BelowPacks(BelowBoards):
    """A page below the list of packs."""

    below = (*BelowBoards.below, (gettext_lazy("Packs of posters"), "disclosure_desk:packs"))


class Packs(ForUnits, BelowBoards, DeskListView):
    """The packs a person ordered, newest first; the list asks again while one is being made."""

    template_name, model, filterset_fields = "disclosure/boards/packs/desk/packs.html", PosterPack, ()
    units_policy, context_object_name = WORKS_FOR, "packs"

    def get_queryset(self) -> QuerySet[PosterPack]:
        return packs_of(self.actor, at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"is_open": any(pack.is_open for pack in context["object_list"])}

    def render_to_response(self, context: dict[str, Any], **_kwargs: Any) -> HttpResponse:
        fragment = "disclosure/boards/packs/desk/_packs.html"
        return render_page(self.request, self.template_name, context, fragment=fragment)


class NewPack(ForUnits, BelowPacks, ActionView):
    """Choose what goes into a pack, look at what it would hold, and order it."""

    template_name, form_class = "disclosure/boards/packs/desk/new_pack.html", PackForm
    success_message = gettext_lazy("The pack is ordered. You may leave; it stays on this list.")
    units_policy = WORKS_FOR

    def get_form_kwargs(self) -> dict[str, Any]:
        units = list(pack_units(self.actor, at=self.at))
        kinds = {unit.kind for unit in units}
        entries = list(CatalogueEntry.objects.filter(is_active=True, publisher__in=kinds).order_by("code"))
        today = timezone.localdate(self.at)
        return {**super().get_form_kwargs(), "units": units, "entries": entries, "today": today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if form.is_bound and set(form.errors) <= {NON_FIELD_ERRORS, "is_room_made"}:
            planned = plan(choices=form.choices, **self.chosen(form))
            context["page"] = plan_page(planned, form.choices, size=form.cleaned_data["size"], at=self.at)
        return context

    def chosen(self, form: PackForm) -> dict[str, Any]:
        """Return what was chosen, as `plan` and `order` are given it."""
        return {
            "units": form.chosen_units,
            "entries": form.chosen_entries,
            "period": form.chosen_period,
            "size": form.chosen_size,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.POST.get("step") != "order":
            return self.form_invalid(form, status=200)
        return super().form_valid(form)

    def act(self, form: PackForm) -> PosterPack:
        return actions.order(
            actor=self.actor,
            format=PackFormat(form.cleaned_data["format"]),
            choices=form.choices,
            is_room_made=form.cleaned_data["is_room_made"],
            at=self.at,
            **self.chosen(form),
        )

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:pack", args=[self.done.pk])


class OnePack(BelowPacks):
    """What the pages of one pack have in common: it exists only for the person who ordered it."""

    @cached_property
    def pack(self) -> PosterPack:
        """The pack."""
        return get_object_or_404(packs_of(self.actor, at=self.at), pk=self.kwargs["pk"])


class PackDetail(OnePack):
    """One pack: how far it is, or the file, with what could not be made and why."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {"page": pack_page(self.pack, at=self.at), "crumbs": self.crumbs()}
        return render(request, "disclosure/boards/packs/desk/pack.html", context)


class PackProgress(OnePack):
    """How far a pack is."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.pack.is_open:
            return HttpResponseClientRedirect(reverse("disclosure_desk:pack", args=[pk]))
        return render(request, "disclosure/boards/packs/desk/_pack_progress.html", {"pack": self.pack})


class PackDownload(OnePack):
    """One file of a pack."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        """Answer with the file, unless something in the pack has been withdrawn since it was made."""
        pack, found = self.pack, get_object_or_404(PackFile, pack=self.pack, pk=file)
        if not pack.made_at or holds_withdrawn(pack):
            raise Http404(_("There is no such file."))
        kind = PackFormat(pack.format) if found.size else PackFormat.PDF
        what = found.size or "张贴核对单"
        return files.file_response(
            request,
            store="private",
            stored=found.stored_as,
            sha256=found.sha256,
            name=f"张贴-{Period.parse(pack.period).name_zh}-{pack.pk}-{what}.{kind}",
            content_type=CONTENT_TYPES[kind],
        )


class CheckOff(BelowPacks, ActionView):
    """Tick what of a pack was put up, on one board before the wall or on all of them from the check-off sheet.

    The pack itself is opened by whoever ordered it; the sheet is carried by those who put the posters up.
    """

    template_name, form_class = "disclosure/boards/packs/desk/check_off.html", CheckOffForm
    title, button = gettext_lazy("Tick what was put up"), gettext_lazy("Record")

    @cached_property
    def pack(self) -> PosterPack:
        """The pack."""
        return get_object_or_404(packs_to_tick(self.actor, at=self.at), pk=self.kwargs["pk"])

    @cached_property
    def is_own(self) -> bool:
        """Whether this person opens the pack itself."""
        return OPENS_PACK.allows(self.actor, self.pack, at=self.at)

    @cached_property
    def board(self) -> str:
        """The key of the one board that was asked for; empty for all."""
        return self.request.GET.get("board", "")

    @cached_property
    def left(self) -> list[PackItem]:
        """What is still to be put up there."""
        rows = to_put_up(self.pack, self.actor, at=self.at) if self.pack.made_at else []
        return [one for one in rows if self.board in ("", str(one.board_id))][:MAX_AT_ONCE]

    def get_form_kwargs(self) -> dict[str, Any]:
        items, is_one_board = [(item, title_of(item.edition)) for item in self.left], bool(self.board)
        return {
            **super().get_form_kwargs(),
            "items": items,
            "own_photos": is_one_board and len(items) <= MAX_OWN_PHOTOS,
            "at": self.at,
        }

    def act(self, form: CheckOffForm) -> list[Posting]:
        return actions.check_off(
            actor=self.actor,
            pack=self.pack,
            items=form.chosen,
            posted_at=form.cleaned_data["posted_at"],
            photo=form.given,
            photos=form.own_photos,
            at=self.at,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        count = len(form.chosen)
        self.success_message = ngettext("%(count)d poster is recorded.", "%(count)d posters are recorded.", count)
        return super().form_valid(form)

    def words(self) -> dict[str, int]:
        return {"count": len(self.done)}

    def crumbs(self) -> list[tuple[str, str]]:
        own = [(str(self.pack.period_name), self.get_success_url())] if self.is_own else []
        return [*super().crumbs(), *own]

    def get_success_url(self) -> str:
        name, more = ("pack", [self.pack.pk]) if self.is_own else ("boards", [])
        return reverse(f"disclosure_desk:{name}", args=more)


class PackButton(OnePack, ButtonView):
    """A button on the page of a pack."""

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:pack", args=[self.pack.pk])


class CancelPack(PackButton):
    """Stop a pack that is being made."""

    def act(self, form: Any) -> PosterPack:
        return actions.cancel(actor=self.actor, pack=self.pack, at=self.at)


class MakePackAgain(PackButton):
    """Order once more what of a pack is not made."""

    def act(self, form: Any) -> PosterPack:
        return actions.make_again(actor=self.actor, pack=self.pack, at=self.at)
