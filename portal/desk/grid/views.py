"""The page of a grid."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.refusals import NotAllowed, Refused
from portal.desk.grid.rows import Grid
from portal.desk.pages import seen_in, texts_of
from portal.desk.views import DeskView, see_other


class GridView(DeskView):
    """A page on which rows are typed and saved, finished or not. Its template extends `desk/grid.html`.

    What cannot be read is marked below its cell and nothing is saved (422); after a lost race the person is
    warned, and keeps what they typed (409).
    """

    template_name: ClassVar[str]
    grid_class: ClassVar[type[Grid]]

    def get_grid_class(self) -> type[Grid]:
        return self.grid_class

    def showing(self) -> Grid:
        """Return the grid of what is there so far."""
        raise NotImplementedError

    def version(self) -> int:
        """Return the version of what is there now."""
        raise NotImplementedError

    def read(self, grid: Any) -> Any:
        """Read the grid; None where a cell cannot be read, which is then noted beside it."""
        raise NotImplementedError

    def save(self, read: Any, seen: int | None) -> str:
        """Save what was read, unless it changed after the version that was seen; return the success message."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        raise NotImplementedError

    def get_context_data(self, grid: Any) -> dict[str, Any]:
        return {"crumbs": self.crumbs()}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(self.showing(), seen=self.version())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        grid, seen = self.get_grid_class().posted(texts_of(request)), seen_in(request)
        if "rows" in request.POST:
            grid.change_rows(request.POST["rows"])
            return self.page(grid, seen=seen)
        return self.save_typed(grid, seen)

    def save_typed(self, grid: Grid, seen: int | None, refusal: str = "") -> HttpResponse:
        """Read a grid and save it; with a refusal nothing is saved, and what stands in it is shown with the reason."""
        read = self.read(grid)
        if read is None or refusal:
            return self.page(grid, seen=seen, refusal=refusal, status=422)
        try:
            message = self.save(read, seen)
        except NotAllowed:
            raise
        except Refused as refused:
            return self.page(grid, seen=self.version(), refusal=str(refused), status=refused.status)
        messages.success(self.request, message)
        return see_other(self.get_success_url())

    def page(self, grid: Grid, *, seen: int | None, refusal: str = "", status: int = 200) -> HttpResponse:
        context = {
            "grid": grid,
            "seen": seen,
            "refusal": refusal,
            "faults": grid.faults(),
            "is_flat": True,
            "is_typed": self.request.method == "POST",
            "kept_as": f"{self.actor.pk}/{grid.prefix}/{'/'.join(map(str, self.kwargs.values()))}",
        }
        return render(self.request, self.template_name, self.get_context_data(grid) | context, status=status)
