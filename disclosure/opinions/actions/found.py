"""The search finds opinions as the public reads them, and none that it does not read any more."""

from collections.abc import Collection
from typing import Any

from disclosure.notices.models import Edition
from disclosure.opinions.enums import CASE_KIND
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries.found import documents_of
from portal.core import search


def renew_in_index(keys: Collection[int]) -> None:
    """Have the search find what is public of some opinions now."""
    found = documents_of(keys)
    search.remove(*set(keys).difference(one.key for one in found), kind=CASE_KIND)
    search.put(*found)


def follow_notice(*, edition: Edition, **_publication: Any) -> None:
    """Have the opinions about a notice be found while it is live, under its title."""
    renew_in_index(list(Opinion.objects.filter(notice=edition.notice_id).values_list("pk", flat=True)))
