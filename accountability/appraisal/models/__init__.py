"""The tables of debriefings, appraisals and voting."""

from accountability.appraisal.models.appraisals import Appraisal, ResultCount, ResultLine, Subject
from accountability.appraisal.models.debriefings import Debriefing, Question, Statement, Suggestion
from accountability.appraisal.models.voting import BallotBox, PaperTally, VotingClass, VotingCode

__all__ = [
    "Appraisal",
    "BallotBox",
    "Debriefing",
    "PaperTally",
    "Question",
    "ResultCount",
    "ResultLine",
    "Statement",
    "Subject",
    "Suggestion",
    "VotingClass",
    "VotingCode",
]
