"""Tables of disclosure."""

from disclosure.models.allocation import AllocationLine
from disclosure.models.catalogue import Account, CatalogueEntry
from disclosure.models.ledger import LedgerImport
from disclosure.models.notice import Attachment, Edition, Notice
from disclosure.models.obligation import Exemption, MonthlyBooks, Obligation
from disclosure.models.opinion import Demand, DemandSupport, Electorate, Opinion, OpinionCorrection
from disclosure.models.poster import Poster
from disclosure.models.posting import Board, PackItem, PosterPack, Posting
from disclosure.models.statement import Answer, Statement, StatementLine

__all__ = [
    "Account",
    "AllocationLine",
    "Answer",
    "Attachment",
    "Board",
    "CatalogueEntry",
    "Demand",
    "DemandSupport",
    "Edition",
    "Electorate",
    "Exemption",
    "LedgerImport",
    "MonthlyBooks",
    "Notice",
    "Obligation",
    "Opinion",
    "OpinionCorrection",
    "PackItem",
    "Poster",
    "PosterPack",
    "Posting",
    "Statement",
    "StatementLine",
]
