"""What the residents of the demo township petition for: every state, class and way, and the figures of a year."""

import pytest

from petitions.handling.enums import Category, Finding, Paper, PetitionState, SealedFor
from petitions.handling.models import IssuedPaper, Opinion, Petition
from portal.cases.enums import Channel


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
