"""`load_catalogue`: the catalogue of disclosure."""

from django.utils import timezone

from disclosure.catalogue import actions
from portal.accounts.queries import system_actor
from portal.core.reference import LoadCommand, Loaded


class Command(LoadCommand):
    """Adds and changes rows of the catalogue of disclosure from a CSV file in the form of `data/catalogue.csv`."""

    help = "Load the catalogue of disclosure from a CSV file; rows that are there already are changed."

    def load(self, content: bytes) -> Loaded:
        """Load the file as the system."""
        return actions.load_catalogue(content, actor=system_actor(), at=timezone.now())
