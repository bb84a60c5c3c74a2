"""What was disclosed on request, as open data."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import FilterLookup
from pydantic import Field

from disclosure.requests.models import Release
from disclosure.requests.queries.released import unit_of
from disclosure.requests.queries.requests import released
from portal.site.data.registry import Code, Dataset, Filters, Record


class ReleaseRecord(Record):
    """What was handed out on request and is published, without a word of who asked."""

    number: str = Field(alias="request.number", description="Number of the request")
    unit: str = Field(description="Code of the unit that disclosed it")
    title: str = Field(description="Title")
    text: str = Field(description="What was disclosed, masked")
    published_at: datetime = Field(description="When it was published")
    content_sha256: str = Field(description="SHA-256 of its canonical document")

    @staticmethod
    def resolve_unit(release: Release) -> str:
        """Return the unit that disclosed it."""
        code: str = unit_of(release).code
        return code


class ReleaseFilters(Filters):
    """By what releases are narrowed."""

    unit: Annotated[Code | None, FilterLookup("request__unit__code")] = Field(None, description="Of one unit")


RELEASES = Dataset(
    key="releases",
    order=85,
    title=_("Disclosed on request"),
    description=_("What was handed out on request and published for everybody."),
    record=ReleaseRecord,
    filters=ReleaseFilters,
    rows=lambda filters: filters.filter(released()),
    primary_key=("number",),
    newest_by="published_at",
)
