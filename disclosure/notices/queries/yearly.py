"""What became public in a year, as the yearly report on responsibility counts it."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from disclosure.notices.models import Edition
from portal.accounts.models import Unit


def published_in(town: Unit, year: int, *, forms: Collection[str] = ()) -> QuerySet[Edition]:
    """Return the first published edition of each notice that became public in a year, of some forms or of all."""
    rows = _public(town).exclude(Exists(_earlier())).filter(published_at__year=year)
    return rows.filter(form__in=forms) if forms else rows


def corrected_in(town: Unit, year: int) -> QuerySet[Edition]:
    """Return the editions that were published in a year in place of an earlier one."""
    return _public(town).filter(Exists(_earlier()), published_at__year=year)


def withdrawn_in(town: Unit, year: int) -> QuerySet[Edition]:
    """Return the editions that were withdrawn in a year."""
    return _public(town).filter(withdrawn_at__year=year)


def countersigned_in(town: Unit, year: int) -> QuerySet[Edition]:
    """Return the editions published in a year that a village's supervision committee had signed before."""
    return _public(town).filter(countersigned_at__isnull=False, published_at__year=year)


def in_force_until(town: Unit, year: int, *, forms: Collection[str]) -> QuerySet[Edition]:
    """Return the editions of some forms that were in force when a year ended, or are if it has not ended."""
    rows = _public(town).filter(form__in=forms, published_at__year__lte=year)
    return rows.filter(
        Q(superseded_at=None) | Q(superseded_at__year__gt=year), Q(withdrawn_at=None) | Q(withdrawn_at__year__gt=year)
    )


def _public(town: Unit) -> QuerySet[Edition]:
    rows = Edition.objects.filter(Q(notice__unit=town) | Q(notice__unit__parent=town), published_at__isnull=False)
    return (
        rows.select_related("notice__unit__parent", "notice__entry")
        .defer("body", "canonical")
        .order_by("published_at", "pk")
    )


def _earlier() -> QuerySet[Edition]:
    return Edition.objects.filter(notice=OuterRef("notice"), published_at__lt=OuterRef("published_at"))
