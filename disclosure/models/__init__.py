"""Tables of disclosure."""

from disclosure.models.catalogue import Account, CatalogueEntry
from disclosure.models.ledger import LedgerImport
from disclosure.models.notice import Attachment, Edition, Notice
from disclosure.models.poster import Poster
from disclosure.models.statement import Answer, Statement, StatementLine

__all__ = [
    "Account",
    "Answer",
    "Attachment",
    "CatalogueEntry",
    "Edition",
    "LedgerImport",
    "Notice",
    "Poster",
    "Statement",
    "StatementLine",
]
