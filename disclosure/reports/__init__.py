"""The yearly report on disclosure, in the form of the State Council's office of 2021."""
