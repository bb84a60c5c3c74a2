"""The catalogue as open data."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import FilterLookup
from pydantic import Field

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from portal.accounts.enums import UnitKind
from portal.site.data.registry import Dataset, Filters, Record


class EntryRecord(Record):
    """An item of the catalogue of disclosure."""

    code: str = Field(description="Its code, which stands in the number of each of its notices")
    stream: Stream = Field(description="Stream of disclosure")
    name_zh: str = Field(description="Name in Chinese")
    name_en: str = Field(description="Name in English")
    cadence: Cadence = Field(description="How often it is published, or that it is published when something happens")
    form: str = Field(description="Form of its notices, such as statement or beneficiaries")
    publisher: UnitKind = Field(description="What kind of unit owes it")
    notice_days: int = Field(description="Days on notice; 0 where none are prescribed")
    notice_unit: str = Field(description="Whether these are working or calendar days; empty where there are none")
    basis_zh: str = Field(description="Legal basis, in Chinese")


class EntryFilters(Filters):
    """By what the catalogue is narrowed."""

    stream: Annotated[Stream | None, FilterLookup("stream")] = Field(None, description="Of one stream")
    publisher: Annotated[UnitKind | None, FilterLookup("publisher")] = Field(None, description="Owed by such units")


CATALOGUE = Dataset(
    key="catalogue",
    order=20,
    title=_("Catalogue of disclosure"),
    description=_("What must be published, how often, by whom and on which legal basis."),
    record=EntryRecord,
    filters=EntryFilters,
    rows=lambda filters: filters.filter(CatalogueEntry.objects.filter(is_active=True)),
    primary_key=("code",),
    found_by="code",
)
