"""Packs of posters: order one, see how far it is, print it."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from disclosure.boards.enums import PackFormat
from disclosure.boards.models import PosterPack
from disclosure.boards.packs import actions
from disclosure.boards.packs.forms import PackForm
from disclosure.boards.packs.presenters import pack_page
from disclosure.boards.packs.queries import holds_withdrawn, pack_units, packs_of, plan
from disclosure.boards.policies import WORKS_FOR
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.posters.enums import PaperSize
from portal.accounts.desk.access import ForUnits
from portal.core import files
from portal.desk.pages import render_page
from portal.desk.views import ActionView, ButtonView, DeskListView, DeskView

CONTENT_TYPES = {PackFormat.PDF: "application/pdf", PackFormat.ZIP: "application/zip"}


class BelowBoards(DeskView):
    """A page below the list of boards."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), (_("Boards and posters"), reverse("disclosure_desk:boards"))]


class BelowPacks(BelowBoards):
    """A page below the list of packs."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), (_("Packs of posters"), reverse("disclosure_desk:packs"))]


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
        if form.is_bound and set(form.errors) <= {NON_FIELD_ERRORS}:
            context["plan"] = plan(units=form.chosen_units, entries=form.chosen_entries, period=form.chosen_period)
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.POST.get("step") != "order":
            return self.form_invalid(form, status=200)
        return super().form_valid(form)

    def act(self, form: PackForm) -> PosterPack:
        return actions.order(
            actor=self.actor,
            units=form.chosen_units,
            entries=form.chosen_entries,
            period=form.chosen_period,
            size=PaperSize(form.cleaned_data["size"]),
            format=PackFormat(form.cleaned_data["format"]),
            at=self.at,
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
        context = {"page": pack_page(self.pack), "crumbs": self.crumbs()}
        return render(request, "disclosure/boards/packs/desk/pack.html", context)


class PackProgress(OnePack):
    """How far a pack is."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.pack.is_open:
            return HttpResponseClientRedirect(reverse("disclosure_desk:pack", args=[pk]))
        return render(request, "disclosure/boards/packs/desk/_pack_progress.html", {"pack": self.pack})


class PackFile(OnePack):
    """The file of a pack."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Answer with the file, unless something in it has been withdrawn since it was made."""
        pack = self.pack
        if not pack.made_at or holds_withdrawn(pack):
            raise Http404(_("There is no such file."))
        name = f"张贴-{Period.parse(pack.period).name_zh}-{pack.size}-{pack.pk}.{pack.format}"
        return files.file_response(
            request,
            store="private",
            stored=pack.stored_as,
            sha256=pack.sha256,
            name=name,
            content_type=CONTENT_TYPES[PackFormat(pack.format)],
        )


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
