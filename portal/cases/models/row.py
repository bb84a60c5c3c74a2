"""The row of a kind's app, which stands beside its case."""

from django.db import models

from portal.cases.models.case import Case
from portal.cases.rules.sender import AsItCame
from portal.core.workflow import Stateful


class OfCase(Stateful):
    """A row with states that has a case, such as an opinion or a petition; it is locked before the case."""

    as_it_came: AsItCame | None = None
    """What is private of it, where the page that shows it has asked for it."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this row."""
        return self.number

    @property
    def number(self) -> str:
        """The number of its case."""
        return self.case.number
