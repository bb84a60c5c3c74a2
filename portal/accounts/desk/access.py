"""For whom a page of the desk exists, and finding rows of a list by words."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Unit
from portal.accounts.policies import administers
from portal.core.policy import Policy
from portal.desk.views import DeskView


class WordsFilter(django_filters.FilterSet):
    """Find rows whose text in one of some columns contains the words."""

    columns: ClassVar[tuple[str, ...]]
    q = django_filters.CharFilter(method="find", label=_("Name or user name"), max_length=60)

    def find(self, rows: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        """Return the rows that contain the words."""
        return rows.filter(reduce(or_, (Q(**{f"{column}__icontains": words}) for column in self.columns)))


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
        return bool(self.units)
