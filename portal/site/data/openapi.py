"""The API: every dataset page by page, filtered, and what rooms add to it. Read-only, described as OpenAPI 3.1.

The addresses are ordinary public pages, so that they share cache, ETag and the refusal of everything but GET. What a
page of the cache may depend on are the parameters that the API's own document names.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.utils.translation import override
from ninja import NinjaAPI, Query, Router, Schema
from pydantic import Field, StringConstraints, create_model

from portal.core.pages import public_page
from portal.site.data.documents import licence
from portal.site.data.queries import page
from portal.site.data.registry import API_ROUTERS, DATASETS, Code, Dataset

ROOT = "/api/v1/"
PAGE_SIZE, LARGEST_PAGE = 50, 200
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
DESCRIPTION = """
Everything the township has published, for programs. Nothing needs a key; nothing can be written.

Lists come in pages: `next` is the address of the following page, null on the last. Amounts are strings in yuan with two
places, times are of Asia/Shanghai. Every answer has an `ETag`; ask with `If-None-Match` and it is sent only if it
changed. All of it as one file: `/data/gongkai.zip`.
"""


class Fault(Schema):
    """Why there is no answer."""

    detail: str = Field(description="The reason, in English")


class Misread(Schema):
    """What of a question could not be read."""

    detail: list[dict[str, Any]] = Field(description="Each fault: where (`loc`), what (`msg`) and its kind (`type`)")


FAULTS: dict[int, type[Schema]] = {404: Fault, 422: Misread}


class Paging(Schema):
    """Which page of a list is asked for."""

    after: Annotated[str, StringConstraints(pattern=r"^(\d{1,17}(-\d{1,18})?)?$")] = Field(
        "", description="Where the page begins: what `next` of the page before says"
    )
    limit: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="How many at most")


@lru_cache(maxsize=1)
def api() -> NinjaAPI:
    """Return the API, with an operation or two for each dataset and what rooms add."""
    made = NinjaAPI(
        title="Gongkai",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        openapi_url="",
        urls_namespace="api",
        openapi_extra={"info": {"license": {"name": licence()["title"], "url": licence()["path"]}}},
    )
    with override("en"):
        for dataset in DATASETS:
            router = Router(tags=[dataset.key])
            _add_list(router, dataset)
            if dataset.found_by:
                _add_single(router, dataset)
            made.add_router("", router)
    for one in API_ROUTERS:
        made.add_router("", one.router)
    return made


def _add_list(router: Router, dataset: Dataset) -> None:
    answer: Any = create_model(
        f"{dataset.record.__name__}Page",
        __base__=Schema,
        items=(list[dataset.record], Field(description="The records")),  # type: ignore[name-defined]
        next=(str | None, Field(description="Address of the next page; null on the last")),
    )

    def listed(request: HttpRequest, filters: Query[Any], paging: Query[Paging]) -> Any:
        found, after = page(dataset, filters, after=paging.after, size=paging.limit)
        asked = filters.model_dump(exclude_none=True, mode="json") | {"limit": paging.limit, "after": after}
        address = f"{settings.SITE_URL}{request.path}?{urlencode(asked)}"
        return {"items": found, "next": address if after else None}

    listed.__annotations__["filters"] = Query[dataset.filters]  # type: ignore[misc, name-defined]
    router.add_api_operation(
        f"/{dataset.key}",
        ["GET"],
        listed,
        response={200: answer, 422: Misread},
        summary=str(dataset.title),
        description=str(dataset.description),
        operation_id=f"list_{dataset.key}",
    )


def _add_single(router: Router, dataset: Dataset) -> None:
    def found(request: HttpRequest, key: Code) -> Any:  # noqa: ARG001
        rows: Any = dataset.rows(dataset.filters())
        row = rows.filter(**{dataset.found_by: key}).first()
        if row is None:
            raise Http404
        return row

    router.add_api_operation(
        f"/{dataset.key}/{{key}}",
        ["GET"],
        found,
        response={200: dataset.record, **FAULTS},
        summary=f"One of: {dataset.title}",
        operation_id=f"get_{dataset.key}",
    )


@public_page()
def openapi(_request: HttpRequest) -> JsonResponse:
    """Hand out the document of the API."""
    return JsonResponse(_document(), json_dumps_params={"ensure_ascii": False})


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    return dict(api().get_openapi_schema(path_prefix=ROOT))


def addresses() -> Iterator[URLPattern]:
    """Yield the address of the document, and that of each operation as a public page."""
    yield path("api/v1/openapi.json", openapi, name="openapi")
    operations = _document()["paths"]
    for pattern in api().urls[0]:
        route = str(pattern.pattern)
        described = operations.get(ROOT + _CONVERTER.sub(r"{\1}", route))
        if described and pattern.callback:
            asked = described["get"]
            params = [one["name"] for one in asked.get("parameters", ()) if one["in"] == "query"]
            yield path(f"{ROOT[1:]}{route}", _page(pattern.callback, params), name=asked["operationId"])


def _page(view: Callable[..., HttpResponse], params: list[str]) -> Callable[..., HttpResponse]:
    """Return an operation as a public page. The library's own exemption from the check of forms does not come along."""

    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        repeated = [name for name in params if len(request.GET.getlist(name)) > 1]
        if repeated:
            faults = [{"loc": ["query", name], "msg": "Given more than once", "type": "repeated"} for name in repeated]
            return JsonResponse({"detail": faults}, status=422)
        method, request.method = request.method, "GET"  # a HEAD is cut by the page cache
        try:
            return view(request, **named)
        finally:
            request.method = method

    return public_page(*params)(answer)
