"""What the page of open data shows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from portal.core.money import format_number
from portal.site.data.documents import licence, schema_of
from portal.site.data.models import DataPackage
from portal.site.data.registry import DATASETS, Dataset


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a dataset; its description is English, as the schema has it."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class ShownDataset:
    """A dataset: what it holds, how much, and where it is."""

    key: str
    title: str
    description: str
    rows: str
    size: str
    csv_url: str
    api_url: str
    columns: list[ShownColumn]


@dataclass(frozen=True, slots=True)
class DataPage:
    """Everything there is as open data. `made_at` and `size` are those of the package; None and empty without one."""

    made_at: datetime | None
    size: str
    licence: str
    licence_url: str
    datasets: list[ShownDataset]
    openapi_url: str
    example_url: str


def data_page(package: DataPackage | None) -> DataPage:
    """Return the page; sizes are those of the package that is handed out."""
    return DataPage(
        made_at=package.made_at if package else None,
        size=filesizeformat(package.size) if package else "",
        licence=licence()["title"],
        licence_url=licence()["path"],
        datasets=[_shown(one, package) for one in DATASETS],
        openapi_url=reverse("site_files:openapi"),
        example_url=f"{settings.SITE_URL}/api/v1/notices?limit=1",
    )


def _shown(dataset: Dataset, package: DataPackage | None) -> ShownDataset:
    sizes = package.sizes.get(dataset.key) if package else None
    fields = schema_of(dataset)["fields"]
    return ShownDataset(
        key=dataset.key,
        title=str(dataset.title),
        description=str(dataset.description),
        rows=format_number(Decimal(sizes["rows"]), 0) if sizes else "",
        size=filesizeformat(sizes["bytes"]) if sizes else "",
        csv_url=reverse("site_files:dataset", args=[dataset.key]),
        api_url=f"/api/v1/{dataset.key}",
        columns=[ShownColumn(one["name"], one["type"], one.get("description", "")) for one in fields],
    )
