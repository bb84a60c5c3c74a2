"""Windows and how they were rated, on the desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.ratings import actions, documents, forms, presenters, queries
from accountability.ratings.models import WINDOW_FIELDS, Window
from accountability.ratings.policies import (
    KEEPS_WINDOW,
    KEEPS_WINDOWS_OF,
    PRINTS_SLIPS,
)
from accountability.ratings.workflow import OTHER_AUDIT_LABELS, RATING
from accountability.rectification.models import Rectification
from portal.accounts.desk.access import ForUnits
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.desk.pages import crumbs
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView
from portal.desk.years import years

WINDOWS = (gettext_lazy("Ratings of windows"), "accountability_desk:ratings")


SHOW = (
    ("rated", gettext_lazy("Those that were rated")),
    ("unrated", gettext_lazy("Those that nobody rated")),
)


class WindowFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Choose the year whose ratings are shown, and whether windows stand there that nobody rated in it."""

    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), choices=years, empty_label=None, method="of_year")
    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Windows"), choices=SHOW, empty_label=gettext_lazy("All windows"), method="showing"
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        self.shown_year = _year(data or {}, timezone.now())
        super().__init__({**(data.dict() if data else {}), "year": str(self.shown_year)}, *args, **kwargs)

    def of_year(self, rows: QuerySet[Window], _name: str, _value: str) -> QuerySet[Window]:
        """Return the windows; the view counts the ratings of the year."""
        return rows

    def showing(self, rows: QuerySet[Window], _name: str, value: str) -> QuerySet[Window]:
        """Return the windows that were rated in the year, or those that were not."""
        return queries.rated_in(rows, self.shown_year, is_rated=value == "rated")


class Windows(DeskListView):
    """The windows with how they were rated in a year."""

    template_name, filterset_class = "accountability/ratings/desk/windows.html", WindowFilter

    def exists_for_actor(self) -> bool:
        return queries.reads_ratings(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Window]:
        return queries.windows_seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        year = _year(self.request.GET, self.at)
        windows = list(context["object_list"])
        keys = [one.pk for one in windows]
        kept = KEEPS_WINDOW.permitted(self.actor, at=self.at).filter(pk__in=keys).values_list("pk", flat=True)
        tallies = queries.of_windows(keys, year)
        return context | {
            "rows": presenters.window_lines(windows, tallies, exact=set(kept)),
            "year": year,
            "keeps": KEEPS_WINDOWS_OF.permitted(self.actor, at=self.at).exists(),
            "waiting": queries.to_screen(self.actor, self.at).count(),
            "honest": presenters.honest_words(),
        }


def _year(given: Mapping[str, Any], at: datetime) -> int:
    asked = given.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today_of_due_days(at).year


class NewWindow(ForUnits, ActionView):
    """Enter a window."""

    units_policy, form_class, below = KEEPS_WINDOWS_OF, forms.WindowForm, (WINDOWS,)
    title, button = gettext_lazy("A new window"), gettext_lazy("Save")
    success_message = gettext_lazy("Entered: %(name)s. Print its code and stand it on the counter.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.units, "is_new": True}

    def act(self, form: Any) -> Window:
        given = form.cleaned_data
        fields = {name: given[name] for name in WINDOW_FIELDS if name in given}
        return actions.add_window(actor=self.actor, unit=given["unit"], fields=fields, at=self.at)

    def words(self) -> dict[str, str]:
        return {"name": self.done.name}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:rating_window", args=[self.done.pk])


class EditWindow(ChangeView):
    """Change a window."""

    form_class, below = forms.WindowForm, (WINDOWS,)
    title, button, success_message = gettext_lazy("Change the window"), gettext_lazy("Save"), gettext_lazy("Saved.")

    @cached_property
    def window(self) -> Window:
        """The window."""
        return self.get_permitted(KEEPS_WINDOW, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.window)

    def subject(self) -> Window:
        return self.window

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {name: getattr(self.window, name) for name in WINDOW_FIELDS}

    def get_form_kwargs(self) -> dict[str, Any]:
        units = KEEPS_WINDOWS_OF.permitted(self.actor, at=self.at)
        return super().get_form_kwargs() | {"units": units, "is_new": False}

    def act(self, form: Any) -> Window:
        given = form.cleaned_data
        fields = {name: given[name] for name in WINDOW_FIELDS}
        return actions.change_window(
            actor=self.actor, window=self.window, fields=fields, seen=given["seen"], at=self.at
        )

    def get_success_url(self) -> str:
        return reverse("accountability_desk:rating_window", args=[self.window.pk])


class WindowPage(DeskView):
    """One window: its months, where it is below the target, and what people wrote."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        window = get_object_or_404(queries.windows_seen_by(self.actor, self.at), pk=pk)
        year = _year(request.GET, self.at)
        keeps = KEEPS_WINDOW.allows(self.actor, window, at=self.at)
        asked = {one.source_number: one for one in queries.asked_to_improve(window, year)}
        context = {
            "window": window,
            "year": year,
            "years": queries.years_of(window),
            "months": presenters.month_lines(window, year, is_exact=keeps),
            "below": presenters.quarters_below(window, year, asked),
            "words": presenters.shown_words(queries.words_for(self.actor, window, self.at)[:50]),
            "address": documents.address_of(window),
            "keeps": keeps,
            "prints": window.is_active and PRINTS_SLIPS.allows(self.actor, window, at=self.at),
            "trail": trail(window, RATING, words=OTHER_AUDIT_LABELS) if keeps else [],
            "crumbs": crumbs((_("Ratings of windows"), reverse("accountability_desk:ratings"))),
        }
        return render(request, "accountability/ratings/desk/window.html", context)


class PrintCode(DeskView):
    """The paper with the code of a window."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        window = self.get_permitted(PRINTS_SLIPS, pk=pk, is_active=True)
        printed = documents.print_code(window)
        return files.content_response(
            request, printed, name="code.pdf", content_type="application/pdf", public=False, inline=True
        )


class PrintSlips(ActionView):
    """Print one-time slips; the file that is answered is the only place where their codes stand."""

    form_class, below = forms.SlipsForm, (WINDOWS,)
    title, button = gettext_lazy("Print slips"), gettext_lazy("Print")
    lead = gettext_lazy("Hand one to everybody you have served. Each counts once, and nobody can tell whose it was.")

    @cached_property
    def window(self) -> Window:
        """The window."""
        return self.get_permitted(PRINTS_SLIPS, pk=self.kwargs["pk"], is_active=True)

    def exists_for_actor(self) -> bool:
        return bool(self.window)

    def act(self, form: Any) -> list[str]:
        sheets = form.cleaned_data["sheets"]
        return actions.print_slips(actor=self.actor, window=self.window, sheets=sheets, at=self.at)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if self.done is None:
            return response
        printed = documents.print_slips(self.window, self.done)
        return HttpResponse(
            printed, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="slips.pdf"'}
        )

    def get_success_url(self) -> str:
        return reverse("accountability_desk:rating_window", args=[self.window.pk])


class Improve(ActionView):
    """Ask a unit to improve a window that is below the target in a quarter."""

    form_class, below = forms.ImproveForm, (WINDOWS,)
    title, button = gettext_lazy("Ask the window to improve"), pgettext_lazy("of an improvement", "Ask for it")
    success_message = gettext_lazy("Asked for: %(number)s")

    @cached_property
    def window(self) -> Window:
        """The window.

        Raises:
            Http404: It is not below the target in that quarter.
        """
        window = self.get_permitted(KEEPS_WINDOW, pk=self.kwargs["pk"])
        tally = queries.by_quarter(window, self.kwargs["year"]).get(self.kwargs["quarter"])
        if tally is None or not tally.is_below_target:
            raise Http404
        return window

    def exists_for_actor(self) -> bool:
        return bool(self.window)

    def act(self, form: Any) -> Rectification:
        return actions.ask_to_improve(
            actor=self.actor,
            window=self.window,
            year=self.kwargs["year"],
            quarter=self.kwargs["quarter"],
            at=self.at,
            **form.cleaned_data,
        )

    def words(self) -> dict[str, str]:
        return {"number": self.done.number}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:rating_window", args=[self.window.pk])
