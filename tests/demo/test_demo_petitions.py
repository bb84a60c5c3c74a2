"""What the residents of the demo township petition for: every state, class and way, and the figures of a year."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from petitions.handling.enums import Category, Finding, Paper, PetitionState, SealedFor
from petitions.handling.models import IssuedPaper, Opinion, Petition
from portal.cases.enums import Channel
from tests import databases, portals


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Stand in a copy of a database with the demo in it."""
    with django_db_blocker.unblock(), tempfile.TemporaryDirectory() as folder:
        name = portals._copy_demo(Path(folder, "files"))
        with databases.connected_to(name):
            yield
        databases.drop(name)


@pytest.mark.usefixtures("demo")
class TestLoaded:
    def test_petitions_stand_in_every_state_and_came_every_way(self) -> None:
        assert set(Petition.objects.values_list("state", flat=True)) == set(PetitionState)
        assert set(Petition.objects.values_list("category", flat=True)) == set(Category)
        assert set(Petition.objects.values_list("case__channel", flat=True)) == set(Channel)
        assert set(Petition.objects.values_list("sealed_for", flat=True)) == set(SealedFor)
        assert set(IssuedPaper.objects.values_list("paper", flat=True)) == set(Paper)

    def test_the_year_before_reads_as_it_was_told(self) -> None:
        accepted = Petition.objects.filter(accepted_at__year=2025)
        signed = Opinion.objects.filter(petition__in=accepted, signed_at__isnull=False)
        established = signed.filter(finding=Finding.ESTABLISHED).values("petition").distinct()
        mediated = signed.filter(is_mediated=True).values("petition").distinct()
        assert (accepted.count(), established.count(), mediated.count()) == (21, 19, 18)
