"""The working calendar: which days are worked, how a time limit is counted, and in which sentences."""

from portal.core.calendar.counted import Counted, Pause
from portal.core.calendar.rules import Calendar, Special
from portal.core.calendar.table import load

__all__ = ["Calendar", "Counted", "Pause", "Special", "load"]
