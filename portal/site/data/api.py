"""The datasets of the site itself: units, and the publication log."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import FilterLookup
from pydantic import Field

from portal.accounts import queries
from portal.accounts.enums import UnitKind
from portal.core import publication_log
from portal.core.models import LogKind
from portal.site.data.registry import Code, Dataset, Filters, Record


class UnitRecord(Record):
    """A unit of the township."""

    code: str = Field(description="Its code, which stands in the number of each of its notices")
    kind: UnitKind = Field(description="Township, station or village")
    parent: str | None = Field(None, alias="parent.code", description="Code of the unit it is part of")
    name_zh: str = Field(description="Name in Chinese")
    name_en: str = Field(description="Name in English")
    publishing_body_zh: str = Field(description="The body that answers for its notices, in Chinese")
    supervision_phone: str = Field(description="Telephone for questions and complaints")
    boards_zh: str = Field(description="Where its notice boards are, in Chinese")
    boards_en: str = Field(description="Where its notice boards are, in English")


class UnitFilters(Filters):
    """By what units are narrowed."""

    kind: Annotated[UnitKind | None, FilterLookup("kind")] = Field(None, description="Of one kind")


UNITS = Dataset(
    key="units",
    order=10,
    title=_("Units"),
    description=_("The township, its stations and its villages."),
    record=UnitRecord,
    filters=UnitFilters,
    rows=lambda filters: filters.filter(queries.units().select_related("parent")),
    primary_key=("code",),
    found_by="code",
)


class LogRecord(Record):
    """An entry of the publication log, with every field that is hashed."""

    sequence: int = Field(description="Number of the entry, from 1 without a gap")
    at: datetime = Field(description="When it was published, corrected or withdrawn")
    kind: LogKind = Field(description="Published, corrected or withdrawn")
    subject_kind: str = Field(description="What kind of thing it is about")
    subject_number: str = Field(description="Its number, such as that of a notice")
    edition: int = Field(description="Number of the edition")
    content_sha256: str = Field(description="SHA-256 of the canonical document of the edition")
    facts: dict[str, Any] = Field(description="What else is hashed, such as who approved it")
    previous_hash: str = Field(description="Hash of the entry before")
    hash: str = Field(description="SHA-256 over the canonical JSON of the fields, which /log.json has")


class LogFilters(Filters):
    """By what the log is narrowed."""

    kind: Annotated[LogKind | None, FilterLookup("kind")] = Field(None, description="Of one kind")
    number: Annotated[Code | None, FilterLookup("subject_number")] = Field(None, description="About one notice")
    since: Annotated[int | None, FilterLookup("sequence__gt")] = Field(
        None, ge=0, lt=2**63, description="After the entry of this number"
    )


LOG = Dataset(
    key="log",
    order=90,
    title=_("Publication log"),
    description=_("Every publication, correction and withdrawal, each entry with the hash of the one before."),
    record=LogRecord,
    filters=LogFilters,
    rows=lambda filters: filters.filter(publication_log.entries()),
    primary_key=("sequence",),
)
