"""What everybody may read of a year of petitions, as the yearly report on responsibility counts it."""

from petitions.outcomes.queries.figures import Figures, figures, published
from petitions.outcomes.rules import span
from portal.accounts.models import Unit


def of_year(town: Unit, year: int) -> Figures:
    """Return the figures of a year; None stands for what is too small to be published, or would tell such a one."""
    return published(figures(town, span(str(year))))
