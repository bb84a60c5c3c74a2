"""What the desk's pages of disclosure have in common."""

from datetime import datetime
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.policies import PREPARES
from disclosure.notices.queries.editions import visible
from disclosure.notices.queries.titles import title_of
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.desk.grid import GridView
from portal.desk.pages import crumbs


def the_draft(person: User, pk: int, *, at: datetime) -> Edition:
    """Return an edition this person may write; one that is no draft any more is refused by the action.

    Raises:
        Http404: There is none, or this person does not prepare the unit's notices.
    """
    edition = visible(person, at=at).filter(pk=pk).first()
    if edition is None or edition.is_public or not PREPARES.allows(person, edition, at=at):
        raise Http404(_("There is no such draft."))
    return edition


class DraftGridView(GridView):
    """The content of a draft as a grid.

    Attributes:
        form_key: The form of notice; the page exists for its drafts only.
    """

    form_key: ClassVar[str]

    @cached_property
    def draft(self) -> Edition:
        draft = the_draft(self.actor, self.kwargs["pk"], at=self.at)
        if draft.form != self.form_key:
            raise Http404(_("This notice has another form."))
        return draft

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft.state != State.DRAFT:
            return redirect("disclosure_desk:edition", self.draft.pk)
        return super().get(request, *args, **kwargs)

    def version(self) -> int:
        return version_of(self.draft)

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs_of(self.draft)

    def get_context_data(self, grid: Any) -> dict[str, Any]:
        return super().get_context_data(grid) | {"edition": self.draft, "title": title_of(self.draft)}


def version_of(edition: Edition) -> int:
    """Return the version an edition has by now."""
    return Edition.objects.values_list("version", flat=True).get(pk=edition.pk)


def crumbs_of(edition: Edition) -> list[tuple[str, str]]:
    """Return the way to a page below that of an edition."""
    return crumbs(
        (_("Notices"), reverse("disclosure_desk:notices")),
        (title_of(edition), reverse("disclosure_desk:edition", args=[edition.pk])),
    )


def clerk_units(person: User, *, at: datetime) -> list[Unit]:
    """Return the units whose notices this person prepares, in the order of their codes.

    Raises:
        Http404: There is none: the pages of clerks do not exist for this person.
    """
    units = list(units_of(person, Role.CLERK, at=at).filter(is_active=True).select_related("parent").order_by("code"))
    if not units:
        raise Http404(_("This page is for clerks."))
    return units
