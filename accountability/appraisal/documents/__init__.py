"""Papers of debriefings and appraisals: slips with codes, the form of the result, the minutes. All are Chinese."""
