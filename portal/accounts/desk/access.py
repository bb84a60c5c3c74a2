"""For whom a page of the desk exists."""

from django.db.models import QuerySet
from django.utils.functional import cached_property

from portal.accounts.models import Unit
from portal.accounts.policies import administers
from portal.core.policy import Policy
from portal.desk.views import DeskView


class AdministratorsView(DeskView):
    """A page for administrators."""

    def exists_for_actor(self) -> bool:
        return administers(self.actor, at=self.at)


class ForUnits(DeskView):
    """A page for those whom a policy permits a unit in use.

    Attributes:
        units_policy: For which units it is.
    """

    units_policy: Policy[Unit]

    @cached_property
    def units(self) -> QuerySet[Unit]:
        """The person's units, in the order of their codes."""
        found = self.units_policy.permitted(self.actor, at=self.at).filter(is_active=True)
        return found.select_related("parent").order_by("code")

    def exists_for_actor(self) -> bool:
        return self.units.exists()
