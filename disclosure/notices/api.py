"""Notices and their editions as open data."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import FilterLookup, Router, Schema
from pydantic import Field

from disclosure.catalogue.enums import Stream
from disclosure.notices.documents import as_data
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import composed_en, readable, title_zh
from disclosure.notices.queries.editions import live, with_content
from portal.site.data.openapi import FAULTS
from portal.site.data.registry import Code, Dataset, Filters, Record, Time


class EditionRecord(Record):
    """An edition of a notice."""

    notice: str = Field(alias="notice.number", description="Number of the notice")
    edition: int = Field(alias="number", description="Number of the edition, from 1")
    state: State = Field(description="published: in force; superseded: replaced by a later edition")
    unit: str = Field(alias="notice.unit.code", description="Code of the unit that owes the notice")
    entry: str = Field(alias="notice.entry.code", description="Code of the item of the catalogue")
    stream: Stream = Field(alias="notice.entry.stream", description="Stream of disclosure")
    period: str = Field(alias="notice.period", description="Period it is about: 2026, 2026H1, 2026Q3 or 2026-07")
    form: str = Field(description="Form of its content, such as statement or beneficiaries")
    title_zh: str = Field(description="Title, in Chinese")
    title_en: str | None = Field(description="Title in English, where it is composed of unit, item and period")
    correction_reason: str = Field(description="What it corrects and why; empty for a first edition")
    published_at: datetime = Field(description="When it was published")
    notice_from: date | None = Field(description="First day on notice")
    notice_to: date | None = Field(description="Last day on notice")
    code: str = Field(description="Code of its poster, for /verify/CODE/")
    content_sha256: str = Field(description="SHA-256 of its canonical document")
    log_sequence: int = Field(description="Number of its entry in the publication log")

    @staticmethod
    def resolve_title_zh(edition: Edition) -> str:
        """Return the title as it is printed."""
        return title_zh(edition)

    @staticmethod
    def resolve_title_en(edition: Edition) -> str | None:
        """Return the composed title; what people wrote stays in their language."""
        return None if edition.title else composed_en(edition.notice)


class EditionFilters(Filters):
    """By what notices and editions are narrowed."""

    unit: Annotated[Code | None, FilterLookup("notice__unit__code")] = Field(None, description="Of one unit")
    entry: Annotated[Code | None, FilterLookup("notice__entry__code")] = Field(None, description="Of one item")
    stream: Annotated[Stream | None, FilterLookup("notice__entry__stream")] = Field(None, description="Of one stream")
    period: Annotated[Code | None, FilterLookup("notice__period")] = Field(None, description="About one period")
    form: Annotated[Code | None, FilterLookup("form")] = Field(None, description="Of one form")
    since: Annotated[Time | None, FilterLookup("published_at__gte")] = Field(
        None, description="Published at this time or later"
    )


NOTICES = Dataset(
    key="notices",
    order=30,
    title=_("Notices"),
    description=_("The edition in force of every notice."),
    record=EditionRecord,
    filters=EditionFilters,
    rows=lambda filters: filters.filter(live().defer("canonical", "body")),
    primary_key=("notice",),
    newest_by="published_at",
    found_by="notice__number",
)
EDITIONS = Dataset(
    key="editions",
    order=40,
    title=_("Editions"),
    description=_("Every edition that can be read, also those that a correction replaced."),
    record=EditionRecord,
    filters=EditionFilters,
    rows=lambda filters: filters.filter(readable().order_by("-published_at", "-pk").defer("canonical", "body")),
    primary_key=("notice", "edition"),
    newest_by="published_at",
)


class AttachedFile(Schema):
    """A file of an edition."""

    name: str
    sha256: str
    size: int = Field(description="In bytes")
    type: str = Field(description="Media type")


class EditionContent(Schema):
    """An edition with all it says. `content` is that of its form: null for text and files alone."""

    notice: str
    edition: int
    state: State
    form: str = Field(description="Form of `content`")
    title_zh: str
    title_en: str | None
    body: str = Field(description="Text, in Markdown")
    content: dict[str, Any] | None = Field(description="Figures and lines; amounts are strings in yuan")
    files: list[AttachedFile]
    url: str = Field(description="Page of the edition")


EditionNumber = Annotated[int, Field(ge=1, le=32767)]
router = Router(tags=["notices"])


@router.get(
    "/notices/{key}/editions/{edition}",
    response={200: EditionContent, **FAULTS},
    summary="An edition with all it says",
    operation_id="get_edition",
)
def edition_content(request: HttpRequest, key: Code, edition: EditionNumber) -> Any:  # noqa: ARG001
    """Answer with the content of an edition, whatever its form."""
    found = with_content(readable()).filter(notice__number=key, number=edition).first()
    if found is None:
        raise Http404
    data = as_data(found)
    return data | {"form": found.form, "content": data.get(found.form)}
