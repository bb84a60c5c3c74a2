"""Debriefing meetings, and the secret appraisal by classes of voters."""
