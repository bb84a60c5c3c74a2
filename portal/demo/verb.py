"""What one verb of the stories is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the stories.

    Attributes:
        action: What it does; its keyword arguments are what a step can say.
        by: Who does it unless the step says otherwise: a user name, or the column of the table that names them.
    """

    action: Callable[..., object]
    by: str = ""
