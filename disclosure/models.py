"""The models of every room, gathered for Django. Nobody imports from here."""

from disclosure.boards.models import Board, PackItem, PosterPack, Posting
from disclosure.catalogue.models import Account, CatalogueEntry, MonthlyReporting
from disclosure.content.allocation.models import AllocationLine
from disclosure.content.statement.models import Answer, LedgerImport, Statement, StatementLine
from disclosure.demands.models import Demand, DemandSupport, Electorate
from disclosure.notices.models import Attachment, Edition, Notice
from disclosure.obligations.models import Exemption, Obligation
from disclosure.opinions.models import Opinion, OpinionCorrection
from disclosure.posters.models import Poster

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
    "MonthlyReporting",
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
