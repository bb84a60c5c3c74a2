"""`load_accounts`: the chart of accounts."""

from disclosure.catalogue import actions
from portal.core.reference import LoadCommand, Loaded


class Command(LoadCommand):
    """Adds and changes rows of the chart of accounts from a CSV file in the form of `data/chart_of_accounts.csv`."""

    help = "Load the chart of accounts from a CSV file; rows that are there already are changed."

    def load(self, content: bytes) -> Loaded:
        """Load the file."""
        return actions.load_accounts(content)
