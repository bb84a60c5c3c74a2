"""What rooms give away as open data. A dataset is declared once, for the API, for CSV and for the data package."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import FilterSchema, Router, Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, StringConstraints

from portal.core.registry import Registry
from portal.core.workflow import Words

Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,60}$")]
"""What an address may name: a code, a number of a notice, a period."""
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def _written(value: Any) -> Any:
    """Refuse what only looks like a number of seconds."""
    if isinstance(value, str) and "T" not in value.upper():
        raise ValueError("A time is written 2026-10-20T10:18:00Z")
    return value


def _in_range(at: datetime) -> datetime:
    return min(max(at, _FIRST), _LAST).astimezone(UTC)


Time = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_in_range)]
"""A time with its offset, as RFC 3339 writes it; what lies before 1970 is taken for its beginning."""


class Record(Schema):
    """One row of a dataset. What its fields hold is said by their descriptions; amounts are in yuan."""

    model_config = ConfigDict(frozen=True)


class Filters(FilterSchema):
    """By what a dataset can be narrowed. A dataset that is read from a table says the lookup of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One kind of record.

    Attributes:
        key: Its address below `/api/v1/`, and the name of its file.
        description: What it holds, in a sentence.
        record: A row; its fields are the columns.
        rows: Called with filters, returns the rows they leave, or the records themselves where they are computed.
        filters: What `rows` takes. Without any it returns everything, unless there is `everything`.
        everything: Returns all rows, where `rows` is never asked for all at once.
        newest_by: The time by which rows are paged, the newest first; without one they go by primary key.
        primary_key: Fields of the record by which a row is known.
        found_by: The lookup of a single row, which then has an address of its own.
        has_hidden: Called with a time, returns whether something that was in it then may be read no longer, though the
            publication log knows of no withdrawal.
    """

    key: str
    order: int
    title: Words
    description: Words
    record: type[Record]
    rows: Callable[[Any], QuerySet[Any] | Sequence[Record]]
    primary_key: tuple[str, ...]
    filters: type[Filters] = Filters
    everything: Callable[[], Iterable[Any]] | None = None
    newest_by: str = ""
    found_by: str = ""
    has_hidden: Callable[[datetime], bool] = lambda _since: False

    def all(self) -> Iterable[Any]:
        """Return every row."""
        return self.everything() if self.everything else self.rows(self.filters())


@dataclass(frozen=True, slots=True)
class ApiRouter:
    """Further addresses of the API, of what is no row of a table."""

    key: str
    router: Router


DATASETS: Registry[Dataset] = Registry("dataset")
API_ROUTERS: Registry[ApiRouter] = Registry("router of the API")
