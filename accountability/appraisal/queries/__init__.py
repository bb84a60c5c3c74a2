"""Every read of debriefings and appraisals."""
