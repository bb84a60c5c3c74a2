"""Every change of debriefings and appraisals."""
