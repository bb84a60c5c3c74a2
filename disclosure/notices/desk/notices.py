"""The notices somebody works on, and how a new one is begun."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions.drafts import start_notice
from disclosure.notices.enums import State
from disclosure.notices.forms import DeskNoticeFilter, ItemForm, NewNoticeForm
from disclosure.notices.models import Edition
from disclosure.notices.policies import PREPARES
from disclosure.notices.presenters.lists import notice_rows
from disclosure.notices.queries import editions
from disclosure.notices.queries.content import title_of
from disclosure.notices.queries.editions import visible
from disclosure.notices.registry import default_form, form_for, form_of
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit, User
from portal.accounts.policies import roles_held, units_of
from portal.core.refusals import Refused
from portal.desk.grid.views import GridView
from portal.desk.pages import crumbs
from portal.desk.views import ActionView, DeskListView


def the_draft(person: User, pk: int, *, at: datetime) -> Edition:
    """Return an edition this person may write, or answer 404; the action refuses one that is no draft any more."""
    edition = visible(person, at=at).filter(pk=pk).first()
    if edition is None or edition.is_public or not PREPARES.allows(person, edition, at=at):
        raise Http404(_("There is no such draft."))
    return edition


class DraftGridView(GridView):
    """The content of a draft as a grid; the page exists for drafts of one form only."""

    form_key: ClassVar[str]

    @cached_property
    def draft(self) -> Edition:
        draft = the_draft(self.actor, self.kwargs["pk"], at=self.at)
        if not self.is_written_here(draft.form):
            raise Http404(_("This notice has another form."))
        return draft

    def is_written_here(self, form: str) -> bool:
        return form == self.form_key

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft.state != State.DRAFT:
            return redirect("disclosure_desk:edition", self.draft.pk)
        return super().get(request, *args, **kwargs)

    def version(self) -> int:
        return version_of(self.draft)

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs_of(self.draft)

    def get_context_data(self, grid: Any) -> dict[str, Any]:
        return super().get_context_data(grid) | {"edition": self.draft, "title": title_of(self.draft)}


def version_of(edition: Edition) -> int:
    """Return the version an edition has by now."""
    return Edition.objects.values_list("version", flat=True).get(pk=edition.pk)


def crumbs_of(edition: Edition) -> list[tuple[str, str]]:
    """Return the way to a page below that of an edition."""
    return crumbs(
        (_("Notices"), reverse("disclosure_desk:notices")),
        (title_of(edition), reverse("disclosure_desk:edition", args=[edition.pk])),
    )


def clerk_units(person: User, *, at: datetime) -> list[Unit]:
    """Return the units whose notices this person prepares, by code; without any the page does not exist for them."""
    units = list(units_of(person, Role.CLERK, at=at).filter(is_active=True).select_related("parent").order_by("code"))
    if not units:
        raise Http404(_("This page is for clerks."))
    return units


class Notices(DeskListView):
    """What a person may read of the units they work for, newest change first."""

    template_name, filterset_class, paginate_by = "disclosure/notices/desk/notices.html", DeskNoticeFilter, 30

    def get_queryset(self) -> QuerySet[Edition]:
        return editions.of_my_work(self.actor, at=self.at).order_by("-state_since", "-pk")

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        units = editions.units_worked_for(self.actor, at=self.at).order_by("code")
        return super().get_filterset_kwargs(filterset_class) | {"units": units}  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["rows"] = notice_rows(context["object_list"], at=self.at)
        context["is_lay"] = roles_held(self.actor, at=self.at) == {Role.LAY_SUPERVISOR}
        context["is_clerk"] = units_of(self.actor, Role.CLERK, at=self.at).exists()
        return context


class NewNotice(ActionView):
    """Choose unit and item, then the period or the title; begins the first draft."""

    below = ((gettext_lazy("Notices"), "disclosure_desk:notices"),)
    template_name = "disclosure/notices/desk/new_notice.html"
    form_class = NewNoticeForm
    unit: Unit
    entry: CatalogueEntry
    owner: Unit
    station: Unit | None
    existing: Edition | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask_for_item(request) or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask_for_item(request) or super().post(request, *args, **kwargs)

    def _ask_for_item(self, request: HttpRequest) -> HttpResponse | None:
        """Find out what is to be begun; None once that is known."""
        units = clerk_units(self.actor, at=self.at)
        one = units[0] if len(units) == 1 else None
        unit = next((each for each in units if each.code == request.GET.get("unit")), one)
        entry = _entry_of(unit, request.GET.get("entry", "")) if unit else None
        if unit is None or entry is None:
            return _choose_item(request, units, unit)
        self.unit, self.entry = unit, entry
        self.owner, self.station = _who_owes(unit, entry)
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"unit": self.owner, "entry": self.entry, "today": timezone.localdate(self.at)}
        return super().get_form_kwargs() | more

    def get_initial(self) -> dict[str, Any]:
        return {"period": self.request.GET.get("period", "")}

    def act(self, form: Any) -> Edition:
        values = form.cleaned_data
        return start_notice(
            actor=self.actor,
            unit=self.owner,
            entry=self.entry,
            period=values["period"],
            title=values.get("title", ""),
            station=self.station,
            at=self.at,
        )

    def refuse(self, form: Any, refusal: Refused) -> HttpResponse:
        period = form.cleaned_data["period"]
        if self.entry.is_regular:
            found = editions.editions_of_entry([self.owner], self.entry, [Period.parse(period)])
            self.existing = found.get((self.owner.pk, period))
        return super().refuse(form, refusal)

    def get_success_url(self) -> str:
        return writing_url(self.done)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = form_for(self.entry)
        return super().get_context_data(
            unit=self.unit,
            entry=self.entry,
            begin_label=form.begin_label or _("Begin the draft"),
            imports=form.imports if form.imports and form.imports.entry == self.entry.code else None,
            existing_url=reverse("disclosure_desk:edition", args=[self.existing.pk]) if self.existing else "",
            period_text=_period_text(self.request.GET.get("period", "")),
            **kwargs,
        )


def _choose_item(request: HttpRequest, units: list[Unit], unit: Unit | None) -> HttpResponse:
    """Ask for unit and item; a clerk of several units chooses the unit first."""
    entries = list(_entries_of(unit)) if unit else []
    initial = {"unit": unit.code} if unit else {}
    context = {
        "form": ItemForm(initial=initial, units=units, entries=entries),
        "units": units,
        "unit": unit,
        "crumbs": crumbs((_("Notices"), reverse("disclosure_desk:notices"))),
    }
    return render(request, "disclosure/notices/desk/choose_item.html", context)


def _entries_of(unit: Unit) -> Any:
    """Return the items a clerk of a unit prepares: its own, and for a station those of the town too."""
    kinds = [unit.kind, UnitKind.TOWN] if unit.kind == UnitKind.STATION else [unit.kind]
    return CatalogueEntry.objects.filter(is_active=True, publisher__in=kinds).order_by("code")


def _entry_of(unit: Unit, code: str) -> CatalogueEntry | None:
    if not code:
        return None
    entry: CatalogueEntry | None = _entries_of(unit).filter(code=code).first()
    if entry is None:
        raise Http404(_("There is no such item."))
    return entry


def _who_owes(unit: Unit, entry: CatalogueEntry) -> tuple[Unit, Unit | None]:
    """Return who owes the notice, and the station that prepares it for the town."""
    if unit.kind == UnitKind.STATION and entry.publisher == UnitKind.TOWN and unit.parent:
        return unit.parent, unit
    return unit, None


def writing_url(draft: Edition) -> str:
    """Return where a draft is begun: in its form, or with its text."""
    form = form_of(draft)
    return reverse((default_form() if form.begins_with_text else form).edit_url_name, args=[draft.pk])


def _period_text(period: str) -> str:
    try:
        return name_of(Period.parse(period))
    except ValueError:
        return ""
