"""What is typed in: the ballot of whoever votes, and what the desk writes down."""

from accountability.appraisal.forms.ballot import BallotForm, CodeForm

__all__ = ["BallotForm", "CodeForm"]
