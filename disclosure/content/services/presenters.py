"""The services of a station as their page shows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import ngettext

from disclosure.content.services.models import ServiceLine
from disclosure.lists.presenters import file_url
from disclosure.lists.queries import in_force_for, lines_of
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition
from portal.accounts.models import in_language
from portal.core.components import File
from portal.core.texts import as_written
from portal.site.registry import UnitPage

FORM = "services"


@dataclass(frozen=True, slots=True)
class ShownServices:
    """What `disclosure/content/services/_services.html` shows; `forms` are addresses of files by their names."""

    lines: Sequence[ServiceLine]
    forms: Mapping[str, str]

    def with_forms(self) -> Iterator[tuple[ServiceLine, str]]:
        """Yield each service with the address of its form; empty where no file is called as the form is."""
        return ((line, self.forms.get(line.form, "")) for line in self.lines)

    @property
    def says_for_whom(self) -> bool:
        """Whether it is said of a service who it is for."""
        return any(line.who_for for line in self.lines)

    @property
    def note(self) -> str:
        """How many services there are."""
        count = len(self.lines)
        return ngettext("%(count)d service.", "%(count)d services.", count) % {"count": count}


def services_of(edition: Edition) -> ShownServices | None:
    """Return the services of an edition; None where there are none."""
    lines: list[ServiceLine] = lines_of(LISTS[FORM], edition)
    if not lines:
        return None
    files = {file.name.rpartition(".")[0]: file_url(edition, file) for file in edition.attachments.all()}
    return ShownServices(lines, files)


@dataclass(frozen=True, slots=True)
class StationServices:
    """What `disclosure/content/services/_of_unit.html` shows: what a station does, when, and the forms for it."""

    content: ShownServices
    hours: str
    url: str
    files: Sequence[File]


def services_on_board(page: UnitPage) -> StationServices | None:
    """Return what a station does for people, as its notice in force says; None where none does, and for a village."""
    edition = None if page.unit.is_village else in_force_for(LISTS[FORM], page.unit)
    content = services_of(edition) if edition else None
    if edition is None or content is None:
        return None
    files = [
        File(file_url(edition, file), as_written(file.name), filesizeformat(file.size))
        for file in edition.attachments.all()
    ]
    hours = in_language(settings.OFFICE_HOURS_ZH, settings.OFFICE_HOURS_EN)
    return StationServices(content, hours, reverse("disclosure:notice", args=[edition.notice.number]), files)
