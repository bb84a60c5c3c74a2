"""`load_units`: the townships, stations and villages of a portal."""

from django.utils import timezone

from portal.accounts import unit_table
from portal.accounts.queries import system_actor
from portal.core.reference import LoadCommand, Loaded


class Command(LoadCommand):
    """Adds and changes units from a CSV file in the form of `data/units.csv`."""

    help = "Load units from a CSV file; rows that are there already are changed."

    def load(self, content: bytes) -> Loaded:
        """Load the file as the system."""
        return unit_table.load(content, actor=system_actor(), at=timezone.now())
