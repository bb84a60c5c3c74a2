"""What is there while people vote, and gone with the count: no row has a time or a serial number (`rules.secrecy`)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.appraisal.enums import VoterClass
from accountability.appraisal.models.appraisals import ADDS_UP, Appraisal, Counts, Subject


class VotingClass(models.Model):
    """A class of voters at an appraisal: how many codes and ballots on paper it was handed, and what came back."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="classes")
    key = models.CharField(pgettext_lazy("of voters", "Class"), max_length=20, choices=VoterClass)
    codes = models.PositiveIntegerField(_("Codes"), default=0)
    papers = models.PositiveIntegerField(_("Ballots on paper"), default=0)
    collected = models.PositiveIntegerField(_("Collected"), default=0)
    valid = models.PositiveIntegerField(pgettext_lazy("of ballots", "Valid"), default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "key"], name="voting_class_once"),
            models.UniqueConstraint(fields=["id", "valid"], name="voting_class_with_its_valid"),
            models.CheckConstraint(condition=Q(key__in=VoterClass.values), name="voting_class_known"),
            models.CheckConstraint(
                condition=Q(papers__gte=F("collected"), collected__gte=F("valid")), name="voting_class_in_order"
            ),
            models.CheckConstraint(condition=Q(codes__gte=1) | Q(papers__gte=1), name="voting_class_has_voters"),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal_id} {self.key}"


class PaperTally(Counts):
    """What the tellers read out of one class's ballots on paper for one subject."""

    voting_class = models.ForeignKey(VotingClass, on_delete=models.CASCADE, related_name="tallies")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["voting_class", "subject__position"]
        constraints = [
            models.UniqueConstraint(fields=["voting_class", "subject"], name="paper_tally_once"),
            models.CheckConstraint(condition=ADDS_UP, name="paper_tally_adds_up"),
        ]

    def __str__(self) -> str:
        return f"{self.voting_class_id} {self.subject_id}"


class VotingCode(models.Model):
    """A code that was printed for some voter of a class, as a keyed digest, and whether it was used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="+")
    voter_class = models.CharField(max_length=20, choices=VoterClass)
    digest = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.id)


class BallotBox(models.Model):
    """The sealed votes of an appraisal in one value, shuffled anew with each; all have the same length."""

    appraisal = models.OneToOneField(Appraisal, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField(default=b"")
    length = models.PositiveIntegerField(help_text="Bytes of each sealed vote")

    def __str__(self) -> str:
        return str(self.appraisal_id)

    @property
    def votes(self) -> list[bytes]:
        """The sealed votes."""
        content = bytes(self.sealed)
        return [content[start : start + self.length] for start in range(0, len(content), self.length)]
