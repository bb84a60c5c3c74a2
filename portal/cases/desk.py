"""Pages of the desk that every kind of case has."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.views.generic import FormView

from portal.cases.forms import TelephoneForm
from portal.cases.models import Case
from portal.cases.queries import find_by_telephone
from portal.core.workflow import Words
from portal.desk.registry import QueueRow
from portal.desk.views import DeskView

FOUND_SHOWN = 100
"""Cases that are shown of one telephone number."""


class FindByTelephone(DeskView, FormView):  # type: ignore[type-arg]
    """Find cases by the telephone number of who sent them. It is posted, so that it stands in no address.

    Attributes:
        kind: Key of the kind of case.
        lede: What is looked through.
        caption: What the found ones are called.
    """

    template_name, form_class = "cases/desk/find.html", TelephoneForm
    kind: ClassVar[str]
    lede: ClassVar[Words]
    caption: ClassVar[Words]

    def found(self, cases: QuerySet[Case, Any]) -> Sequence[QueueRow]:
        """Return the rows of those the person works on, at most `FOUND_SHOWN`; `cases` are keys."""
        raise NotImplementedError

    def form_valid(self, form: TelephoneForm) -> HttpResponse:
        cases = find_by_telephone(self.actor, kind=self.kind, telephone=form.cleaned_data["phone"], at=self.at)
        return self.render_to_response(self.get_context_data(form=form, rows=self.found(cases.values("pk"))))

    def form_invalid(self, form: TelephoneForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = {"crumbs": self.crumbs(), "lede": self.lede, "caption": self.caption}
        return super().get_context_data(**said | kwargs)
