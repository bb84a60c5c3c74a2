"""Datasets as files: a table as CSV, and the data package after https://specs.frictionlessdata.io/."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from portal.accounts.queries import units
from portal.core.spreadsheets import guarded
from portal.site.data.queries import records
from portal.site.data.registry import DATASETS, Dataset

DESCRIPTOR = "datapackage.json"
_FORMATS = {"date-time": "datetime", "date": "date"}
_PLAIN = {"integer": "integer", "boolean": "boolean", "array": "array", "object": "object"}


class _Counted(io.RawIOBase):
    """Hands on what is written, with its length and SHA-256."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self.size, self._digest = target, 0, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, written: Any) -> int:
        content = bytes(written)
        self._digest.update(content)
        self.size += len(content)
        return self._target.write(content)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def write_package(target: IO[bytes], *, at: datetime) -> Iterator[tuple[str, dict[str, int]]]:
    """Write everything public into a zip, and yield rows and bytes of each dataset as soon as it is in."""
    resources = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for dataset in DATASETS:
            with package.open(file_of(dataset), "w") as member:
                counted = _Counted(member)
                rows = _write_csv(dataset, counted)
            resources.append(_resource(dataset, counted))
            yield dataset.key, {"rows": rows, "bytes": counted.size}
        package.writestr(DESCRIPTOR, json.dumps(_descriptor(resources, at), ensure_ascii=False, indent=1))


def file_of(dataset: Dataset) -> str:
    """Return where the table of a dataset lies in the package."""
    return f"data/{dataset.key}.csv"


def _write_csv(dataset: Dataset, target: io.RawIOBase) -> int:
    """Write a table as CSV in UTF-8 with a byte order mark, heads first, and return how many rows it has."""
    names, count = list(dataset.record.model_fields), 0
    text = io.TextIOWrapper(target, "utf-8-sig", newline="", write_through=True)  # type: ignore[type-var]
    writer = csv.writer(text)
    writer.writerow(names)
    for record in records(dataset):
        writer.writerow([_cell(getattr(record, name)) for name in names])
        count += 1
    text.detach()
    return count


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
    return guarded(str(value))


def schema_of(dataset: Dataset) -> dict[str, Any]:
    """Return the schema of a table, made of the record: names, types and descriptions of its columns."""
    properties = dataset.record.model_json_schema(by_alias=False, mode="serialization")["properties"]
    fields = [
        {"name": name, "type": _type(dataset.record.model_fields[name].annotation, one)}
        | ({"description": one["description"]} if "description" in one else {})
        for name, one in properties.items()
    ]
    return {"fields": fields, "primaryKey": list(dataset.primary_key), "missingValues": [""]}


def _type(annotation: Any, written: dict[str, Any]) -> str:
    if "Decimal" in str(annotation):
        return "number"
    first: dict[str, Any] = next((one for one in written.get("anyOf", [written]) if one.get("type") != "null"), {})
    return _FORMATS.get(first.get("format", ""), _PLAIN.get(first.get("type", ""), "string"))


def _resource(dataset: Dataset, written: _Counted) -> dict[str, Any]:
    return {
        "name": dataset.key.replace("_", "-"),
        "path": file_of(dataset),
        "profile": "tabular-data-resource",
        "title": _in_english(dataset.title),
        "description": _in_english(dataset.description),
        "encoding": "utf-8-sig",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "schema": schema_of(dataset),
    }


def _descriptor(resources: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    town = units().filter(parent=None).first()
    name = f"{town.name_en}, {town.name_zh}" if town else ""
    return {
        "profile": "tabular-data-package",
        "name": "gongkai",
        "title": name,
        "homepage": settings.SITE_URL,
        "created": timezone.localtime(at).isoformat(timespec="seconds"),
        "licenses": [licence()],
        "resources": resources,
    }


def licence() -> dict[str, str]:
    """Return under what the data may be used, as the package says it."""
    return {
        "name": settings.DATA_LICENCE,
        "title": settings.DATA_LICENCE_TITLE,
        "path": settings.DATA_LICENCE_URL,
    }


def _in_english(words: Any) -> str:
    with override("en"):
        return str(words)
