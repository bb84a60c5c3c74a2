"""What anybody reads: a project with the stages of all notices."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.content.project.presenters import shown_project
from portal.accounts.queries import units
from portal.core.pages import public_page


@public_page("view")
def project(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Show a project of a unit: its stages, what is left to pay, what is still to be disclosed."""
    unit = get_object_or_404(units().select_related("parent"), code=code)
    page = shown_project(unit, name, at=timezone.now())
    if page is None:
        raise Http404
    crumbs = [(_("Home"), reverse("site:home")), (unit.name, reverse("site:unit", args=[code]))]
    return render(request, "disclosure/content/project/project.html", {"page": page, "crumbs": crumbs})
