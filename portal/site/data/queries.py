"""Pages of a dataset, and the data package in force."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from portal.core import keyset, publication_log
from portal.core.models import LogKind
from portal.site.data.models import DataPackage
from portal.site.data.registry import DATASETS, Dataset, Filters, Record

READ_AT_ONCE = 2000
"""Rows read from the database at once for a file."""


def page(dataset: Dataset, filters: Filters, *, after: str, size: int) -> tuple[Sequence[Any], str]:
    """Return the rows of one page of a dataset, and after what the next one begins; empty on the last page."""
    rows = dataset.rows(filters)
    if not isinstance(rows, QuerySet):
        start = int(after) if after.isdecimal() else 0
        return rows[start : start + size], str(start + size) if len(rows) > start + size else ""
    if dataset.newest_by:
        turned = keyset.page(rows, field=dataset.newest_by, size=size, older=after)
        return turned.rows, turned.older
    beyond = rows.filter(pk__gt=int(after)) if after.isdecimal() else rows
    found = list(beyond.order_by("pk")[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""


def records(dataset: Dataset) -> Iterator[Record]:
    """Yield every record of a dataset, a few rows read at a time."""
    rows = dataset.all()
    if isinstance(rows, QuerySet):
        rows = rows.order_by("pk").iterator(chunk_size=READ_AT_ONCE)
    return (row if isinstance(row, Record) else dataset.record.from_orm(row) for row in rows)


def newest_package() -> DataPackage | None:
    """Return the data package that is handed out; None until the first was made."""
    return DataPackage.objects.order_by("-pk").first()


def is_outdated(package: DataPackage) -> bool:
    """Return whether a package holds what may be read no longer. It is not handed out then."""
    withdrawn = publication_log.entries().filter(kind=LogKind.WITHDRAWAL, sequence__gt=package.log_sequence)
    return withdrawn.exists() or any(dataset.has_hidden(package.made_at) for dataset in DATASETS)
