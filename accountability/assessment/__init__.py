"""The year-end assessment: scores, debriefing, secret appraisal, grades and rectification."""
