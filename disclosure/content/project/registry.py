"""What other rooms hand to the page of a project."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import Unit
from portal.core.registry import Registry
from portal.core.sections import Section


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """The public page of a project, known by its unit and its name."""

    unit: Unit
    name: str
    at: datetime


PROJECT_SECTIONS: Registry[Section[ProjectPage]] = Registry("section of a project")
"""Their place is above the stages."""
