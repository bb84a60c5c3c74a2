"""Lists of the desk that are narrowed, searched, ordered and paged by what stands in their address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django_filters.views import FilterView

from portal.desk.views import DeskView

PAGE_SIZE = 50


class DeskListView(DeskView, FilterView):
    """A list of what one person may see.

    `get_queryset` returns the rows they may see; `filterset_class` names by what they are narrowed. It orders
    them by an `OrderingFilter`, which knows the declared columns alone. A value that is no choice narrows
    nothing, and a number that is no page shows the nearest one: lists grow shorter while somebody reads them.
    """

    paginate_by = PAGE_SIZE
    strict = False

    def paginate_queryset(
        self, queryset: QuerySet[Any], page_size: int
    ) -> tuple[Paginator[Any], Page[Any], QuerySet[Any], bool]:
        """Return the page that is asked for, or the nearest one."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way to this page, whether the list is narrowed, and the address without its page."""
        query = self.request.GET.copy()
        for name in [name for name, value in query.items() if name == self.page_kwarg or not value]:
            del query[name]
        context = {"crumbs": self.crumbs(), "is_narrowed": bool(query), "page_query": query.urlencode()}
        return super().get_context_data(**context | kwargs)  # type: ignore[no-any-return]
