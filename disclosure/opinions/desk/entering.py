"""Entering on the desk what came by telephone, in the box or in person."""

from datetime import date, datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.notices.queries.content import title_of
from disclosure.opinions.actions.steps import receive
from disclosure.opinions.forms import EnterOpinionForm
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries.opinions import editions_to_enter_for
from disclosure.opinions.workflow import OPINION
from portal.core.codes import in_groups
from portal.core.texts import comma
from portal.desk.views import ActionView

NOTICES_OFFERED = 20
MIDDAY = time(12)
"""When something came of which only the day is known."""


class NewOpinion(ActionView):
    """Enter an opinion about a live notice, which is asked for first."""

    title, button = gettext_lazy("Enter an opinion"), OPINION.verb("receive").label
    form_class, success_url = EnterOpinionForm, reverse_lazy("disclosure_desk:opinions")
    success_message = OPINION.verb("receive").success_message

    @cached_property
    def edition(self) -> Any:
        """The live edition of the notice that the address names; None where it names none the person enters for.

        Raises:
            Http404: There is no notice the person enters opinions about.
        """
        offered = editions_to_enter_for(self.actor, self.at)
        if not offered.exists():
            raise Http404(_("There is no notice you enter opinions about."))
        return offered.filter(notice__number=self.number).first() if self.number else None

    @property
    def number(self) -> str:
        """The number of the notice in the address."""
        return self.request.GET.get("notice", "").replace("\x00", "").strip()[:40]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.edition else self.ask_for_notice()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if self.edition else self.ask_for_notice()

    def ask_for_notice(self) -> HttpResponse:
        """Ask which notice it is about: by its number, or one of the newest."""
        context = {
            "number": self.number,
            "notices": [
                {
                    "url": f"{self.request.path}?notice={one.notice.number}",
                    "title": title_of(one),
                    "date": timezone.localdate(one.published_at),
                    "unit": one.notice.unit.name,
                }
                for one in editions_to_enter_for(self.actor, self.at)[:NOTICES_OFFERED]
            ],
            "crumbs": self.crumbs(),
        }
        return render(self.request, "disclosure/opinions/desk/new_opinion_about.html", context)

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(self.at)}

    def get_form_kwargs(self) -> dict[str, Any]:
        days = {"today": timezone.localdate(self.at), "first": self._first_published()}
        return super().get_form_kwargs() | days

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = comma().join([title_of(self.edition), self.edition.notice.number])
        return super().get_context_data(lead=lead, **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        way = [*super().crumbs(), (_("Opinions"), reverse("disclosure_desk:opinions"))]
        return [*way, (_("About another notice"), self.request.path)] if self.edition else way

    def act(self, form: Any) -> Opinion:
        fields = dict(form.cleaned_data)
        day = fields.pop("received_on")
        came = self.at if day == timezone.localdate(self.at) else timezone.make_aware(datetime.combine(day, MIDDAY))
        return receive(actor=self.actor, edition=self.edition, at=self.at, received_at=came, **fields)

    def words(self) -> dict[str, str]:
        return {"number": self.done.number, "code": in_groups(self.done.case.code)}

    def _first_published(self) -> date:
        """Return the day on which the notice was first published."""
        first = self.edition.notice.editions.exclude(published_at=None).order_by("published_at").first()
        return timezone.localdate((first or self.edition).published_at)
