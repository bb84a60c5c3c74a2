"""What pages and papers show of debriefings and appraisals."""
