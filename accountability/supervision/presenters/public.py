"""What the public page of a year says of supervision: figures, and no names."""

from dataclasses import dataclass

from accountability.letters.registry import YearPage
from accountability.supervision.presenters.register import recovered_words
from accountability.supervision.queries.figures import SupervisionYear, of_year


@dataclass(frozen=True, slots=True)
class YearSection:
    """The section of a year; `recovered` says the share with its base, and is empty where nothing was due."""

    figures: SupervisionYear
    recovered: str


def of_page(page: YearPage) -> YearSection | None:
    """Return what the page of a year shows; nothing where no points of risk were kept and nothing was sealed."""
    found = of_year(page.town, page.year, at=page.at)
    if not found.points and not found.sealed:
        return None
    return YearSection(found, recovered_words(found.money))
