"""What the desk's pages of this room have in common."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.integrity.models.kept import KeptFile
from accountability.integrity.policies import KEEPS_FOR
from accountability.integrity.presenters.tables import Table
from accountability.integrity.queries import opening
from accountability.integrity.queries.people import posts_on
from portal.accounts.desk.access import ForUnits
from portal.accounts.models import Post, Unit
from portal.core import files
from portal.core.components import File
from portal.core.demonstration import today_of_due_days
from portal.core.spreadsheets import Row, as_csv
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.views import ActionView, DeskListView, DeskView

HOME = (gettext_lazy("Talks and education"), "accountability_desk:integrity")


def unit_filter(field: str = "unit") -> django_filters.ModelChoiceFilter:
    """Return the filter of a unit, of those the reader narrows by."""
    return django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        field_name=field,
        queryset=lambda request: opening.units_for(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )


class IntegrityList(DeskListView):
    """A list of this room.

    Attributes:
        names: The name of the address of the list; that of its CSV ends in `_csv`, where there is one.
        heading: What it is called.
        is_there: For whom it exists.
        new: The names of the addresses of what is entered here, each with its label; for who keeps the list.
        may_add: Who enters something.
    """

    template_name = "accountability/integrity/desk/list.html"
    below = (HOME,)
    names: ClassVar[str]
    heading: ClassVar[Words]
    note: ClassVar[Words] = ""
    is_there: ClassVar[Callable[[Any, datetime], bool]]
    may_add: ClassVar[Callable[[Any, datetime], bool]] = opening.keeps
    new: ClassVar[Sequence[tuple[str, Words]]] = ()
    has_csv: ClassVar[bool] = False

    def exists_for_actor(self) -> bool:
        return type(self).is_there(self.actor, self.at)

    def table(self, rows: Any) -> Table:
        """Return one page of rows as a table."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        here = reverse(f"accountability_desk:{self.names}")
        csv = reverse(f"accountability_desk:{self.names}_csv") if self.has_csv else ""
        added = self.new if type(self).may_add(self.actor, self.at) else ()
        return context | {
            "heading": self.heading,
            "note": self.note,
            "table": self.table(context["object_list"]),
            "new": [(reverse(f"accountability_desk:{name}"), label) for name, label in added],
            "all_url": here if context["is_narrowed"] else "",
            "csv_url": f"{csv}?{context['page_query']}" if csv else "",
        }


class IntegrityCsv(IntegrityList):
    """The rows of a list, as narrowed, as a table to take away."""

    most_rows = 10_000
    paginate_by = most_rows
    file_name: ClassVar[str]

    def csv_rows(self, rows: Any) -> list[Row]:
        """Return all rows, heads first."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the file."""
        filterset = self.get_filterset(self.get_filterset_class())
        content = as_csv(self.csv_rows(filterset.qs))
        return files.content_response(
            request, content, name=f"{self.file_name}.csv", content_type="text/csv; charset=utf-8", public=False
        )


class OfTown(ForUnits):
    """A page about a township: that of the address's `town`, or the first of the person's."""

    units_policy = KEEPS_FOR
    below = (HOME,)

    @cached_property
    def town(self) -> Unit:
        """The township."""
        code = self.request.GET.get("town", "")
        return next((one for one in self.units if one.code == code), self.units[0])

    def posts(self) -> QuerySet[Post]:
        """Return the posts of the township and its units that are held now, by unit."""
        day = today_of_due_days(self.at)
        rows = posts_on(day).filter(unit__in=self.all_units())
        return rows.select_related("unit", "person").order_by("unit__code", "-is_head", "role", "pk")

    def all_units(self) -> QuerySet[Unit]:
        """Return the township and its units."""
        return Unit.objects.filter(pk=self.town.pk) | Unit.objects.filter(parent=self.town, is_active=True)


class Entering(OfTown, ActionView):
    """A page on which something new is entered.

    Attributes:
        page: The name of the address of what was entered.
        way: The list it stands in, with its label.
    """

    page: ClassVar[str]
    way: ClassVar[tuple[Words, str]]
    button = gettext_lazy("Enter")
    success_message = gettext_lazy("Entered: %(name)s")

    def crumbs(self) -> list[tuple[str, str]]:
        return way_to(self.way)

    def words(self) -> dict[str, str]:
        return {"name": str(self.done)}

    def get_success_url(self) -> str:
        return reverse(f"accountability_desk:{self.page}", args=[self.done.pk])


def way_to(*steps: tuple[Words, str]) -> list[tuple[str, str]]:
    """Return the way to a page below lists of this room, named by their addresses."""
    return crumbs(*((str(label), reverse(name)) for label, name in (HOME, *steps)))


def shown(value: Any) -> str:
    """Return a value of a history as text."""
    return (_("yes") if value else _("no")) if isinstance(value, bool) else str(value)


class FileView(DeskView):
    """A private file, for those who see what it belongs to."""

    def file(self) -> KeptFile:
        """Return the file, if this person may see it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Answer with it."""
        file = self.file()
        return files.file_response(
            request,
            store="private",
            stored=file.stored_as,
            sha256=file.sha256,
            name=file.name,
            content_type=file.content_type,
            inline=True,
        )


def file_rows(rows: Sequence[KeptFile], *, name: str, owner: int) -> list[File]:
    """Return files for `components/files.html`; `name` is that of the address of one, `owner` what it belongs to."""
    return [
        File(reverse(f"accountability_desk:{name}", args=[owner, one.pk]), one.name, f"{one.size / 1024:,.0f} kB")
        for one in rows
    ]


def attachment(request: HttpRequest, content: bytes, name: str) -> HttpResponseBase:
    """Answer with a paper, as a PDF."""
    return files.content_response(
        request, content, name=name, content_type="application/pdf", public=False, inline=True
    )
