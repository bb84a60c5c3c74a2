"""Entering what came by letter, by telephone, in person or from the box."""

from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy

from petitions.handling.actions import receiving
from petitions.handling.models import Petition
from petitions.handling.queries.petitions import towns_to_enter_for
from petitions.handling.workflow import PETITION
from petitions.intake.forms import EnterPetitionForm
from portal.accounts.models import Unit
from portal.accounts.queries import units_to_ask
from portal.core.codes import in_groups
from portal.core.refusals import Refused
from portal.desk.views import ActionView

MIDDAY = time(12)
"""When something came of which only the day is known."""


class NewPetition(ActionView):
    """Enter a petition. The success message says its code, to be told to the person."""

    below = ((gettext_lazy("Petitions"), "petitions_desk:petitions"),)
    template_name = "petitions/intake/desk/new.html"
    title, button = gettext_lazy("Enter a petition"), PETITION.verb("receive").label
    form_class, success_url = EnterPetitionForm, reverse_lazy("petitions_desk:petitions")
    success_message = PETITION.verb("receive").success_message

    def exists_for_actor(self) -> bool:
        return self.towns.exists()

    @property
    def towns(self) -> QuerySet[Unit]:
        """The townships the person enters petitions for."""
        return towns_to_enter_for(self.actor, self.at)

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(self.at)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"towns": self.towns, "places": units_to_ask()}

    def act(self, form: Any) -> Petition:
        fields = form.values
        day = fields.pop("received_on")
        came = self.at if day == timezone.localdate(self.at) else timezone.make_aware(datetime.combine(day, MIDDAY))
        return receiving.receive(actor=self.actor, at=self.at, received_at=came, **fields)

    def refuse(self, form: Any, refusal: Refused) -> HttpResponse:
        form.refuse(refusal)
        return self.form_invalid(form, refusal.status)

    def words(self) -> dict[str, str]:
        return {"number": self.done.number, "code": in_groups(self.done.case.code)}
