"""The tasks of every room, gathered for Celery. Each fetches by key and calls one action, and may run twice."""

from disclosure.boards.packs.tasks import make_pack
from disclosure.content.statement.tasks import read_ledger
from disclosure.notices.tasks import publish_due
from disclosure.obligations.tasks import sync_obligations
from disclosure.posters.tasks import make_poster

__all__ = ["make_pack", "make_poster", "publish_due", "read_ledger", "sync_obligations"]
