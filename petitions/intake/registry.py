"""What other rooms of petitions hand to the page on which residents begin."""

from dataclasses import dataclass

from portal.accounts.models import Unit
from portal.core.registry import Registry
from portal.core.sections import Section


@dataclass(frozen=True, slots=True)
class StartPage:
    """The page `/petitions/` of a township; None where there is none yet."""

    town: Unit | None


START_SECTIONS: Registry[Section[StartPage]] = Registry("section of the first page of petitions")
"""What else stands there, such as the next visit days or what came of earlier petitions."""
