"""Debriefings and appraisals on the desk."""
