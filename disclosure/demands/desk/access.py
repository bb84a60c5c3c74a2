"""Pages for those who keep the demands of villages, or count their voters."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Unit
from portal.core.policy import Policy
from portal.desk.views import DeskView


class ForVillages(DeskView):
    """A page for those who have a policy's villages; for everybody else it does not exist.

    Attributes:
        villages_policy: For which villages it is.
        villages: Those of the person, in the order of their codes.
    """

    villages_policy: Policy[Unit]
    villages: QuerySet[Unit]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer to those who have such a village.

        Raises:
            Http404: The person has none.
        """
        if request.user.is_authenticated:
            found = self.villages_policy.permitted(request.user, at=timezone.now()).filter(is_active=True)
            self.villages = found.select_related("parent").order_by("code")
            if not self.villages.exists():
                raise Http404(_("This page is for the office."))
        return super().dispatch(request, *args, **kwargs)
