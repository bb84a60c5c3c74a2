"""Time limits of cases."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit of a kind of case. A clock keeps the rule as it stood when it was started.

    Attributes:
        key: What it limits, such as "answer".
        days: Returns how many days; it may read a setting.
        is_in_working_days: Whether only working days count.
        basis: The law or rule, in Chinese as cited.
        version: Which version of it, such as the day it came into force.
    """

    key: str
    days: Callable[[], int]
    is_in_working_days: bool
    basis: str
    version: str
